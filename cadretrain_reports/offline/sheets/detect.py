"""What a file is, by its content: names of files say what people wish they were."""

from __future__ import annotations

import codecs
from typing import BinaryIO, Final

from cadretrain_reports.offline.sheets.encodings import text_encoding
from cadretrain_reports.offline.sheets.errors import SheetError
from cadretrain_reports.offline.sheets.faults import (
    EMPTY,
    FILE_TOO_LARGE,
    NOT_A_TABLE,
    OLD_WORKBOOK,
    PASSWORD,
    UNKNOWN_CONTENT,
)

HEAD: Final = 4096

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PASSWORD_STREAM: Final = "EncryptedPackage".encode("utf-16-le")
_KINDS: Final = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"{\\rtf": "RTF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf\x27": "7-Zip",
    b"\x1f\x8b": "gzip",
    b"<": "HTML/XML",
}


def workbook_or_encoding(stream: BinaryIO, largest: int) -> str | None:
    """Return the encoding of a text, or ``None`` for what may be an XLSX workbook.

    ``SheetError`` for anything else, for an empty file and for one of more than ``largest`` bytes.
    """
    size = stream.seek(0, 2)
    if size > largest:
        raise SheetError(FILE_TOO_LARGE, {"limit": largest >> 20})
    stream.seek(0)
    head = stream.read(HEAD)
    if not head:
        raise SheetError(EMPTY)
    if head.startswith(_ZIP):
        return None
    if head.startswith(_OLE):
        raise SheetError(PASSWORD if _has_password(stream, head) else OLD_WORKBOOK)
    _refuse_known_kinds(head)
    return text_encoding(stream)


def _refuse_known_kinds(head: bytes) -> None:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()
    for signature, kind in _KINDS.items():
        if start.startswith(signature):
            raise SheetError(NOT_A_TABLE, {"kind": kind})
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and not head.startswith(codecs.BOM_UTF32_LE)
    if b"\x00" in head and not wide:
        raise SheetError(UNKNOWN_CONTENT)


def _has_password(stream: BinaryIO, head: bytes) -> bool:
    """Look into the first sector of the directory, where such a workbook names its streams."""
    sector, shift = int.from_bytes(head[48:52], "little"), int.from_bytes(head[30:32], "little")
    # No file system takes every position that a hostile header can name.
    stream.seek(min((sector + 1) << min(shift, 12), stream.seek(0, 2)))
    return _PASSWORD_STREAM in stream.read(HEAD)
