"""Entry lines have one spelling."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from cadretrain_reports.offline.entries import read_entry
from cadretrain_reports.rules.canonical import canonical
from tests.reports.offline import build

ACADEMY = build.academy()
LINES = [entry.line() for entry in ACADEMY.entries()]
HASH = base64.b64encode(bytes(31) + b"\x01").decode()


def test_entries_are_read_as_written_and_keep_their_leaves() -> None:
    for entry, line in zip(ACADEMY.entries(), LINES, strict=True):
        assert line.endswith(b"\n")
        read = read_entry(line[:-1])
        assert read.line() == line
        assert (read.index, read.kind, read.salt) == (entry.index, entry.kind, entry.salt)
        assert read.leaf() == entry.leaf() == ACADEMY.leaf(entry.index)


@pytest.mark.parametrize(
    "change",
    [
        {"index": -1},
        {"index": True},
        {"index": "1"},
        {"index": None},
        {"kind": 1},
        {"at": None},
        {"salt": "00"},
        {"salt": "AB" * 32},
        {"salt": " " + "ab" * 32},
        {"salt": "zz" * 32},
        {"salt": 5},
        {"record": []},
        {"record": None},
        {"proof": {}},
        {"proof": [1]},
        {"proof": ["AA=="]},
        {"proof": [HASH[:-2] + "F="]},
        {"proof": [HASH.rstrip("=")]},
        {"proof": [HASH + "\n"]},
        {"proof": ["课" * 44]},
        {"more": 1},
    ],
)
def test_another_spelling_is_refused(change: dict[str, Any]) -> None:
    good = json.loads(LINES[0])
    assert read_entry(canonical({**good, "proof": [HASH]})).proof == (bytes(31) + b"\x01",)
    with pytest.raises(ValueError, match=r"index|kind|at|salt|record|proof|keys"):
        read_entry(canonical({**good, **change}))


@pytest.mark.parametrize("key", ["at", "index", "kind", "proof", "record", "salt"])
def test_nothing_may_be_missing(key: str) -> None:
    good = json.loads(LINES[0])
    with pytest.raises(ValueError, match="keys"):
        read_entry(canonical({name: value for name, value in good.items() if name != key}))


def test_only_canonical_json_is_read() -> None:
    for line in (LINES[0], b" " + LINES[0][:-1], LINES[0][:-1].replace(b":", b": ", 1), b"null"):
        with pytest.raises(ValueError, match=r"canonical|keys"):
            read_entry(line)
