"""The calls of course pages are described as the contract has them."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from cadretrain_reports.rest.learning_schema import LEARNING
from cadretrain_xblock import contract


def names(shape: type[Any]) -> set[str]:
    return {field.name for field in fields(shape)}


def described(call: dict[str, Any], *way: str) -> set[str]:
    for step in way:
        call = call[step]
    return set(call["content"]["application/json"]["schema"]["properties"])


def test_a_beat_and_its_answer() -> None:
    beat = LEARNING[contract.BEAT_URL]["post"]
    assert described(beat, "requestBody") == names(contract.BeatMessage)
    assert described(beat, "responses", "200") == names(contract.BeatAnswer)


def test_the_card() -> None:
    state = LEARNING[contract.STATE_URL]["post"]
    schema = state["responses"]["200"]["content"]["application/json"]["schema"]
    assert set(schema["properties"]["state"]["properties"]) == names(contract.CardState)


@pytest.mark.parametrize("address", [contract.BEAT_URL, contract.STATE_URL])
def test_a_page_proves_itself_by_its_session(address: str) -> None:
    assert LEARNING[address]["post"]["security"] == [{"session": []}]


def test_the_bands_are_open_to_anyone() -> None:
    asked = LEARNING[contract.CREDIT_HOURS_URL]["get"]
    assert asked["security"] == [{}]
    assert [parameter["name"] for parameter in asked["parameters"]] == ["course_duration"]
