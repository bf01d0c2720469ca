"""Closing a body, and taking that back (5.1)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Delegation, Particulars, Service
from cadretrain_reports.clock import SimulatedClock
from tests.conftest import NEW_YEAR
from tests.factories_bodies import ALL, UNIT, check_tree, department, institution, refusal, spells, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

DAY = timedelta(days=1)


def test_a_body_is_closed_today_unless_a_day_is_named() -> None:
    assert organizations.close(unit("U")).active_until == date(2026, 1, 5)
    assert organizations.close(unit("V"), date(2025, 12, 31)).active_until == date(2025, 12, 31)


def test_today_is_that_of_the_sites_zone(at_new_year: SimulatedClock) -> None:
    at_new_year.at = datetime(2026, 1, 5, 16, 30, tzinfo=UTC)
    assert organizations.close(unit("U")).active_until == date(2026, 1, 6)


def test_a_closed_body_keeps_its_place_and_name() -> None:
    city = organizations.close(department("C", department("P")))
    assert spells(city) == [("P", "C部")]
    check_tree()


def test_it_is_not_closed_for_a_day_to_come() -> None:
    assert refusal(organizations.close, unit("U"), date(2026, 1, 6)) == ("day_to_come", "active_until")


def test_it_does_not_end_before_it_began() -> None:
    body = organizations.add("U", "局", {UNIT}, None, Particulars(active_from=date(2020, 5, 1)))
    assert refusal(organizations.close, body, date(2020, 4, 30)) == ("days_out_of_order", "active_until")
    assert organizations.close(body, date(2020, 5, 1)).active_until == date(2020, 5, 1)


def test_open_bodies_below_hold_it_open() -> None:
    city = department("C", department("P"))
    county = department("D", city)
    assert refusal(organizations.close, city) == ("open_below", "organization")
    organizations.close(county)
    organizations.close(city)
    assert organizations.get("P").active_until is None


def test_it_is_closed_once() -> None:
    closed = organizations.close(unit("U"), date(2025, 12, 31))
    assert refusal(organizations.close, closed) == ("closed", "organization")
    closed.refresh_from_db()
    assert closed.active_until == date(2025, 12, 31)


def test_its_services_and_delegations_end_with_it(at_new_year: SimulatedClock) -> None:
    body, other = organizations.add("A", "甲", ALL), organizations.add("B", "乙", ALL)
    for pair in ((body, other), (other, body), (other, other)):
        organizations.serve(*pair)
        organizations.delegate(Delegation.Kind.ACCOUNT_UPKEEP, *pair)
    at_new_year.advance(60)
    organizations.close(body)
    for model in (Service, Delegation):
        assert model.objects.get(standing=True).until is None
        assert [row.until for row in model.objects.filter(standing=None)] == [at_new_year.at] * 2


@pytest.mark.parametrize(
    ("on", "until"),
    [
        pytest.param(None, NEW_YEAR + DAY, id="today"),
        pytest.param(date(2026, 1, 6), NEW_YEAR + DAY, id="today by its date"),
        pytest.param(date(2026, 1, 5), NEW_YEAR, id="never before it began"),
        pytest.param(date(2025, 12, 31), NEW_YEAR, id="before it was entered here"),
    ],
)
def test_its_history_ends_with_it(at_new_year: SimulatedClock, on: date | None, until: datetime) -> None:
    body = unit("U")
    at_new_year.advance(86400)
    organizations.close(body, on)
    assert [(spell.until, spell.standing) for spell in body.spells.all()] == [(until, None)]
    assert organizations.spell_at(body, until) is None
    assert organizations.name_at(body, until) == "U局"


def test_a_day_gone_by_ends_its_history_where_that_day_began(at_new_year: SimulatedClock) -> None:
    body = unit("U")
    at_new_year.advance(3 * 86400)
    organizations.close(body, date(2026, 1, 7))
    assert body.spells.get().until == datetime.fromisoformat("2026-01-07T00:00:00+08:00")


def test_an_error_is_taken_back() -> None:
    body = organizations.close(unit("U"))
    assert organizations.reopen(body).active_until is None
    assert body.spells.get().standing
    organizations.rename(body, "新名")
    assert spells(body) == [("", "U局"), ("", "新名")]


def test_a_closed_body_that_was_carried_along_opens_where_it_stands_now(at_new_year: SimulatedClock) -> None:
    source, into = unit("S"), unit("I")
    office = organizations.close(unit("O", source))
    organizations.merge(source, into)
    assert spells(office) == [("S", "O局")]
    at_new_year.advance(60)
    organizations.reopen(office)
    assert spells(office) == [("S", "O局"), ("I", "O局")]
    assert organizations.spell_at(office, NEW_YEAR) is None
    check_tree()


def test_an_open_body_is_not_opened() -> None:
    assert refusal(organizations.reopen, unit("U")) == ("open", "organization")


def test_nothing_opens_below_a_closed_body() -> None:
    city = department("C", department("P"))
    bureau = organizations.close(unit("U", city))
    organizations.close(city)
    assert refusal(organizations.reopen, bureau) == ("closed", "parent")


def test_a_merged_body_stays_closed() -> None:
    source, into = unit("U"), unit("V")
    organizations.merge(source, into)
    assert refusal(organizations.reopen, source) == ("merged", "organization")


def test_a_closed_body_neither_serves_nor_is_served() -> None:
    academy, bureau = institution("I"), organizations.close(unit("U"))
    assert refusal(organizations.serve, academy, bureau) == ("closed", "unit")
