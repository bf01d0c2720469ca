"""XML of strangers, read as a stream: no document type, no entities, and nothing in it that would fill the memory.

Trees are not built: openpyxl builds one for each row, so that a workbook of 12 KB with a single row takes 600 MB.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Final
from xml.parsers.expat import ExpatError, ParserCreate, XMLParserType
from zipfile import BadZipFile

from cadretrain_reports.offline.sheets.errors import SheetError
from cadretrain_reports.offline.sheets.faults import DAMAGED

Attributes = Mapping[str, str]

DEEPEST: Final = 64
LONGEST_TOKEN: Final = 1 << 20
"""Bytes of one tag or comment, which the parser holds whole and reads again with every chunk."""
MOST_NAMES: Final = 50_000
"""Names of elements and attributes, which the parser keeps."""

_CHUNK: Final = 1 << 16
_BROKEN: Final = (BadZipFile, EOFError, ExpatError, LookupError, OverflowError, UnicodeError, ValueError, zlib.error)


class Handler:
    """What is done at the elements of a document, by their names without prefix."""

    def __init__(self) -> None:
        self.starts: dict[str, Callable[[Attributes], None]] = {}
        self.ends: dict[str, Callable[[], None]] = {}

    def text(self, data: str) -> None:
        """Take a piece of the text between tags."""


def attribute(attributes: Attributes, name: str, default: str = "") -> str:
    """Return an attribute by its name without prefix."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if local(key) == name), default)


def local(name: str) -> str:
    """Return a name without its prefix."""
    return name.rpartition(":")[2]


def parse(source: IO[bytes], handler: Handler) -> Iterator[None]:
    """Read ``source`` and call ``handler``, pausing after each chunk; ``SheetError`` for a document that is none.

    What the handler raises as ``ValueError`` counts as damage too. The cause is left out: it may repeat a cell.
    """
    try:
        yield from _chunks(source, _parser(handler))
    except SheetError:
        raise
    except _BROKEN:
        raise SheetError(DAMAGED) from None


def parse_whole(source: IO[bytes], handler: Handler) -> None:
    """Read ``source`` to its end."""
    for _pause in parse(source, handler):
        pass


def _chunks(source: IO[bytes], parser: XMLParserType) -> Iterator[None]:
    fed = 0
    while chunk := source.read(_CHUNK):
        fed += len(chunk)
        parser.Parse(chunk, False)
        if fed - parser.CurrentByteIndex > LONGEST_TOKEN or len(parser.intern) > MOST_NAMES:
            raise SheetError(DAMAGED)
        yield
    parser.Parse(b"", True)
    yield


def _parser(handler: Handler) -> XMLParserType:
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    depth = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise SheetError(DAMAGED)
        act = handler.starts.get(name) or handler.starts.get(local(name))
        if act is not None:
            act(attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        act = handler.ends.get(name) or handler.ends.get(local(name))
        if act is not None:
            act()

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = handler.text
    return parser


def _refuse_doctype(*_declaration: object) -> None:
    raise SheetError(DAMAGED)
