"""Where a trainee stands in courses, and the list of their own (3.12, 8.2.5)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows.standing import own_list, standings
from tests import factories, factories_choices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("host")]


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    return factories.trainee()


def state(account: Account, version: CourseVersion) -> str:
    return standings(account.trainee, [version])[version.course_id].state


def test_from_open_to_exempt(account: Account, at_new_year: SimulatedClock) -> None:
    version = factories.released()
    assert state(account, version) == "open"
    factories_choices.chosen(account, version)
    assert state(account, version) == "chosen"
    page = factories.learn(account, at_new_year, 300)
    found = standings(account.trainee, [version])[version.course_id]
    assert (found.state, found.learning_duration, found.percent(901), found.is_done) == ("studying", 300, 33, False)
    page.learn(601)
    found = standings(account.trainee, [version])[version.course_id]
    assert (found.state, found.percent(901), found.is_done) == ("earned", 100, True)
    at_new_year.advance(366 * 86400)
    assert state(account, version) == "exempt"


def test_nothing_is_full_before_the_credit(account: Account, at_new_year: SimulatedClock) -> None:
    version = factories.released(assessment="objective_online")
    factories.learn(account, at_new_year, 1200)
    assert standings(account.trainee, [version])[version.course_id].percent(901) == 99


def test_asking_costs_the_same_for_one_course_and_for_many(account: Account, at_new_year: SimulatedClock) -> None:
    versions = [factories.released(f"C{number}") for number in range(6)]
    for version in versions:
        factories_choices.chosen(account, version)
    factories.learn(account, at_new_year, 60, "C0")
    with CaptureQueriesContext(
        connection,
    ) as one:
        standings(account.trainee, versions[:1])
    with CaptureQueriesContext(connection) as many:
        standings(account.trainee, versions)
    assert len(one) == len(many) <= 6


def test_the_own_list_holds_what_is_chosen_begun_or_required(account: Account, at_new_year: SimulatedClock) -> None:
    chosen, begun, required, _other = (factories.released(code) for code in ("C1", "C2", "C3", "C4"))
    earned = factories.released("C5")
    factories_choices.chosen(account, chosen)
    factories_choices.chosen(account, earned)
    factories.learn(account, at_new_year, 60, "C2")
    at_new_year.advance(3600)
    factories.learn(account, at_new_year, 901, "C5")
    listed = own_list(account.trainee, {required.course_id: "2026 年度计划"})
    told = [(own.version.course_id, own.standing.state, own.required, own.is_on_offer) for own in listed]
    assert told == [
        (required.course_id, "open", "2026 年度计划", True),
        (begun.course_id, "studying", "", True),
        (chosen.course_id, "chosen", "", True),
    ]
    assert [own.percent for own in listed] == [0, 6, 0]


def test_a_required_course_that_is_done_stays_on_the_list(account: Account, at_new_year: SimulatedClock) -> None:
    version = factories.released()
    factories.learn(account, at_new_year, 901)
    assert own_list(account.trainee) == []
    assert [own.standing.state for own in own_list(account.trainee, {version.course_id: "计划"})] == ["earned"]


def test_what_was_taken_offline_is_listed_as_such(account: Account) -> None:
    version = factories.released()
    factories_choices.chosen(account, version)
    CourseVersion.objects.update(state=CourseVersion.State.OFFLINE)
    assert [own.is_on_offer for own in own_list(account.trainee)] == [False]
