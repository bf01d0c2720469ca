"""What a body may say, and under which names what is refused comes back."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from rest_framework import serializers

from cadretrain_reports.refusals import Refused
from cadretrain_reports.rest.inputs import Input, MaySayWhy, Nothing, Reason, Switch, Text, Why, named_as_given


class Said(Input):
    """Something."""

    above = Text("Above.", source="parent")
    dry_run = Switch("Whether.")
    reason = Reason()


def errors(said: Any, shape: type[Input] = Said) -> dict[str, list[Any]]:
    shaped = shape(data=said)
    assert not shaped.is_valid()
    return dict(shaped.errors)


def test_a_misspelt_field_is_refused_and_those_known_are_named() -> None:
    with translation.override("en"):
        (detail,) = errors({"above": "X", "raeson": "因"})["raeson"]
    assert detail.code == "unknown_field"
    assert detail == "There is no such field. Those here are: above, dry_run, reason."


def test_what_a_form_or_an_address_says_is_looked_at_likewise() -> None:
    assert "raeson" in errors(QueryDict("above=X&raeson=1"))


@pytest.mark.parametrize("said", [[], "x", None, 7])
def test_a_body_is_an_object(said: Any) -> None:
    assert errors(said)


def test_a_switch_is_off_unless_it_is_on() -> None:
    for given, meant in (({}, "false"), ({"dry_run": "true"}, "true"), ({"dry_run": "false"}, "false")):
        said = Said(data={"above": "X", **given})
        assert said.is_valid()
        assert said.validated_data["dry_run"] == meant
    assert errors({"above": "X", "dry_run": "1"})["dry_run"][0].code == "invalid_choice"


def test_a_reason_is_needed_where_something_is_taken_away() -> None:
    assert errors({}, Why)["reason"][0].code == "required"
    assert MaySayWhy(data={}).is_valid()
    assert Nothing(data={}).is_valid()


@pytest.mark.parametrize(("field", "named"), [("parent", "above"), ("reason", "reason"), ("other", "other"), ("", "")])
def test_a_refusal_names_the_field_as_the_body_does(field: str, named: str) -> None:
    refused = Refused("no", "No.", field)
    named_as_given(refused, Said)
    assert refused.field == named


@pytest.mark.parametrize("shape", [None, serializers.ListSerializer])
def test_where_there_is_no_body_the_field_stays(shape: Any) -> None:
    refused = Refused("no", "No.", "parent")
    named_as_given(refused, shape)
    assert refused.field == "parent"


@pytest.mark.parametrize("number", [7, 1.5, True, None, ["x"]])
def test_a_number_is_no_text(number: Any) -> None:
    assert "above" in errors({"above": number})
