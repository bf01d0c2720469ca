"""A need is stated, handed in to who has a part in the unit's training, and answered (5.4)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports.applets.needs import api as needs
from cadretrain_reports.applets.needs.api import TrainingNeed
from cadretrain_reports.applets.organizations.api import Organization, Service
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_steering import academy, need, refusal, serve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def unit() -> Organization:
    body = factories.organization("BUREAU")
    serve(academy(), body)
    return body


def stated(unit: Organization, receiver: str = "SASW", **other: Any) -> TrainingNeed:
    return needs.state(unit, receiver, need(**other), factories.user(), NEW_YEAR)


def test_a_need_goes_to_an_institution_that_serves_or_a_department_above(unit: Organization) -> None:
    assert stated(unit).receiver.code == "SASW"
    assert stated(unit, "DEPARTMENT").receiver == factories.department()
    office = factories.organization("OFFICE", parent=unit)
    assert stated(office).receiver.code == "SASW"


def test_it_goes_nowhere_else_and_all_else_is_the_same(unit: Organization) -> None:
    academy("ELSE")
    factories.department("OTHER")
    for code in ("ELSE", "OTHER", "BUREAU", "NOWHERE", "", "\0"):
        assert refusal(stated, unit, code) == ("unknown_receiver", "receiver")
    assert refusal(stated, factories.department(), "DEPARTMENT") == ("no_unit", "organization")


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"year": 26}, ("bad_year", "year")),
        ({"trainees": 0}, ("bad_number", "trainees")),
        ({"trainees": 10**9}, ("bad_number", "trainees")),
        ({"form": "picnic"}, ("bad_form", "form")),
        ({"credit_hours": Decimal("0.3")}, ("bad_hours", "credit_hours")),
        ({"topic": " "}, ("missing", "topic")),
        ({"details": "x" * 2001}, ("too_long", "details")),
    ],
)
def test_what_is_no_need(unit: Organization, wrong: dict[str, Any], expected: tuple[str, str]) -> None:
    assert refusal(stated, unit, **wrong) == expected


def test_a_draft_is_changed_handed_in_and_answered(unit: Organization) -> None:
    draft, clerk = stated(unit), factories.user()
    assert refusal(needs.collect, draft, "开班", clerk, NEW_YEAR) == ("not_possible", "")
    changed = needs.change(draft, "DEPARTMENT", need(topic="数字政府"), clerk, NEW_YEAR)
    assert (changed.topic, changed.receiver.code, changed.stated_by) == ("数字政府", "DEPARTMENT", clerk)
    assert needs.hand_in(draft, NEW_YEAR).state == "handed_in"
    assert refusal(needs.change, draft, "SASW", need(), clerk, NEW_YEAR) == ("not_possible", "")
    assert refusal(needs.collect, draft, " ", clerk, NEW_YEAR) == ("missing", "answer")
    answered = needs.collect(draft, "列入二季度专题班", clerk, NEW_YEAR)
    assert (answered.state, answered.answer, answered.collected_by) == ("collected", "列入二季度专题班", clerk)
    assert refusal(needs.withdraw, draft) == ("not_possible", "")


def test_it_is_taken_back_until_it_is_answered(unit: Organization) -> None:
    for act in (lambda one: one, lambda one: needs.hand_in(one, NEW_YEAR)):
        assert needs.withdraw(act(stated(unit))).state == "withdrawn"


def test_a_service_that_has_ended_receives_nothing(unit: Organization) -> None:
    draft = stated(unit)
    Service.objects.update(standing=None)
    assert refusal(needs.hand_in, draft, NEW_YEAR) == ("unknown_receiver", "receiver")
