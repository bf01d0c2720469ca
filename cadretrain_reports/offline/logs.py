"""Tracking logs as files: plain or gzip, rotated, in folders, broken off, and never held in memory."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

LONGEST_LINE: Final = 1 << 20
"""Bytes of a line that are kept; what follows in a longer one is passed over."""

_HEAD: Final = 1 << 16
_GZIP: Final = b"\x1f\x8b"


class LogError(Exception):
    """A log cannot be read on; what came before was read. The text says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its end; ``end`` is the offset in the unpacked log at which the next one begins."""

    content: bytes
    end: int
    too_long: bool = False


def log_files(paths: list[Path]) -> list[Path]:
    """Return the files among ``paths`` and in the folders among them, each once, in the order of their names.

    Hidden files are passed over. Raises ``LogError`` for what is not there.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.exists():
            raise LogError(f"{path}: not found")
        inside = sorted(inner for inner in path.rglob("*") if inner.is_file()) if path.is_dir() else [path]
        for file in inside:
            if not file.name.startswith("."):
                found.setdefault(file.resolve(), file)
    return list(found.values())


def identity(path: Path) -> str:
    """Return by what a log is known again, whatever its name and whether it is packed: a digest of its beginning.

    A log that grew from a short beginning is not known again; then it is read anew, which adds nothing twice. Raises
    ``LogError``.
    """
    try:
        with _opened(path) as stream:
            return hashlib.sha256(stream.read(_HEAD)).hexdigest()
    except (OSError, EOFError, zlib.error) as error:
        raise LogError(type(error).__name__) from error


def lines(path: Path, offset: int = 0) -> Iterator[Line]:
    """Yield the lines of a log from an offset in it, unpacked, on. A last line without its end is one, too.

    Raises ``LogError`` where it cannot be read on.
    """
    try:
        with _opened(path) as stream:
            stream.seek(offset)
            while line := _line(stream, offset):
                offset = line.end
                yield line
    except (OSError, EOFError, zlib.error) as error:
        raise LogError(type(error).__name__) from error


def _line(stream: IO[bytes], offset: int) -> Line | None:
    content = stream.readline(LONGEST_LINE + 1)
    end, is_whole = offset + len(content), len(content) <= LONGEST_LINE
    while content and not is_whole and not content.endswith(b"\n"):
        more = stream.readline(LONGEST_LINE)
        end += len(more)
        if not more or more.endswith(b"\n"):
            break
    return Line(content.rstrip(b"\r\n") if is_whole else b"", end, not is_whole) if content else None


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as stream:
        packed = stream.read(2) == _GZIP
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]
