"""A directory appears whole or not at all: it is filled under another name and renamed when all of it is on disk."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SUFFIX = ".partial"


class PublishError(RuntimeError):
    """The directory cannot be made: it exists already, or another process is making it at this moment."""


@contextmanager
def new_directory(target: Path) -> Iterator[Path]:
    """Give an empty directory to fill; on leaving without an error it becomes ``target``, durably.

    A killed process leaves only ``<target>.partial``, which the next run beside it removes. ``PublishError`` if
    ``target`` exists or is being made by another process; ``OSError`` from the disk.
    """
    if os.path.lexists(target):
        raise PublishError(f"exists already and is never written over: {target}")
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(target.parent)
    partial = target.with_name(target.name + SUFFIX)
    with _locked_directory(partial):
        try:
            yield partial
            sync_directories(partial)
            _rename(partial, target)
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
    _sync(target.parent)


def remove_leftovers(directory: Path) -> list[Path]:
    """Remove what killed runs have left in ``directory``, never what a living process works on; return the paths."""
    removed = []
    for path in sorted(directory.glob(f"*{SUFFIX}")):
        if path.is_dir() and not path.is_symlink() and _is_abandoned(path):
            shutil.rmtree(path, ignore_errors=True)
            removed.append(path)
    return removed


def sync_directories(root: Path) -> None:
    """Put the names of all files below ``root`` on the disk; the files themselves were synced when written."""
    for directory, _names, _files in os.walk(root, topdown=False):
        _sync(Path(directory))


@contextmanager
def _locked_directory(path: Path) -> Iterator[None]:
    """Make ``path`` and hold its lock, which the system frees when the process dies."""
    try:
        path.mkdir()
    except FileExistsError as error:
        raise PublishError(f"another process is making it: {path}") from error
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def _is_abandoned(path: Path) -> bool:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _rename(partial: Path, target: Path) -> None:
    # rename(2) would put the bag in the place of an empty directory that came meanwhile.
    if os.path.lexists(target):
        raise PublishError(f"was made by another process meanwhile: {target}")
    partial.rename(target)


def _sync(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
