"""Sentences that say which column, what stands there, and why not."""

from __future__ import annotations

from cadretrain_reports.offline.sheets import Column
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.imports.problems import Problem, of_refusal, told

COLUMNS = (Column("code", "编号", required=True), Column("identity_number", "公民身份号码", required=False))


def said(key: str, **cells: str) -> str:
    (one,) = told(7, [Problem(key, "code", "Mend it.")], COLUMNS, cells)
    assert one.line == 7
    return one.sentence()


def test_column_value_and_reason() -> None:
    assert said("code", code="T1") == "编号 “T1”: Mend it."


def test_an_empty_cell_and_a_row_as_a_whole() -> None:
    assert said("code") == "编号: Mend it."
    assert said("") == "Mend it."


def test_a_long_value_is_cut_and_control_characters_are_shown() -> None:
    assert said("code", code="x" * 99) == f"编号 “{'x' * 39}…”: Mend it."
    assert said("code", code="a\x1bb") == "编号 “a\\x1bb”: Mend it."


def test_no_sentence_repeats_an_identity_number() -> None:
    assert "1101" not in said("identity_number", identity_number="11010119800101001X")


def test_problems_come_in_the_order_of_the_columns() -> None:
    problems = [Problem("", "c", "3."), Problem("identity_number", "b", "2."), Problem("code", "a", "1.")]
    assert [one.sentence() for one in told(1, problems, COLUMNS, {})] == ["编号: 1.", "公民身份号码: 2.", "3."]


def test_what_a_rule_refuses_keeps_its_field() -> None:
    problem = of_refusal(Refused("taken", "Taken by %(who)s.", "code", who="T2"))
    assert (problem.key, problem.code, problem.reason) == ("code", "taken", "Taken by T2.")
