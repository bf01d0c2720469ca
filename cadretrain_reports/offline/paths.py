"""Which paths a package may hold, and the walk over those that it does: never through a link, never outside."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cadretrain_reports.offline.problems import Unreadable

_LONGEST_NAME = 255
_DEEPEST = 16
_MOST_FILES = 100_000


def is_safe(path: str) -> bool:
    """Tell whether ``path`` is relative, without steps upward, and spelled in one way only.

    Percent and backslash are refused as well: BagIt and other systems read them as something else.
    """
    parts = path.split("/")
    return len(parts) <= _DEEPEST and path.isprintable() and all(_is_safe_name(part) for part in parts)


def _is_safe_name(name: str) -> bool:
    return (
        name not in {"", ".", ".."}
        and len(name.encode("utf-8")) <= _LONGEST_NAME
        and not set(name) & set('\\%:*?"<>|~')
        and name == name.strip()
    )


@dataclass(slots=True)
class Tree:
    """What lies in a directory: ordinary ``files`` by relative path, and ``odd`` paths that no package holds."""

    root: Path
    files: dict[str, Path] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)


def walk(root: Path) -> Tree:
    """Return every path below ``root``; ``Unreadable`` where the system does not let it be read.

    Links, devices, empty directories and names that ``is_safe`` refuses are odd; links are not followed.
    """
    tree = Tree(root)
    pending = [root]
    while pending:
        directory = pending.pop()
        entries = list(_scan(directory))
        if not entries and directory != root:
            tree.odd.append(_relative(root, directory))
        for entry in entries:
            _sort_in(tree, pending, entry)
        if len(tree.files) + len(tree.odd) > _MOST_FILES:
            raise Unreadable(f"more than {_MOST_FILES} files: {root}")
    return tree


def _sort_in(tree: Tree, pending: list[Path], entry: os.DirEntry[str]) -> None:
    relative = _relative(tree.root, Path(entry.path))
    if not is_safe(relative):
        tree.odd.append(relative)
    elif entry.is_dir(follow_symlinks=False):
        pending.append(Path(entry.path))
    elif entry.is_file(follow_symlinks=False):
        tree.files[relative] = Path(entry.path)
    else:
        tree.odd.append(relative)


def _scan(directory: Path) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(directory) as entries:
            yield from sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise Unreadable(f"{error.strerror}: {directory}") from error


def _relative(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()
