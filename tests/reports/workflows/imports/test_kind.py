"""Verdicts on rows."""

from __future__ import annotations

from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.imports.kind import GoodRow, Result, refused, taken
from cadretrain_reports.workflows.imports.rights import OutOfReach

ROW = GoodRow(2, {"code": "T1"}, None)


def test_a_row_that_is_in() -> None:
    verdict = taken(ROW, Result.ADDED, "BUREAU")
    assert (verdict.line, verdict.result, verdict.body, verdict.problems) == (2, Result.ADDED, "BUREAU", ())


def test_a_row_that_a_rule_refuses() -> None:
    verdict = refused(ROW, Refused("closed", "It is closed.", "unit"))
    assert [(problem.key, problem.reason) for problem in verdict.problems] == [("unit", "It is closed.")]
    assert (verdict.result, verdict.denied) == (Result.REFUSED, False)


def test_a_row_for_which_the_right_is_missing_or_that_waits() -> None:
    assert refused(ROW, OutOfReach("unit")).denied
    assert refused(ROW, Refused("x", "x"), result=Result.HELD).result == Result.HELD
