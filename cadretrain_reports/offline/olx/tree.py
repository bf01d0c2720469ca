"""The XML of a course as trees that know at which bytes each element lies, so that it can be changed in place.

No document type and no entities; files are small, since an archive is read within limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType

from cadretrain_reports.offline.olx import errors
from cadretrain_reports.offline.olx.errors import OlxError
from cadretrain_reports.offline.problems import shown

DEEPEST: Final = 100
MOST_ELEMENTS: Final = 200_000


@dataclass(slots=True, eq=False)
class Element:
    """An element of a file: its ``tag``, ``attributes``, ``children``, whether it has ``text`` of its own.

    ``start`` is the byte at which it begins; ``open_end`` that behind its opening tag; ``close`` that at which its
    closing tag begins (the same as ``open_end`` where there is none: ``<a/>``); ``end`` that behind all of it.
    """

    file: str
    tag: str
    attributes: dict[str, str]
    start: int
    open_end: int = 0
    close: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)
    has_text: bool = False

    @property
    def url_name(self) -> str:
        """The name by which the platform knows the block; empty where the element has none."""
        return self.attributes.get("url_name", "")

    def walk(self) -> Iterator[Element]:
        """Yield the element and all below it."""
        pending = [self]
        while pending:
            element = pending.pop()
            yield element
            pending.extend(reversed(element.children))


def parse(file: str, data: bytes) -> Element:
    """Return the root of a file; ``OlxError`` names the line at which it is broken or more than a course needs."""
    builder = _Builder(file, data)
    try:
        if b"\x00" in data:
            raise ValueError  # noqa: TRY301 - a text in two-byte characters: nobody exports that
        builder.parser.Parse(data, True)
    except (ExpatError, LookupError, ValueError, _TooMuch):
        line = builder.parser.CurrentLineNumber
        raise OlxError(errors.BROKEN_XML, {"file": shown(file, 120), "line": line}) from None
    return builder.root


class _TooMuch(Exception):  # noqa: N818 - a reason to stop, told as a broken file
    """The file holds a document type, too many elements, or too deep ones."""


class _Builder:
    def __init__(self, file: str, data: bytes) -> None:
        self._file, self._data = file, data
        self._open: list[Element] = []
        self._count = 0
        self.root = Element(file, "", {}, 0)
        self.parser: XMLParserType = ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _refuse(self, *_declaration: object) -> None:
        raise _TooMuch

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise _TooMuch
        at = self.parser.CurrentByteIndex
        element = Element(self._file, tag, attributes, at, open_end=_behind_tag(self._data, at))
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        element = self._open.pop()
        is_empty = self._data[element.open_end - 2 : element.open_end] == b"/>"
        element.close = element.open_end if is_empty else self.parser.CurrentByteIndex
        element.end = element.open_end if is_empty else self._data.index(b">", element.close) + 1

    def _text(self, text: str) -> None:
        if not text.isspace():
            self._open[-1].has_text = True


def _behind_tag(data: bytes, start: int) -> int:
    """Return where the tag that begins at ``start`` ends: the first ``>`` outside of quotation marks."""
    quote = 0
    for index in range(start, len(data)):
        byte = data[index]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return index + 1
    raise _TooMuch
