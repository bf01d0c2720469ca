"""An archive written anew with some of its files changed: every other byte of it stays as it was, headers included."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Final, cast

from cadretrain_reports.offline.olx import errors
from cadretrain_reports.offline.olx.archive import CourseArchive, Limits, opened, read_archive
from cadretrain_reports.offline.olx.errors import OlxError
from cadretrain_reports.offline.sheets.files import whole_file

_BLOCK: Final = 512
_SIZE: Final = slice(124, 136)
_CHECKSUM: Final = slice(148, 156)
_PIECE: Final = 1 << 20


def rewrite(
    source: Path, target: Path, archive: CourseArchive, changed: Mapping[str, bytes], limits: Limits | None = None
) -> None:
    """Write the archive ``source`` to ``target`` with the texts of ``changed``, by path below the course's root.

    ``target`` appears whole or not at all, and only after it has been read back.
    """
    limits = limits or Limits()
    with whole_file(target) as partial:
        # No name and no time in the envelope: the same change gives the same bytes.
        with (
            opened(source, limits) as old,
            partial.open("wb") as packed,
            gzip.GzipFile(filename="", fileobj=packed, mode="wb", mtime=0) as new,
        ):
            _copy(old, cast("IO[bytes]", new), archive, changed)
        expected = {**archive.texts, **changed}
        if read_archive(partial, limits).texts != expected:
            raise OlxError(errors.NOT_AN_ARCHIVE)


def _copy(old: IO[bytes], new: IO[bytes], archive: CourseArchive, changed: Mapping[str, bytes]) -> None:
    at = 0
    for path in sorted(changed, key=lambda path: archive.members[path].offset):
        member = archive.members[path]
        _pass_on(old, new, member.offset - _BLOCK - at)
        new.write(_header(_exactly(old, _BLOCK), member.size, len(changed[path])))
        new.write(changed[path] + bytes(-len(changed[path]) % _BLOCK))
        _exactly(old, _padded(member.size))
        at = member.offset + _padded(member.size)
    shutil.copyfileobj(old, new, _PIECE)


def _header(header: bytes, old_size: int, new_size: int) -> bytes:
    """Return a header that says another size; all else of it stays."""
    changed = bytearray(header)
    said = bytes(changed[_SIZE])
    if said[:11] != b"%011o" % old_size:
        raise OlxError(errors.NOT_AN_ARCHIVE)
    changed[_SIZE] = b"%011o" % new_size + said[-1:]
    changed[_CHECKSUM] = b" " * 8
    changed[_CHECKSUM] = b"%06o\0 " % sum(changed)
    return bytes(changed)


def _padded(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _pass_on(old: IO[bytes], new: IO[bytes], size: int) -> None:
    while size > 0:
        piece = _exactly(old, min(size, _PIECE))
        new.write(piece)
        size -= len(piece)


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise OlxError(errors.NOT_AN_ARCHIVE)
    return data
