"""What the log tells of entries that a site signed but should not have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from cadretrain_reports.offline.entries import EntryLine
from cadretrain_reports.offline.layout import CHECKPOINT_FILE, ENTRIES_FILE
from cadretrain_reports.offline.problems import Code
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.notes import checkpoint_text
from cadretrain_reports.rules.records import Payload
from tests.reports.offline import build, forge


def _found(package: Path) -> set[tuple[str, Code]]:
    problems = verify_package(package, build.key()).problems
    return {(problem.record, problem.code) for problem in problems if problem.file == ENTRIES_FILE}


def _signed_by_the_site_itself(package: Path) -> Path:
    forge.sign_anew(package, build.SIGNER)
    return package


def test_entries_of_other_packages_leave_gaps_and_nothing_is_wrong(package: Path) -> None:
    assert _found(package) == set()


def test_the_site_itself_cannot_grant_twice(tmp_path: Path) -> None:
    academy = build.academy(trainees=1, courses=1)
    credit = build.credit_record(build.study_record(0, 0, learned=900))
    second = academy.add(replace(credit, earned_at="2026-05-01T00:00:00Z"))
    assert _found(academy.write(tmp_path)) == {(f"entry {second}", Code.SECOND_CREDIT)}


def test_the_site_itself_cannot_raise_hours(tmp_path: Path) -> None:
    academy = build.academy(trainees=1, courses=1)
    study = build.study_record(0, 1, learned=901)
    academy.add(study)
    raised = academy.add(replace(build.credit_record(study), credit_hours="1"))
    assert _found(academy.write(tmp_path)) == {(f"entry {raised}", Code.WRONG_HOURS)}


def test_hours_follow_the_bands_that_the_record_names(tmp_path: Path) -> None:
    academy = build.academy(trainees=1, courses=1)
    study = build.study_record(0, 1, learned=901)
    academy.add(study)
    academy.add(replace(build.credit_record(study), credit_hours="1", bands=[[1800, "1"], [None, "2"]]))
    assert _found(academy.write(tmp_path)) == set()


def test_the_site_itself_cannot_put_a_credit_into_another_year(tmp_path: Path) -> None:
    academy = build.academy(trainees=1, courses=1)
    study = build.study_record(0, 1, learned=901)
    academy.add(study)
    late = academy.add(replace(build.credit_record(study), earned_at="2026-12-31T16:00:00Z"))
    assert _found(academy.write(tmp_path)) == {(f"entry {late}", Code.OUTSIDE_PERIOD)}


def test_an_account_is_opened_once(tmp_path: Path) -> None:
    academy = build.academy(trainees=1, courses=1)

    class OnceInTheRows(build.Academy):
        def accounts(self) -> dict[str, tuple[int, build.AccountRecord]]:
            return {build.trainee_id(0): (0, build.account_record(0))}

    again = academy.add(build.account_record(0))
    assert _found(OnceInTheRows(academy.log).write(tmp_path)) == {(f"entry {again}", Code.OUT_OF_ORDER)}


def test_an_erased_proof_is_found(tmp_path: Path) -> None:
    class Careless(build.Academy):
        def entries(self) -> Iterator[EntryLine]:
            for entry in super().entries():
                yield replace(entry, proof=()) if entry.index == 1 else entry

    found = _found(Careless(build.academy(trainees=1, courses=1).log).write(tmp_path))
    assert found == {("entry 1", Code.NOT_IN_LOG)}


@pytest.mark.parametrize(("key", "value"), [("at", "yesterday"), ("kind", "study"), ("kind", "")])
def test_an_entry_that_can_have_no_leaf_is_a_bad_record(package: Path, key: str, value: str) -> None:
    forge.edit_row(package / ENTRIES_FILE, 8, lambda row: row.update({key: value}))
    assert ("entry 8", Code.BAD_RECORD) in _found(package)


def test_an_account_at_the_end_of_the_calendar_makes_no_row(package: Path) -> None:
    def change(record: Payload) -> None:
        record["opened_at"] = "9999-12-31T23:59:59Z"

    forge.edit_row(package / ENTRIES_FILE, 0, lambda row: change(row["record"]))
    assert {("entry 0", Code.BAD_RECORD), ("entry 0", Code.NOT_IN_LOG)} <= _found(package)


def test_a_checkpoint_that_cannot_be_read_leaves_the_rest_checked(package: Path) -> None:
    (package / CHECKPOINT_FILE).write_text(build.SIGNER.sign("not\na checkpoint\n"), encoding="utf-8")
    problems = verify_package(_signed_by_the_site_itself(package), build.key()).problems
    assert {(problem.file, problem.code) for problem in problems} == {(CHECKPOINT_FILE, Code.MALFORMED)}


def test_the_checkpoint_is_of_the_log_of_the_key_that_signed_it(package: Path) -> None:
    academy = build.academy()
    text = checkpoint_text("another.example.cn", academy.tree.size, academy.tree.root())
    (package / CHECKPOINT_FILE).write_text(build.SIGNER.sign(text), encoding="utf-8")
    problems = verify_package(_signed_by_the_site_itself(package), build.key()).problems
    assert {(p.file, p.record, p.code) for p in problems} == {(CHECKPOINT_FILE, "origin", Code.FIELD_DIFFERS)}


@pytest.mark.parametrize(("more", "found"), [(1, set()), (2, {("entry 4", Code.BAD_RECORD)})])
def test_the_site_itself_cannot_say_more_learning_than_time_passed(
    tmp_path: Path, more: int, found: set[tuple[str, Code]]
) -> None:
    academy = build.academy(trainees=1, courses=1)
    study = build.study_record(0, 0, learned=900)
    academy.add(replace(study, learning_duration=900 + more))
    assert _found(academy.write(tmp_path)) == found


@pytest.mark.parametrize(
    ("opened_at", "found"),
    [("2026-03-01T08:15:00Z", set()), ("2026-03-01T08:15:01Z", {("entry 2", Code.BAD_RECORD)})],
)
def test_the_site_itself_cannot_credit_before_the_account_was_opened(
    tmp_path: Path, opened_at: str, found: set[tuple[str, Code]]
) -> None:
    academy = build.academy(trainees=1, courses=1)
    academy.log[0] = (replace(build.account_record(0), opened_at=opened_at), True)
    assert _found(academy.write(tmp_path)) == found


def test_an_entry_put_in_is_named_and_one_out_of_order_is_not_called_missing(package: Path) -> None:
    def swap(lines: list[bytes]) -> list[bytes]:
        return [*lines[:5], lines[6], lines[5], *lines[7:-1], lines[-1].replace(b'"index":51', b'"index":52')]

    last = build.academy()
    assert len(last.log) == 52
    forge.edit_lines(package / ENTRIES_FILE, swap)
    found = _found(package)
    assert {record for record, code in found if code is Code.ENTRY_UNSIGNED} == {"entry 52"}
    assert {record for record, code in found if code is Code.ENTRY_MISSING} == {"entry 51"}
    assert ("entry 5", Code.OUT_OF_ORDER) in found
