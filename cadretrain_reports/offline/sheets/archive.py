"""The ZIP archive around a workbook, opened within limits: nothing is unpacked to the disk."""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import IO, BinaryIO, Final, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from cadretrain_reports.offline.sheets.errors import SheetError
from cadretrain_reports.offline.sheets.faults import DAMAGED, PASSWORD, UNPACKS_TOO_LARGE
from cadretrain_reports.offline.sheets.limits import Limits

_LONGEST_DIRECTORY: Final = 1 << 20
_SMALL: Final = 1 << 20
_ENCRYPTED: Final = 0x1


class Archive:
    """The parts of a workbook by name; ``SheetError`` for an archive that is damaged, encrypted or unpacks too large.

    The sizes an archive declares can be believed: ``zipfile`` never gives more of a part than it declares, and where
    there is more the checksum at the end fails.
    """

    def __init__(self, stream: BinaryIO, limits: Limits) -> None:
        self._zip = _opened(stream)
        self._parts = {info.filename.lower(): info for info in self._zip.infolist()}
        _check(self._zip.infolist(), stream.seek(0, io.SEEK_END), limits)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._parts

    def open(self, name: str, largest: int | None = None) -> IO[bytes]:
        """Return a part as a stream of its unpacked bytes, of which there may be at most ``largest``."""
        info = self._parts.get(name.lower())
        if info is None:
            raise SheetError(DAMAGED)
        if largest is not None and info.file_size > largest:
            raise SheetError(UNPACKS_TOO_LARGE)
        try:
            return self._zip.open(info)
        except (BadZipFile, EOFError, OSError, ValueError):
            raise SheetError(DAMAGED) from None


class _Guarded:
    """A stream of which no more than a small directory is read at once while the archive is opened."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._size = stream.seek(0, io.SEEK_END)
        self.opened = False

    def read(self, size: int = -1) -> bytes:
        wanted = self._size - self._stream.tell() if size < 0 else size
        if wanted > _LONGEST_DIRECTORY and not self.opened:
            raise BadZipFile
        return self._stream.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def seekable(self) -> bool:
        return True


def _opened(stream: BinaryIO) -> ZipFile:
    guarded = _Guarded(stream)
    try:
        archive = ZipFile(cast("BinaryIO", guarded))
    except (BadZipFile, EOFError, NotImplementedError, OSError, ValueError):
        raise SheetError(DAMAGED) from None
    guarded.opened = True
    return archive


def _check(infos: Collection[ZipInfo], packed: int, limits: Limits) -> None:
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise SheetError(PASSWORD)
    known = all(info.compress_type in {ZIP_STORED, ZIP_DEFLATED} for info in infos)
    once = len({info.filename.lower() for info in infos}) == len(infos)
    apart = sum(info.compress_size for info in infos) <= packed
    if not (known and once and apart):
        raise SheetError(DAMAGED)
    total = sum(info.file_size for info in infos)
    if total > limits.unpacked_size or any(_swells(info, limits.ratio) for info in infos):
        raise SheetError(UNPACKS_TOO_LARGE)


def _swells(info: ZipInfo, ratio: int) -> bool:
    return info.file_size > max(_SMALL, ratio * info.compress_size)
