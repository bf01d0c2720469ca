"""Requests for reduced or deferred hours: one stands, one answer (8.1)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.requirements import ApprovedRelief
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_people import recorded

pytestmark = pytest.mark.django_db

LATER = NEW_YEAR + timedelta(days=1)
REDUCTION, DEFERRAL = "reduction", "deferral"


@pytest.fixture
def trainee(at_new_year: SimulatedClock) -> people.Trainee:
    return recorded()


def relief(**other: Any) -> upkeep.Relief:
    return upkeep.Relief(
        **{"kind": REDUCTION, "year": 2026, "credit_hours": Decimal("12.5"), "reason": "援藏", **other}
    )


def refusal(act: Any, *arguments: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        act(*arguments)
    return refused.value.code, refused.value.field


def test_what_is_asked_for(trainee: people.Trainee) -> None:
    asked = upkeep.ask(trainee, relief(kind=DEFERRAL, until_year=2027, reason=" 援藏一年 "), NEW_YEAR)
    asked.refresh_from_db()
    assert (asked.trainee, asked.kind, asked.year, asked.credit_hours) == (trainee, DEFERRAL, 2026, Decimal("12.5"))
    assert (asked.until_year, asked.reason, asked.state, asked.asked_at) == (2027, "援藏一年", "asked", NEW_YEAR)
    assert (asked.standing, asked.decided_at) == (True, None)


@pytest.mark.parametrize(
    ("wrong", "code", "field"),
    [
        ({"kind": "waiver"}, "bad_kind", "kind"),
        ({"year": 26}, "bad_year", "year"),
        ({"year": 20260}, "bad_year", "year"),
        ({"credit_hours": Decimal(0)}, "bad_hours", "credit_hours"),
        ({"credit_hours": Decimal(-1)}, "bad_hours", "credit_hours"),
        ({"credit_hours": Decimal("0.3")}, "bad_hours", "credit_hours"),
        ({"credit_hours": Decimal("NaN")}, "bad_hours", "credit_hours"),
        ({"credit_hours": Decimal("1E+9")}, "bad_hours", "credit_hours"),
        ({"credit_hours": 0.25}, "bad_hours", "credit_hours"),
        ({"until_year": 2027}, "bad_until_year", "until_year"),
        ({"kind": DEFERRAL}, "bad_until_year", "until_year"),
        ({"kind": DEFERRAL, "until_year": 2026}, "bad_until_year", "until_year"),
        ({"kind": DEFERRAL, "until_year": 3000}, "bad_until_year", "until_year"),
        ({"reason": " "}, "missing", "reason"),
        ({"reason": 501 * "长"}, "too_long", "reason"),
    ],
)
def test_what_cannot_be_asked_for(trainee: people.Trainee, wrong: dict[str, Any], code: str, field: str) -> None:
    assert refusal(upkeep.ask, trainee, relief(**wrong), NEW_YEAR) == (code, field)
    assert not upkeep.ReliefRequest.objects.exists()


def test_one_request_of_a_kind_stands_for_a_year(trainee: people.Trainee) -> None:
    upkeep.ask(trainee, relief(), NEW_YEAR)
    assert refusal(upkeep.ask, trainee, relief(credit_hours=Decimal(1)), LATER) == ("already_asked", "kind")
    for other in (relief(year=2027), relief(kind=DEFERRAL, until_year=2027)):
        upkeep.ask(trainee, other, LATER)
    upkeep.ask(recorded("T2"), relief(), LATER)
    assert upkeep.ReliefRequest.objects.count() == 4


@pytest.mark.parametrize("end", ["withdrawn", "returned"])
def test_after_the_end_of_one_another_may_be_made(trainee: people.Trainee, end: str) -> None:
    request = upkeep.ask(trainee, relief(), NEW_YEAR)
    ended = (
        upkeep.withdraw(request)
        if end == "withdrawn"
        else upkeep.turn_down(request, factories.user(), LATER, "请附派遣文件")
    )
    assert (ended.state, ended.standing) == (end, None)
    assert upkeep.ask(trainee, relief(), LATER).state == "asked"


def test_what_is_granted_stands(trainee: people.Trainee) -> None:
    request, by = upkeep.ask(trainee, relief(), NEW_YEAR), factories.user()
    upkeep.approve(request, by, LATER, " 同意 ")
    request.refresh_from_db()
    assert (request.state, request.standing, request.decided_by, request.decided_at, request.answer) == (
        "approved",
        True,
        by,
        LATER,
        "同意",
    )
    assert refusal(upkeep.ask, trainee, relief(), LATER) == ("already_asked", "kind")


def test_a_request_is_returned_with_a_reason(trainee: people.Trainee) -> None:
    request, by = upkeep.ask(trainee, relief(), NEW_YEAR), factories.user()
    assert refusal(upkeep.turn_down, request, by, LATER, " ") == ("missing", "answer")
    assert refusal(upkeep.approve, request, by, LATER, 501 * "长") == ("too_long", "answer")
    request.refresh_from_db()
    assert request.state == "asked"


@pytest.mark.parametrize("first", ["withdraw", "approve", "turn_down"])
@pytest.mark.parametrize("second", ["withdraw", "approve", "turn_down"])
def test_what_is_settled_stays_so(trainee: people.Trainee, first: str, second: str) -> None:
    request, by = upkeep.ask(trainee, relief(), NEW_YEAR), factories.user()
    acts = {
        "withdraw": lambda: upkeep.withdraw(request),
        "approve": lambda: upkeep.approve(request, by, LATER),
        "turn_down": lambda: upkeep.turn_down(request, by, LATER, "不符合条件"),
    }
    state = acts[first]().state
    assert refusal(acts[second]) == ("already_decided", "")
    request.refresh_from_db()
    assert request.state == state


def test_the_audit_log_names_a_request_by_its_own_number(trainee: people.Trainee) -> None:
    request = upkeep.ask(trainee, relief(), NEW_YEAR)
    about = upkeep.about_relief(request)
    assert (about.kind, about.key, about.organization) == ("relief_request", str(request.uuid), "BUREAU")


# What counts in a year (R6).


def test_approved_relief_counts_in_its_year_and_put_off_hours_where_they_are_due(trainee: people.Trainee) -> None:
    other = recorded("T2")
    wanted = (
        (trainee, relief()),
        (trainee, relief(kind=DEFERRAL, credit_hours=Decimal(5), until_year=2027)),
        (trainee, relief(kind=DEFERRAL, year=2025, credit_hours=Decimal(3), until_year=2026)),
        (other, relief(kind=DEFERRAL, credit_hours=Decimal(1), until_year=2028)),
    )
    asked = [upkeep.ask(who, what, NEW_YEAR) for who, what in wanted]
    assert upkeep.approved_relief([trainee.pk, other.pk], 2026) == {}
    for request in asked[:3]:
        upkeep.approve(request, factories.user(), LATER)
    found = upkeep.approved_relief([trainee.pk, other.pk], 2026)
    assert found == {trainee.pk: ApprovedRelief(Decimal("12.5"), Decimal(5), Decimal(3))}
    assert upkeep.approved_relief([trainee.pk], 2027) == {trainee.pk: ApprovedRelief(put_here=Decimal(5))}
