"""What a row says of a trainee."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.workflows.imports.reading import Reading
from cadretrain_reports.workflows.imports.trainees import Trainees
from tests.factories_imports import TRAINEE, row
from tests.factories_people import identity


def read(**cells: str) -> tuple[Any, list[tuple[str, str]]]:
    reading = Reading(row(**{**TRAINEE, **cells}))
    values = Trainees().read(reading)
    return values, [(problem.key, problem.code) for problem in reading.problems]


def test_texts_and_codes_in_their_one_spelling() -> None:
    values, problems = read(name="张 三", position_level="正处级", ethnicity="汉", political_status="党员")
    said = values.information
    assert (said.name, said.position_level, said.ethnicity, said.political_status) == ("张三", "131", "01", "01")
    assert problems == []


def test_identifiers_are_what_no_second_row_may_have(matching_key: Any) -> None:
    values, _problems = read(identity_number=identity(), username="Zhang3")
    assert Trainees().identifiers(values) == {"code": "T1", "identity_number": identity(), "username": "zhang3"}
    assert Trainees().identifiers(read()[0]) == {"code": "T1"}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"code": ""}, ("code", "missing")),
        ({"name": "张*"}, ("name", "masked")),
        ({"name": "T1"}, ("name", "looks_like_code")),
        ({"unit": ""}, ("unit", "missing")),
        ({"rank": "处长", "position": "一级调研员"}, ("position", "looks_like_rank")),
        ({"username": "z***3"}, ("username", "masked")),
        ({"position": "长" * 129}, ("position", "too_long")),
    ],
)
def test_what_cannot_be(cells: dict[str, str], problem: tuple[str, str]) -> None:
    assert read(**cells)[1] == [problem]


@pytest.mark.parametrize(
    ("number", "code"),
    [("123", "length"), ("110101198002300011", "birth_date"), (identity()[:-1] + "A", "character")],
)
def test_an_identity_number_that_is_none(matching_key: Any, number: str, code: str) -> None:
    assert read(identity_number=number)[1] == [("identity_number", code)]


def test_without_a_matching_key_no_identity_number_is_taken() -> None:
    assert read(identity_number=identity())[1] == [("identity_number", "no_key")]


def test_personal_data_is_in_no_repr(matching_key: Any) -> None:
    values, _problems = read(identity_number=identity(), email="zhang@example.cn")
    assert identity() not in repr(values)
    assert "zhang@" not in repr(values)
