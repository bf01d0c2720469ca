"""Transfers join on to each other, credits and studies to them; an altered transfer is found by name (6.1.3, R9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.offline.layout import DATAPACKAGE_FILE, ENTRIES_FILE
from cadretrain_reports.offline.problems import Code
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.rules.shapes import Record
from tests.reports.offline import build, forge

FIRST, SECOND = 52, 55
"""Log indices of the two transfers."""

LINE = FIRST - 4
"""The first one's line, counted from 0: four entries before it are in other packages."""


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build.transferred().write(tmp_path_factory.mktemp("transferred"))


@pytest.fixture
def package(original: Path, tmp_path: Path) -> Path:
    return build.transferred().write(tmp_path)


def found(package: Path) -> set[tuple[str, Code]]:
    problems = verify_package(package, build.key()).problems
    return {(problem.record, problem.code) for problem in problems if problem.file == ENTRIES_FILE}


def test_a_package_with_transfers_is_intact(original: Path) -> None:
    report = verify_package(original, build.key())
    assert (report.problems, report.records) == ((), 54)


# Altered by others.


def _set(**values: Any) -> Callable[[Path], None]:
    def change(row: dict[str, Any]) -> None:
        row["record"].update(values)

    return lambda package: forge.edit_row(package / ENTRIES_FILE, LINE, change)


def _drop(package: Path) -> None:
    forge.edit_lines(package / ENTRIES_FILE, lambda lines: lines[:LINE] + lines[LINE + 1 :])


def _duplicate(package: Path) -> None:
    forge.edit_lines(package / ENTRIES_FILE, lambda lines: lines[: LINE + 1] + lines[LINE:])


FORGERIES = {
    "another new unit": (_set(to_unit="GAJ"), Code.NOT_IN_LOG),
    "another old unit": (_set(from_unit="GAJ"), Code.UNIT_DIFFERS),
    "another time": (_set(at="2026-04-02T08:00:00Z"), Code.NOT_IN_LOG),
    "another year": (_set(at="2025-04-02T08:00:00Z", year=2025), Code.OUTSIDE_PERIOD),
    "another trainee": (_set(trainee=build.trainee_id(1)), Code.NOT_IN_LOG),
    "a stranger": (_set(trainee=build.trainee_id(99)), Code.BAD_RECORD),
    "no unit": (_set(to_unit="BGS"), Code.BAD_RECORD),
    "dropped": (_drop, Code.ENTRY_MISSING),
    "duplicated": (_duplicate, Code.OUT_OF_ORDER),
}


@pytest.mark.parametrize(("change", "code"), FORGERIES.values(), ids=FORGERIES)
def test_an_altered_transfer_is_found_by_name(package: Path, change: Callable[[Path], None], code: Code) -> None:
    change(package)
    forge.recompute(package)
    assert (f"entry {FIRST}", code) in found(package)


@pytest.mark.parametrize("name", FORGERIES.keys() - {"dropped"})
def test_the_log_names_it_even_where_a_forger_signs_anew(package: Path, name: str) -> None:
    change, code = FORGERIES[name]
    change(package)
    forge.sign_anew(package, Signer.generate(build.SITE))
    assert (f"entry {FIRST}", code) in found(package)


# Signed by the site, and yet contradicting itself.


def changed(index: int, **values: Any) -> build.Academy:
    made = build.transferred()
    record, packaged = made.log[index]
    made.log[index] = (replace(record, **values), packaged)
    return made


def opened(record: Record, opened_at: str, unit: str = "BGS") -> tuple[Record, bool]:
    return (replace(record, opened_at=opened_at, unit=unit), True)


@pytest.mark.parametrize(
    ("index", "values", "blamed"),
    [
        (FIRST, {"from_unit": "GAJ"}, FIRST),
        (FIRST, {"to_unit": "GAJ"}, FIRST + 1),
        (FIRST + 1, {"unit": "BGS"}, FIRST + 1),
        (FIRST + 2, {"unit": "BGS"}, FIRST + 2),
        (SECOND, {"from_unit": "BGS"}, SECOND),
        (SECOND + 1, {"unit": "ZZB"}, SECOND + 1),
        (FIRST, {"at": "2026-07-01T08:00:00Z"}, FIRST + 1),
    ],
)
def test_the_site_itself_cannot_have_a_trainee_elsewhere(
    tmp_path: Path, index: int, values: dict[str, str], blamed: int
) -> None:
    assert (f"entry {blamed}", Code.UNIT_DIFFERS) in found(changed(index, **values).write(tmp_path))


def test_the_reason_names_both_units(tmp_path: Path) -> None:
    problems = verify_package(changed(FIRST + 1, unit="BGS").write(tmp_path)).problems
    (reason,) = [problem.reason for problem in problems if problem.code is Code.UNIT_DIFFERS]
    assert "BGS" in reason
    assert "ZZB" in reason


@pytest.mark.parametrize("unit", ["BGS", "ZZB"])
def test_in_the_second_of_a_transfer_either_unit_may_credit(tmp_path: Path, unit: str) -> None:
    assert found(changed(FIRST + 1, unit=unit, earned_at="2026-04-20T08:00:00Z").write(tmp_path)) == set()


@pytest.mark.parametrize(("unit", "due"), [("BGS", set()), ("GAJ", {("entry 1", Code.UNIT_DIFFERS)})])
def test_an_account_opened_in_the_period_says_the_first_unit(
    tmp_path: Path, unit: str, due: set[tuple[str, Code]]
) -> None:
    made = build.Academy([opened(build.account_record(0), "2026-01-02T00:00:00Z", unit)])
    made.add(build.transfer_record(0, "BGS", "ZZB", 50))
    assert found(made.write(tmp_path)) == due


def test_an_account_of_an_earlier_year_does_not_say_the_unit_of_this_one(tmp_path: Path) -> None:
    made = build.transferred()
    made.log[0] = opened(made.log[0][0], "2020-01-02T00:00:00Z", "GAJ")
    assert found(made.write(tmp_path)) == set()


@pytest.mark.parametrize(
    ("at", "due"), [("2026-04-20T08:00:00Z", set()), ("2026-04-20T07:59:59Z", {(f"entry {FIRST}", Code.BAD_RECORD)})]
)
def test_nobody_is_transferred_before_the_account_was_opened(
    tmp_path: Path, at: str, due: set[tuple[str, Code]]
) -> None:
    made = changed(FIRST, at=at)
    made.log[0] = opened(made.log[0][0], "2026-04-20T08:00:00Z")
    assert {one for one in found(made.write(tmp_path)) if one[0] == f"entry {FIRST}"} == due


@pytest.mark.parametrize("values", [{"at": "2026-12-31T16:00:00Z"}, {"at": "2025-12-31T15:59:59Z"}, {"year": 2025}])
def test_a_transfer_lies_in_the_period(tmp_path: Path, values: dict[str, Any]) -> None:
    assert (f"entry {SECOND}", Code.OUTSIDE_PERIOD) in found(changed(SECOND, **values).write(tmp_path))


def test_an_altered_period_does_not_put_blame_on_transfers(package: Path) -> None:
    text = (package / DATAPACKAGE_FILE).read_text(encoding="utf-8")
    (package / DATAPACKAGE_FILE).write_text(text.replace('"2026-01-01"', '"2026-06-01"'), encoding="utf-8")
    problems = verify_package(package, build.key()).problems
    assert {problem.file for problem in problems} == {DATAPACKAGE_FILE}
