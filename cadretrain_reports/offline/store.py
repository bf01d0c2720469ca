"""The records of a package under check, in a temporary database: memory stays flat however long the log is.

SQLite keeps it in its page cache and spills to an unnamed file that vanishes with the process.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

from cadretrain_reports.rules.records import KINDS, Payload
from cadretrain_reports.rules.rows import RowFacts, row_facts
from cadretrain_reports.rules.shapes import (
    AccountRecord,
    Record,
    RowKey,
    RowRecord,
    happened_at,
    row_key,
)

_TABLES = """
CREATE TABLE accounts (trainee TEXT PRIMARY KEY, idx INTEGER, payload BLOB, used INTEGER DEFAULT 0) WITHOUT ROWID;
CREATE TABLE facts (idx INTEGER PRIMARY KEY, trainee TEXT, institution TEXT, course TEXT, year INTEGER, kind TEXT,
                    at TEXT, payload BLOB);
CREATE TABLE events (idx INTEGER PRIMARY KEY, trainee TEXT, kind TEXT, at TEXT, payload BLOB);
CREATE INDEX accounts_index ON accounts (idx);
CREATE INDEX facts_row ON facts (trainee, institution, course, year);
CREATE TABLE rows (trainee TEXT, institution TEXT, course TEXT, year INTEGER,
                   PRIMARY KEY (trainee, institution, course, year)) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one course row follows from, and the log indices of all its records."""

    said: RowFacts
    entries: list[int]


class RecordStore:
    """Keeps checked records by index and finds those of a row; close it, or use it in a ``with`` block."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {_TABLES} BEGIN;")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._database.close()

    def add(self, index: int, record: Record, payload: Payload) -> bool:
        """Keep a record and its payload; tell whether it is new (an index, and a trainee's account, come once)."""
        text = json.dumps(payload)
        if isinstance(record, AccountRecord):
            row: tuple[object, ...] = (record.trainee, index, text)
            return self._insert("INSERT OR IGNORE INTO accounts (trainee, idx, payload) VALUES (?, ?, ?)", row)
        kind, at = payload["kind"], happened_at(record)
        if isinstance(record, RowRecord):
            row = (index, *row_key(record), kind, at, text)
            return self._insert("INSERT OR IGNORE INTO facts VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        row = (index, record.trainee, kind, at, text)
        return self._insert("INSERT OR IGNORE INTO events VALUES (?, ?, ?, ?, ?)", row)

    def account(self, trainee: str) -> tuple[int, AccountRecord] | None:
        """Return index and record of the account of ``trainee``."""
        found = self._database.execute("SELECT idx, payload FROM accounts WHERE trainee = ?", (trainee,)).fetchone()
        record = _record(found[1]) if found else None
        return (found[0], record) if isinstance(record, AccountRecord) else None

    def facts(self, key: RowKey) -> Facts | None:
        """Return what the row ``key`` follows from, or ``None`` if the log knows nothing of it."""
        query = "SELECT idx, payload FROM facts WHERE (trainee, institution, course, year) = (?, ?, ?, ?) ORDER BY idx"
        found = self._database.execute(query, key).fetchall()
        records = [record for _index, payload in found if isinstance(record := _record(payload), RowRecord)]
        return Facts(row_facts(records), [index for index, _payload in found]) if found else None

    def key_of(self, index: int) -> RowKey | None:
        """Return the row to which the record at ``index`` belongs, if it belongs to one."""
        query = "SELECT trainee, institution, course, year FROM facts WHERE idx = ?"
        found = self._database.execute(query, (index,)).fetchone()
        return RowKey(*found) if found else None

    def has(self, index: int) -> bool:
        """Tell whether the record at ``index`` is here."""
        query = """SELECT 1 FROM facts WHERE idx = :idx UNION ALL SELECT 1 FROM accounts WHERE idx = :idx
                   UNION ALL SELECT 1 FROM events WHERE idx = :idx"""
        return self._database.execute(query, {"idx": index}).fetchone() is not None

    def claim(self, key: RowKey) -> bool:
        """Note that the row ``key`` is there; tell whether it is the first."""
        return self._insert("INSERT OR IGNORE INTO rows VALUES (?, ?, ?, ?)", key)

    def claim_account(self, trainee: str) -> bool:
        """Note that the metadata row of ``trainee`` is there; tell whether it is the first."""
        return self._insert("UPDATE accounts SET used = 1 WHERE trainee = ? AND used = 0", (trainee,))

    def unclaimed(self) -> Iterator[RowKey]:
        """Yield the rows that the records call for and nobody claimed."""
        query = """SELECT DISTINCT trainee, institution, course, year FROM facts
                   EXCEPT SELECT trainee, institution, course, year FROM rows"""
        yield from (RowKey(*found) for found in self._database.execute(query))

    def unclaimed_accounts(self) -> Iterator[str]:
        """Yield the trainees whose account is in the log and whose metadata row is not there."""
        query = "SELECT trainee FROM accounts WHERE used = 0 ORDER BY trainee"
        yield from (trainee for (trainee,) in self._database.execute(query))

    def second_credits(self) -> Iterator[tuple[int, int]]:
        """Yield the index of each credit of a course while another stood, and the index of that one (R4).

        A reversal permits one new credit.
        """
        query = """SELECT idx, first FROM (
                     SELECT idx, min(idx) OVER (PARTITION BY trainee, institution, course, life) AS first FROM (
                       SELECT *, sum(kind = 'reversal') OVER (
                         PARTITION BY trainee, institution, course ORDER BY idx) AS life
                       FROM facts WHERE kind IN ('credit', 'reversal')
                     ) WHERE kind = 'credit'
                   ) WHERE idx > first ORDER BY idx"""
        yield from self._database.execute(query)

    def transferred(self) -> Iterator[tuple[int, Record]]:
        """Yield what is known of each trainee who was transferred: index and record, by trainee and in time."""
        query = """SELECT idx, payload FROM (
                     SELECT idx, trainee, at, payload FROM events WHERE kind = 'transfer'
                     UNION ALL SELECT idx, trainee, at, payload FROM facts WHERE kind IN ('study', 'credit')
                     UNION ALL SELECT idx, trainee, '', payload FROM accounts
                   ) WHERE trainee IN (SELECT trainee FROM events WHERE kind = 'transfer')
                   ORDER BY trainee, at, idx"""
        yield from ((index, _record(payload)) for index, payload in self._database.execute(query))

    def records(self) -> Iterator[tuple[int, Record]]:
        """Yield every record with its index, in log order."""
        query = """SELECT idx, payload FROM events UNION ALL SELECT idx, payload FROM facts
                   UNION ALL SELECT idx, payload FROM accounts ORDER BY idx"""
        yield from ((index, _record(payload)) for index, payload in self._database.execute(query))

    def _insert(self, statement: str, values: tuple[object, ...]) -> bool:
        return self._database.execute(statement, values).rowcount == 1


def _record(text: str) -> Record:
    """Return a record that was kept; it was checked when it came in."""
    payload = json.loads(text)
    return KINDS[payload.pop("kind")](**payload)
