"""The fonts that certificates are set in, where they are found, and which characters they have (8.3.6)."""

from __future__ import annotations

import mmap
import os
import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from cadretrain_reports.offline.messages import gettext as _

FAMILIES: Final = (
    "LXGWWenKai",
    "NotoSansCJK",
    "NotoSansSC",
    "NotoSerifCJK",
    "NotoSerifSC",
    "SourceHanSans",
    "SourceHanSerif",
)
"""How the files of fonts begin that have all 8,105 characters of the 通用规范汉字表, under free licences (OFL)."""

FOLDERS: Final = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "~/.fonts", "~/.local/share/fonts")
_ENDINGS: Final = (".ttf", ".otf", ".ttc", ".otc")
_COLLECTION: Final = b"ttcf"
_SEGMENTS: Final = 4
_GROUPS: Final = 12


class FontsMissingError(RuntimeError):
    """There is no font in which a certificate could be set; the message says how to mend that."""


@lru_cache(maxsize=4)
def font_files(paths: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the font files in ``paths``, or, where none are named, the Chinese ones of the system.

    Raises ``FontsMissingError`` if there are none.
    """
    found = sorted(map(str, _in_folders(paths) if paths else _of_system()))
    if not found:
        raise FontsMissingError(
            _(
                "There is no Chinese font in %(paths)s. Install one, as by 'apt-get install fonts-noto-cjk', "
                "or name a folder with fonts in CADRETRAIN_FONT_PATHS."
            )
            % {"paths": ", ".join(paths or FOLDERS)}
        )
    return tuple(found)


def _in_folders(paths: Sequence[str]) -> Iterator[Path]:
    for path in map(Path, paths):
        yield from _fonts_below(path) if path.is_dir() else [path]


def _of_system() -> Iterator[Path]:
    for folder in FOLDERS:
        for path in _fonts_below(Path(folder).expanduser()):
            if path.name.replace("-", "").startswith(FAMILIES):
                yield path


def _fonts_below(folder: Path) -> Iterator[Path]:
    for parent, _folders, names in os.walk(folder):
        yield from (Path(parent, name) for name in names if name.lower().endswith(_ENDINGS))


def lacking(text: str, files: tuple[str, ...]) -> str:
    """Return the characters of a text that none of the fonts has, each once; white space is never lacking."""
    has = characters(files)
    return "".join(dict.fromkeys(one for one in text if ord(one) not in has and not one.isspace()))


@lru_cache(maxsize=4)
def characters(files: tuple[str, ...]) -> frozenset[int]:
    """Return the code points for which any of the fonts has a glyph."""
    found: set[int] = set()
    for path in files:
        with Path(path).open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
            found.update(*map(set, _tables(data)))
    return frozenset(found)


def _tables(data: mmap.mmap) -> Iterator[list[int]]:
    """Yield the code points of each Unicode cmap subtable; the fonts of a collection mostly share them."""
    seen = set()
    starts = struct.unpack_from(f">{_u32(data, 8)}I", data, 12) if data[:4] == _COLLECTION else (0,)
    for start in starts:
        for number in range(_u16(data, start + 4)):
            tag, _sum, offset, _length = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
            if tag == b"cmap" and offset not in seen:
                seen.add(offset)
                for record in range(_u16(data, offset + 2)):
                    subtable = offset + _u32(data, offset + 4 + 8 * record + 4)
                    yield list(_code_points(data, subtable))


def _code_points(data: mmap.mmap, at: int) -> Iterator[int]:
    """Yield the code points of a subtable of format 12 or 4, the two that hold Chinese fonts' Unicode."""
    kind = _u16(data, at)
    if kind == _GROUPS:
        for number in range(_u32(data, at + 12)):
            first, last, _glyph = struct.unpack_from(">III", data, at + 16 + 12 * number)
            yield from range(first, last + 1)
    elif kind == _SEGMENTS:
        count = _u16(data, at + 6) // 2
        lasts = struct.unpack_from(f">{count}H", data, at + 14)
        firsts = struct.unpack_from(f">{count}H", data, at + 16 + 2 * count)
        for first, last in zip(firsts, lasts, strict=True):
            if last != 0xFFFF:  # noqa: PLR2004 - the segment that ends the table
                yield from range(first, last + 1)


def _u16(data: mmap.mmap, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])


def _u32(data: mmap.mmap, at: int) -> int:
    return int(struct.unpack_from(">I", data, at)[0])
