"""How much a table may hold before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that is read of one file. Sizes are bytes, ``cell_length`` characters, ``rows`` rows that are not blank.

    ``ratio`` is how many times its packed size a part of a workbook may unpack to.
    """

    file_size: int = 64 << 20
    unpacked_size: int = 512 << 20
    strings_size: int = 64 << 20
    ratio: int = 200
    cell_length: int = 1_000
    rows: int = 200_000
    columns: int = 200
