"""The kinds of field, as hosts and course files see them."""

from __future__ import annotations

from typing import Any

import pytest
from xblock.fields import Scope

from cadretrain_xblock.fields import choice, lines, number, text

TOLD = ("Name", "What it is for.")


@pytest.mark.parametrize(
    ("serialized", "read"),
    [("901", 901), ("15:01", 901), ('"7"', 7), ("1.5", 1), ("", None), ("null", None)]
    + [(nonsense, 5) for nonsense in ("x", "[", "[1]", "{}", ".inf", ".nan", "2026-01-01", "a: b: c", "--", "十")],
)
def test_what_is_no_number_is_the_default(serialized: str, read: int | None) -> None:
    assert number(TOLD, 5).from_string(serialized) == read


def test_each_kind_says_what_it_is() -> None:
    made: list[Any] = [text(TOLD), lines(TOLD), number(TOLD, 5, min=0), choice(TOLD, {"a": "A"}, "a")]
    assert {(field.display_name, field.help, field.scope) for field in made} == {(*TOLD, Scope.settings)}
    assert [field.default for field in made] == ["", "", 5, "a"]
    assert made[3].values == [{"display_name": "A", "value": "a"}]
