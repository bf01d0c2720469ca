"""What an import has to remember of all rows, on the disk, so that memory does not grow with the file.

It is a private database of SQLite's without a name: the system removes it, whatever becomes of the process.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from secrets import token_bytes
from typing import Final, Self

from cadretrain_reports.offline.sheets import RefusedRow, Row

_KEY_SIZE: Final = 16
_SCHEMA: Final = """
    PRAGMA journal_mode = OFF;
    PRAGMA synchronous = OFF;
    CREATE TABLE seen (key BLOB PRIMARY KEY, line INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE refused (line INTEGER PRIMARY KEY, cells TEXT NOT NULL, problems TEXT NOT NULL);
    CREATE TABLE held (line INTEGER PRIMARY KEY, cells TEXT NOT NULL);
"""


class Scratch:
    """Identifiers that were seen, rows that were refused, and rows that wait. Use it in a ``with`` block.

    Of identifiers it keeps hashes of 16 bytes under a key of its own, so that none of them lies on the disk.
    """

    def __init__(self) -> None:
        self._secret = token_bytes(_KEY_SIZE)
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._database.close()

    def first_line(self, key: str, identifier: str, line: int) -> int:
        """Return the line in which an identifier of a column was first seen: ``line`` itself if it is new."""
        digest = blake2b(f"{key}\0{identifier}".encode(), digest_size=_KEY_SIZE, key=self._secret).digest()
        self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (digest, line))
        (first,) = self._database.execute("SELECT line FROM seen WHERE key = ?", (digest,)).fetchone()
        return int(first)

    def refuse(self, line: int, cells: Mapping[str, str], problems: Sequence[str]) -> None:
        """Remember a row that is not taken, and why; of one row the last word counts."""
        row = (line, json.dumps(dict(cells)), json.dumps(list(problems)))
        self._database.execute("INSERT OR REPLACE INTO refused VALUES (?, ?, ?)", row)

    def refused(self) -> Iterator[RefusedRow]:
        """Yield the rows that were not taken, in the order of the file."""
        for line, cells, problems in self._database.execute("SELECT * FROM refused ORDER BY line"):
            yield RefusedRow(line, json.loads(cells), json.loads(problems))

    def hold(self, line: int, cells: Mapping[str, str]) -> None:
        """Remember a row that waits for another one."""
        self._database.execute("INSERT OR REPLACE INTO held VALUES (?, ?)", (line, json.dumps(dict(cells))))

    def held(self, after: int, most: int) -> list[Row]:
        """Return up to ``most`` rows that wait and stand below the line ``after``."""
        found = self._database.execute("SELECT * FROM held WHERE line > ? ORDER BY line LIMIT ?", (after, most))
        return [Row(line, json.loads(cells), ()) for line, cells in found]

    def release(self, line: int) -> None:
        """Forget a row that waits no longer."""
        self._database.execute("DELETE FROM held WHERE line = ?", (line,))
