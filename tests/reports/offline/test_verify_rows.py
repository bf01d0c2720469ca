"""What the records tell of rows that a site signed but should not have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.offline.layout import rows_file, twin_file
from cadretrain_reports.offline.problems import Code
from cadretrain_reports.offline.rows import row_line
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.rows import Row
from tests.reports.offline import build, forge

COURSE, METADATA = rows_file("course"), rows_file("metadata")
FIRST = f"{build.trainee_id(0)} GBXY/C000 2026"


class Dishonest(build.Academy):
    """A site that signs rows other than those of its records, and lets the twins agree."""

    def __init__(self, course: Callable[[list[Row]], list[Row]], metadata: Callable[[list[Row]], list[Row]]) -> None:
        super().__init__(build.academy().log)
        self._course, self._metadata = course, metadata

    def course_rows(self) -> Iterator[Row]:
        yield from self._course(list(super().course_rows()))

    def metadata_rows(self) -> Iterator[Row]:
        yield from self._metadata(list(super().metadata_rows()))


def _same(rows: list[Row]) -> list[Row]:
    return rows


def _found(
    place: Path, course: Callable[[list[Row]], list[Row]] = _same, metadata: Callable[[list[Row]], list[Row]] = _same
) -> set[tuple[str, str, Code]]:
    problems = verify_package(Dishonest(course, metadata).write(place), build.key()).problems
    return {(problem.file, problem.record, problem.code) for problem in problems}


def _change(**values: Any) -> Callable[[list[Row]], list[Row]]:
    return lambda rows: [{**rows[0], **values}, *rows[1:]]


@pytest.mark.parametrize(
    "values",
    [
        {"earnedCreditHour": 1},
        {"earnedCreditHour": 0.250001},
        {"courseCreditHour": 1},
        {"learningDuration": 16},
        {"learningDurationSeconds": 901},
        {"earnedDate": "2026-03-02"},
        {"finishTime": None},
        {"counted": False},
        {"counted": 1},
        {"courseName": "别的课程"},
        {"portfolioId": "P999999"},
        {"progress": 99},
        {"unit": "别的单位"},
        {"entries": [4, 5]},
        {"entries": [6, 5, 4]},
    ],
)
def test_every_field_of_a_course_row_follows_from_records(tmp_path: Path, values: dict[str, Any]) -> None:
    found = _found(tmp_path, _change(**values))
    assert (COURSE, FIRST, Code.FIELD_DIFFERS) in found
    assert {file for file, _record, _code in found} <= {COURSE, twin_file("course")}


@pytest.mark.parametrize(
    "values",
    [
        {"portfolioId": "P999999"},
        {"createdTime": "2024-01-01T00:00:00+08:00"},
        {"specification": "x"},
        {"entries": [1]},
    ],
)
def test_the_proven_fields_of_a_metadata_row_follow_from_the_account(tmp_path: Path, values: dict[str, Any]) -> None:
    assert (METADATA, build.trainee_id(0), Code.FIELD_DIFFERS) in _found(tmp_path, metadata=_change(**values))


def test_the_other_fields_of_a_metadata_row_are_the_sites_word(tmp_path: Path) -> None:
    assert _found(tmp_path, metadata=_change(name="王**", rank="二级主任科员")) == set()


@pytest.mark.parametrize(
    "reshape",
    [
        lambda row: {**row, "more": 1},
        lambda row: {key: row[key] for key in reversed(row)},
        lambda row: {key: value for key, value in row.items() if key != "score"},
    ],
)
def test_a_row_has_the_fields_of_its_set_in_order(package: Path, reshape: Callable[[Row], Row]) -> None:
    row = reshape(next(build.academy().course_rows()))
    forge.edit_lines(package / COURSE, lambda lines: [row_line(row), *lines[1:]])
    problems = verify_package(package).problems
    assert (COURSE, FIRST, Code.FIELD_DIFFERS) in {(p.file, p.record, p.code) for p in problems}


@pytest.mark.parametrize("values", [{"name": 5}, {"name": None}, {"account": ["a"]}, {"accountStatus": "god"}])
def test_the_sites_word_has_the_form_of_its_field(package: Path, values: dict[str, Any]) -> None:
    forge.edit_row(package / METADATA, 0, lambda row: row.update(values))
    problems = verify_package(package).problems
    assert (METADATA, build.trainee_id(0), Code.MALFORMED) in {(p.file, p.record, p.code) for p in problems}


def test_rows_dropped_doubled_or_invented_by_the_site(tmp_path: Path) -> None:
    nobody = build.trainee_id(99)

    def course(rows: list[Row]) -> list[Row]:
        return [rows[1], rows[1], {**rows[2], "traineeId": nobody, "entries": []}, *rows[3:]]

    def metadata(rows: list[Row]) -> list[Row]:
        return [rows[1], rows[1], {**rows[2], "traineeId": nobody}, rows[3]]

    found = {one for one in _found(tmp_path, course, metadata) if one[0] in {COURSE, METADATA}}
    trainee = build.trainee_id(0)
    assert found == {
        (COURSE, f"{trainee} GBXY/C000 2026", Code.ROW_MISSING),
        (COURSE, f"{trainee} GBXY/C001 2026", Code.ROW_DUPLICATED),
        (COURSE, f"{trainee} GBXY/C002 2026", Code.ROW_MISSING),
        (COURSE, f"{nobody} GBXY/C002 2026", Code.ROW_UNFOUNDED),
        (METADATA, trainee, Code.ROW_MISSING),
        (METADATA, build.trainee_id(1), Code.ROW_DUPLICATED),
        (METADATA, build.trainee_id(2), Code.ROW_MISSING),
        (METADATA, nobody, Code.ROW_UNFOUNDED),
    }


def test_rows_of_a_trainee_without_an_account_are_unfounded(tmp_path: Path) -> None:
    academy = build.academy(trainees=1, courses=1)
    academy.log[0] = (academy.log[0][0], False)

    class Homeless(build.Academy):
        def accounts(self) -> dict[str, tuple[int, build.AccountRecord]]:
            return {build.trainee_id(0): (0, build.account_record(0))}

        def metadata_rows(self) -> Iterator[Row]:
            return iter(())

    report = verify_package(Homeless(academy.log).write(tmp_path), build.key())
    assert {(p.file, p.record, p.code) for p in report.problems} == {(COURSE, FIRST, Code.ROW_UNFOUNDED)}
