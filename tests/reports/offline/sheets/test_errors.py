"""Faults have stable codes, and texts that are made when somebody reads them."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from cadretrain_reports.offline.sheets import faults
from cadretrain_reports.offline.sheets.errors import SHOWN_LENGTH, BadCell, CellProblem, Fault, SheetError
from tests.reports.offline.sheets import build

TOO_LONG = Fault("too_long", "The cell is longer than %(limit)d characters.")


def test_an_error_carries_code_message_and_values() -> None:
    error = SheetError(TOO_LONG, {"limit": 7})
    assert (error.code, error.message, error.values) == ("too_long", TOO_LONG.message, {"limit": 7})
    assert str(error) == error.text() == "The cell is longer than 7 characters."


def test_an_error_without_values() -> None:
    assert SheetError(faults.EMPTY).text() == "The file is empty."


def test_an_error_crosses_processes() -> None:
    error = pickle.loads(pickle.dumps(SheetError(TOO_LONG, {"limit": 7})))
    assert (error.code, error.values, str(error)) == ("too_long", {"limit": 7}, "The cell is longer than 7 characters.")


def test_a_problem_shows_80_printable_characters_of_its_cell() -> None:
    problem = BadCell(TOO_LONG, "x" * 100, {"limit": 7}).at("name", "姓名")
    assert problem == CellProblem("name", "姓名", "x" * 79 + "…", "too_long", TOO_LONG.message, {"limit": 7})
    assert BadCell(TOO_LONG, "a\x1b[31m\n").at("", "").value == "a\\x1b[31m\\n"
    assert len(BadCell(TOO_LONG, "\U0010ffff" * 100).at("", "").value) == SHOWN_LENGTH
    assert problem.text() == "The cell is longer than 7 characters."


def test_texts_come_in_the_language_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken = {"The file is empty.": "文件为空。", TOO_LONG.message: "超过 %(limit)d 个字符。"}
    monkeypatch.setattr("cadretrain_reports.offline.sheets.errors.gettext", spoken.__getitem__)
    assert SheetError(faults.EMPTY).text() == "文件为空。"
    assert BadCell(TOO_LONG, "x", {"limit": 7}).at("", "").text() == "超过 7 个字符。"


def test_no_error_repeats_a_cell(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, '姓名,身份证号\n张三,110101199001010010\n"李四"五,1\n')
    error = build.refusal(path)
    assert error.code == "broken_row"
    assert "李四" not in str(error)
    assert error.__cause__ is None
