"""In which encoding a text is: UTF-8, UTF-16 with a mark, else GB18030, which Chinese spreadsheets write as "CSV"."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO, Final

from cadretrain_reports.offline.sheets.errors import SheetError
from cadretrain_reports.offline.sheets.faults import BAD_ENCODING

_CHUNK: Final = 1 << 16
_MARKS: Final = {
    codecs.BOM_UTF8: ("utf-8", "utf-8-sig"),
    codecs.BOM_UTF16_LE: ("utf-16-le", "utf-16"),
    codecs.BOM_UTF16_BE: ("utf-16-be", "utf-16"),
}
"""By the mark at the beginning: the encoding behind it, and the one that takes mark and all."""

_EAST_ASIAN: Final = re.compile("[\u2e80-\uffef]")


@dataclass(frozen=True, slots=True)
class _BadByte:
    """The first byte that an encoding cannot read, and whether it had read anything East Asian before."""

    offset: int
    line: int
    after_east_asian: bool


def text_encoding(stream: BinaryIO) -> str:
    """Return the encoding that reads the whole ``stream``, as Python names it.

    ``SheetError`` names the first byte that cannot be read, and its line.
    """
    stream.seek(0)
    head = stream.read(4)
    for mark, (encoding, with_mark) in _MARKS.items():
        if head.startswith(mark):
            _refuse(_first_bad_byte(stream, encoding), encoding)
            return with_mark
    bad = _first_bad_byte(stream, "utf-8")
    if bad is None:
        return "utf-8"
    if bad.after_east_asian:
        # GB18030 reads most of what is UTF-8 with one broken byte, and makes other characters of it.
        _refuse(bad, "utf-8")
    _refuse(_first_bad_byte(stream, "gb18030"), "gb18030")
    return "gb18030"


def _refuse(bad: _BadByte | None, encoding: str) -> None:
    if bad is not None:
        name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
        raise SheetError(BAD_ENCODING, {"offset": bad.offset, "line": bad.line, "encoding": name})


def _first_bad_byte(stream: BinaryIO, encoding: str) -> _BadByte | None:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    line, east_asian = 1, False
    while True:
        end = stream.tell()
        chunk = stream.read(_CHUNK)
        held = len(decoder.getstate()[0])
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            before = bytes(error.object[: error.start]).decode(encoding, "ignore")
            seen = east_asian or bool(_EAST_ASIAN.search(before))
            return _BadByte(end - held + error.start, line + before.count("\n"), seen)
        if not chunk:
            return None
        line += text.count("\n")
        east_asian = east_asian or bool(_EAST_ASIAN.search(text))
