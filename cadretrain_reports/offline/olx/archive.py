"""A course archive as Studio exports it, read in one pass: the text that matters in memory, the rest only counted.

Nothing is unpacked to the disk. What leads out of the archive, links and devices are refused, as the platform does when
it imports.
"""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, TypeVar, cast

from cadretrain_reports.offline.olx import errors
from cadretrain_reports.offline.olx.errors import OlxError
from cadretrain_reports.offline.problems import shown

_T = TypeVar("_T")
_BROKEN: Final = (tarfile.TarError, EOFError, OSError, UnicodeError, ValueError, zlib.error)
_TEXTS: Final = frozenset({".xml", ".html", ".json"})
_TRANSCRIPTS: Final = frozenset({".srt", ".sjson", ".vtt"})
_LONGEST_NAME: Final = 1 << 20
_NAMES: Final = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)
_PASSED_OVER: Final = frozenset({"about", "assets", "info", "static", "tabs"})


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one archive: bytes unpacked, members, bytes of one text and of all, steps of a path."""

    unpacked: int = 16 << 30
    members: int = 200_000
    text: int = 8 << 20
    texts: int = 256 << 20
    depth: int = 16
    ratio: int = 200


@dataclass(frozen=True, slots=True)
class Member:
    """Where the content of a file lies in the unpacked archive, and how long it is."""

    offset: int
    size: int


@dataclass(slots=True)
class CourseArchive:
    """An archive: the ``texts`` of a course by path below its root, and where each ``member`` lies.

    ``root`` is the directory that all paths begin with, such as ``course/``; ``kept`` are the bytes of all texts.
    """

    root: str
    texts: dict[str, bytes] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    kept: int = 0


def read_archive(path: Path, limits: Limits | None = None) -> CourseArchive:
    """Return what a ``.tar.gz`` of a course holds; ``OlxError`` for one that is damaged, hostile or holds no course."""
    limits = limits or Limits()
    found = CourseArchive("")
    with opened(path, limits) as stream:
        try:
            with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8", tarinfo=_Header) as archive:
                for info in archive:
                    _take(found, archive, info, limits)
            while stream.read(1 << 20):
                pass  # the checksum of all lies at the end
        except OlxError:
            raise
        except _BROKEN:
            raise OlxError(errors.NOT_AN_ARCHIVE) from None
    return _below_root(found)


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[IO[bytes]]:
    """Open an archive as the stream of its unpacked bytes, which ends in ``OlxError`` when they are too many."""
    with path.open("rb") as packed, gzip.GzipFile(fileobj=packed) as unpacked:
        most = min(limits.unpacked, (64 << 20) + limits.ratio * path.stat().st_size)
        yield cast("IO[bytes]", _Bounded(cast("IO[bytes]", unpacked), most))


class _Bounded:
    """A stream of at most so many bytes."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream, self._left, self._most = stream, most, most

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise OlxError(errors.TOO_LARGE, {"limit": self._most >> 20})
        return data


class _Header(tarfile.TarInfo):
    """A header whose long names are not longer than any name is: ``tarfile`` reads them whole."""

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _NAMES and self.size > _LONGEST_NAME:
            raise OlxError(errors.NOT_AN_ARCHIVE)
        return cast("tarfile.TarInfo", super()._proc_member(archive))  # type: ignore[misc]  # open to subclasses


def _take(found: CourseArchive, archive: tarfile.TarFile, info: tarfile.TarInfo, limits: Limits) -> None:
    name = info.name.removeprefix("./").rstrip("/")
    archive.members = []  # type: ignore[attr-defined]  # the stream is read once; nobody asks for them again
    if not _is_inside(info, name, limits):
        raise OlxError(errors.UNSAFE_PATH, {"file": shown(info.name, 120)})
    if info.isdir():
        return
    if name in found.members:
        raise OlxError(errors.TWICE, {"file": shown(name, 120)})
    found.members[name] = Member(info.offset_data, info.size)
    if len(found.members) > limits.members:
        raise OlxError(errors.TOO_MANY_FILES, {"limit": limits.members})
    if _is_text(name):
        _keep(found, archive, info, name, limits)


def _is_inside(info: tarfile.TarInfo, name: str, limits: Limits) -> bool:
    steps = name.split("/")
    is_plain = info.isdir() or (info.isreg() and not info.issparse())
    return is_plain and len(steps) <= limits.depth and not info.name.startswith("/") and ".." not in steps


def _is_text(name: str) -> bool:
    steps = name.split("/")
    suffix = Path(name).suffix.lower()
    folders = set(steps[:-1][:2])
    return suffix in _TRANSCRIPTS if "static" in folders else suffix in _TEXTS and not folders & _PASSED_OVER


def _keep(found: CourseArchive, archive: tarfile.TarFile, info: tarfile.TarInfo, name: str, limits: Limits) -> None:
    if info.size > limits.text:
        raise OlxError(errors.FILE_TOO_LARGE, {"file": shown(name, 120), "limit": limits.text >> 20})
    content = archive.extractfile(info)
    found.texts[name] = content.read() if content else b""
    if len(found.texts[name]) != info.size:
        raise OlxError(errors.NOT_AN_ARCHIVE)
    found.kept += info.size
    if found.kept > limits.texts:
        raise OlxError(errors.TOO_LARGE, {"limit": limits.texts >> 20})


def _below_root(found: CourseArchive) -> CourseArchive:
    """Return the archive with paths below the directory that holds ``course.xml``."""
    tops = sorted(
        (name for name in found.texts if name.split("/")[-1] == "course.xml"), key=lambda name: name.count("/")
    )
    if not tops or tops[0].count("/") > 1:
        raise OlxError(errors.NO_COURSE)
    root = tops[0].removesuffix("course.xml")
    return CourseArchive(root, _cut(found.texts, root), _cut(found.members, root), found.kept)


def _cut(named: Mapping[str, _T], root: str) -> dict[str, _T]:
    return {name.removeprefix(root): value for name, value in named.items() if name.startswith(root)}
