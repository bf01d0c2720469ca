"""From cells to values, every fault with its column."""

from __future__ import annotations

from datetime import date

import pytest

from cadretrain_reports.offline.sheets import CellProblem, Row
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.imports.reading import Reading, day, truth, unmasked
from tests.factories_imports import row


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(problem.key, problem.code) for problem in reading.problems]


@pytest.mark.parametrize(
    "text", ["2026-01-05", "2026-1-5", "2026/1/5", "2026.01.05", "2026年1月5日", "20260105", "2026-01-05 00:00:00"]
)
def test_a_day_as_people_write_it(text: str) -> None:
    assert day(text) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026-13-01", "0000-01-01", "26-1-5", "46027", "2026-1", "昨天", "2026-1/5"]
)
def test_an_impossible_day(text: str) -> None:
    with pytest.raises(Refused) as refused:
        day(text)
    assert refused.value.code == "bad_day"


def test_truth_in_either_language() -> None:
    assert [truth(text) for text in ("是", "Y", "1", "否", "NO", "0")] == [True, True, True, False, False, False]
    with pytest.raises(Refused):
        truth("也许")


def test_what_an_export_masked_cannot_be_read_back() -> None:
    assert unmasked("张三丰") == "张三丰"
    with pytest.raises(Refused) as refused:
        unmasked("张**")
    assert refused.value.code == "masked"


def test_an_empty_cell_is_a_problem_only_where_it_is_needed() -> None:
    reading = Reading(row(code="", name=""))
    assert (reading.take("code", str, "-"), reading.take("name", str, "-", needed=True)) == ("-", "-")
    assert codes(reading) == [("name", "missing")]


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "1.1E+17", "长长…"])
def test_a_cell_that_came_back_and_was_not_mended(text: str) -> None:
    reading = Reading(row(code=text))
    assert reading.text("code") == ""
    assert codes(reading) == [("code", "unmended")]


def test_a_cell_that_the_reader_refused_is_not_called_missing_too() -> None:
    problem = CellProblem("code", "学员编号", "=1", "formula", "The cell holds %(what)s.", {"what": "it"})
    reading = Reading(Row(2, {"code": ""}, (problem,)))
    assert reading.take("code", str, "", needed=True) == ""
    assert [(one.key, one.code, one.reason) for one in reading.problems] == [("code", "formula", "The cell holds it.")]
