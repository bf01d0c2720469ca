"""Entries of another log that are quoted in this one: provable without the site that quotes them (6.1.3)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.offline.entries import read_entry
from cadretrain_reports.offline.layout import ENTRIES_FILE
from cadretrain_reports.offline.problems import Code
from cadretrain_reports.offline.quotations import quotation_fault, quote
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.handover import quoted
from cadretrain_reports.rules.notes import open_note
from cadretrain_reports.rules.shapes import TakenInRecord
from tests.reports.offline import build

CREDIT = 8


@pytest.fixture(scope="module")
def taken() -> TakenInRecord:
    academy = build.academy()
    entry = next(one for one in academy.entries() if one.index == CREDIT)
    return quote(entry, academy.checkpoint(), build.SITE, build.trainee_id(9), "2026-08-01T00:00:00Z", 2026)


def test_a_quotation_holds_all_that_proves_the_record(taken: TakenInRecord) -> None:
    academy = build.academy()
    assert quotation_fault(taken) == ""
    assert quoted(taken) == academy.log[CREDIT][0]
    assert (taken.index, bytes.fromhex(taken.leaf)) == (CREDIT, academy.leaf(CREDIT))
    assert read_entry(taken.entry.encode()).leaf().hex() == taken.leaf
    open_note(taken.checkpoint, [build.key()])


def edited(taken: TakenInRecord, **values: Any) -> TakenInRecord:
    """Return the quotation with another record in it."""
    line = json.loads(taken.entry)
    line["record"].update(values)
    return replace(taken, entry=json.dumps(line, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def test_whatever_is_altered_in_a_quotation_is_found(taken: TakenInRecord) -> None:
    other = build.transferred().checkpoint()
    for altered in (
        edited(taken, credit_hours="1"),
        replace(taken, index=9),
        replace(taken, leaf="00" * 32),
        replace(taken, origin="elsewhere.example.cn"),
        replace(taken, checkpoint=other),
    ):
        assert "not in the log" in quotation_fault(altered)
    for broken in (edited(taken, credit_hours="9.9"), replace(taken, entry="{}"), replace(taken, checkpoint="x\n\n")):
        assert "no entry of a log" in quotation_fault(broken)


def test_a_package_carries_quotations_and_a_bad_one_is_named(taken: TakenInRecord, tmp_path: Path) -> None:
    """They may come before the account is opened here."""
    for fault, record in enumerate((taken, replace(taken, leaf="00" * 32))):
        academy = build.academy()
        index = academy.add(record)
        place = tmp_path / str(fault)
        place.mkdir()
        problems = verify_package(academy.write(place), build.key()).problems
        due = [(ENTRIES_FILE, f"entry {index}", Code.BAD_RECORD)] * fault
        assert [(one.file, one.record, one.code) for one in problems] == due
