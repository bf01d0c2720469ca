"""Credit-hours by unit as they are read: where they were earned and where they count (R9), for whoever sees them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cadretrain_reports import models
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_transfers import NEW, OLD, liaison, moved, officer
from tests.telling import Page, error

pytestmark = pytest.mark.django_db

SUMMER, WINTER = (NEW_YEAR + timedelta(days=days) for days in (150, 400))

Rows = dict[str, tuple[str, int, str, int]]


@pytest.fixture
def mover(at_new_year: SimulatedClock) -> models.Account:
    """Two earn 0.25 each in January; one of them moves in June and earns 0.5 at the new unit, where a third is idle."""
    factories.released("C1", 60)
    factories.released("C2", 901)
    mover, stayer, _idle = factories.trainee("T1"), factories.trainee("T2"), factories.trainee("T3", unit=NEW)
    for account in (mover, stayer):
        factories.learn(account, at_new_year, 60, "C1")
    at_new_year.at = SUMMER
    moved(mover)
    factories.learn(mover, at_new_year, 901, "C2")
    return mover


def rows(user: Any, **asked: Any) -> Rows:
    response = Page(user).get("unit-figures/", **{"year": 2026, **asked})
    assert response.status_code == 200, response.content
    found = response.json()["results"]
    return {row["organization"]: (row["earned"], row["earners"], row["attained"], row["trainees"]) for row in found}


def test_each_unit_has_what_is_its_own(mover: models.Account) -> None:
    assert rows(liaison(OLD)) == {OLD: ("0.50", 2, "0.25", 1)}
    # The new unit sees where its trainee earned the rest; of the old unit's others it sees nothing.
    assert rows(liaison(NEW)) == {OLD: ("0.25", 1, "0.00", 0), NEW: ("0.50", 1, "0.75", 2)}
    assert rows(officer()) == {OLD: ("0.50", 2, "0.25", 1), NEW: ("0.50", 1, "0.75", 2)}
    assert rows(factories.user()) == {}


def test_a_year_that_is_over_counts_where_people_were_on_its_last_day(
    mover: models.Account, at_new_year: SimulatedClock
) -> None:
    at_new_year.at = WINTER
    moved(mover, OLD)
    for unit, figures in ((OLD, ("0.50", 2, "0.25", 1)), (NEW, ("0.50", 1, "0.75", 2))):
        assert rows(liaison(unit), organization=unit) == {unit: figures}
    later = rows(officer(), on=WINTER.date().isoformat())
    assert later == {OLD: ("0.50", 2, "1.00", 2), NEW: ("0.50", 1, "0.00", 1)}
    assert rows(officer(), year=2027) == {OLD: ("0.00", 0, "0.00", 2), NEW: ("0.00", 0, "0.00", 1)}


def test_the_reporting_date_is_told(mover: models.Account, at_new_year: SimulatedClock) -> None:
    page = Page(officer())
    assert page.get("unit-figures/", year=2026).json()["on"] == SUMMER.date().isoformat()
    at_new_year.at = WINTER
    assert page.get("unit-figures/", year=2026).json()["on"] == "2026-12-31"


@pytest.mark.parametrize("on", ["2026-05-01", "2026-06-05"])
def test_a_day_before_the_end_of_the_year_and_one_to_come_are_refused(mover: models.Account, on: str) -> None:
    """By a day gone by, the old unit would be told what was earned after it."""
    asked = Page(liaison(OLD)).get("unit-figures/", year=2026, on=on)
    assert error(asked) == (400, "bad_reporting_date", "on")


def test_one_unit_or_all_below_a_body(mover: models.Account) -> None:
    user = officer()
    assert [*rows(user, organization=NEW)] == [NEW]
    assert rows(user, organization="DEPARTMENT") == {}
    assert {*rows(user, organization="DEPARTMENT", below="true")} == {NEW, OLD}
    assert error(Page(liaison(OLD)).get("unit-figures/", year=2026, organization=NEW))[1] == "does_not_exist"


@pytest.mark.parametrize(
    ("asked", "field"),
    [({}, "year"), ({"year": "x"}, "year"), ({"year": 1}, "year"), ({"year": 2999}, "year"), ({"jahr": 1}, "jahr")],
)
def test_what_is_asked_wrongly(asked: dict[str, Any], field: str) -> None:
    response = Page(factories.user()).get("unit-figures/", **asked)
    assert (response.status_code, response.json()["error"]["field"]) == (400, field)


def test_that_it_was_read_is_kept(mover: models.Account) -> None:
    rows(liaison(OLD), organization=OLD)
    (kept,) = AuditEntry.objects.filter(act="read", target_kind="unit_figures")
    assert (kept.target_key, kept.organization, kept.details) == ("2026", OLD, {"rows": 1})
