"""Which characters a font has, by its own tables."""

from __future__ import annotations

import struct
from pathlib import Path

from cadretrain_reports.offline.certificates.fonts import characters


def font(path: Path, *subtables: bytes) -> tuple[str, ...]:
    """Write a font with a cmap of these subtables and nothing else."""
    head, offset, records, body = struct.pack(">HH", 0, len(subtables)), 4 + 8 * len(subtables), b"", b""
    for subtable in subtables:
        records += struct.pack(">HHI", 3, 1, offset + len(body))
        body += subtable
    cmap = head + records + body
    path.write_bytes(
        struct.pack(">4sHHHH", b"OTTO", 1, 0, 0, 0) + struct.pack(">4sIII", b"cmap", 0, 28, len(cmap)) + cmap
    )
    return (str(path),)


def test_segments_and_groups(tmp_path: Path) -> None:
    segments = struct.pack(">7H2HH2H", 4, 32, 0, 4, 0, 0, 0, 0x4E02, 0xFFFF, 0, 0x4E00, 0xFFFF)
    groups = struct.pack(">HHIIIIII", 12, 0, 28, 0, 1, 0x20000, 0x20001, 1)
    other = struct.pack(">HHH", 6, 6, 0)
    found = characters(font(tmp_path / "one.otf", segments, groups, other))
    assert found == {0x4E00, 0x4E01, 0x4E02, 0x20000, 0x20001}


def test_a_collection_has_what_each_of_its_fonts_has(tmp_path: Path) -> None:
    tables = []
    for number, first in enumerate((0x4E00, 0x5000)):
        at = 20 + 28 * number
        cmap = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIIIIII", 12, 0, 28, 0, 1, first, first, 1)
        tables.append((at, cmap))
    start = 20 + 28 * 2
    heads = b""
    for number, (_at, cmap) in enumerate(tables):
        heads += struct.pack(">4sHHHH", b"OTTO", 1, 0, 0, 0)
        heads += struct.pack(">4sIII", b"cmap", 0, start + number * len(tables[0][1]), len(cmap))
    path = tmp_path / "two.ttc"
    path.write_bytes(struct.pack(">4sHHIII", b"ttcf", 1, 0, 2, 20, 48) + heads + b"".join(cmap for _at, cmap in tables))
    assert characters((str(path),)) == {0x4E00, 0x5000}
