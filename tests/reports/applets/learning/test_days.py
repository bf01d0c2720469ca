"""One course of one trainee, day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports import clock
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.api import StudyDay
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories import Page

pytestmark = pytest.mark.django_db

MONDAY = date(2026, 1, 5)
HIDDEN = learning.Signs(visible=False, active=False)


def days(account: Any, version: Any) -> list[StudyDay]:
    return learning.study_days(account.pk, version.course_id)


def test_a_course_that_was_never_opened() -> None:
    assert days(factories.trainee(), factories.draft()) == []


def test_what_counts_and_what_does_not(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.draft()
    page = factories.learn(account, at_new_year, 120)
    at_new_year.advance(45)
    page.beat(HIDDEN)
    at_new_year.advance(300)
    page.beat()
    assert days(account, version) == [StudyDay(MONDAY, 120, {"gap": 300, "hidden": 45})]


def test_a_page_is_open_no_longer_than_it_was(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.draft()
    page, began = Page(account, "block-C1", at_new_year), at_new_year.at
    for number in range(40):
        page.beat(HIDDEN if number % 3 == 0 else factories.PRESENT)
        at_new_year.advance(7.7 + 13 * (number % 7))
    (day,) = days(account, version)
    passed = (at_new_year.at - began).total_seconds()
    assert passed - 100 < day.counted + sum(day.uncounted.values()) <= passed


def test_fractions_are_summed_before_they_are_cut_off(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.draft()
    page = Page(account, "block-C1", at_new_year)
    for _ in range(11):
        page.beat(HIDDEN)
        at_new_year.advance(0.3)
    assert days(account, version) == [StudyDay(MONDAY, 0, {"hidden": 3})]


def test_a_span_over_midnight_is_split() -> None:
    with clock.simulated(datetime(2026, 1, 5, 15, 59, 30, tzinfo=UTC)) as at:
        account, version = factories.trainee(), factories.draft()
        page = Page(account, "block-C1", at)
        page.beat()
        at.advance(50)
        page.beat()
        at.advance(-40)
        at.advance(60)
        page.beat(HIDDEN)
    first, second = days(account, version)
    assert (first, second.day) == (StudyDay(MONDAY, 30, {}), date(2026, 1, 6))
    assert (second.counted, second.uncounted) == (20, {"hidden": 20})


def test_what_another_course_has_and_what_a_day_has_too_much_of(at_new_year: SimulatedClock, settings: Any) -> None:
    settings.CADRETRAIN_ONE_COURSE_AT_A_TIME = False
    settings.CADRETRAIN_STUDY_POLICY = {"daily_cap_s": 300}
    account = factories.trainee()
    first, second = factories.draft("C1"), factories.draft("C2")
    one, other = Page(account, "block-C1", at_new_year), Page(account, "block-C2", at_new_year)
    one.learn(60)
    other.beat()
    one.learn(60)
    other.beat()
    other.learn(300)
    assert days(account, first) == [StudyDay(MONDAY, 120, {})]
    assert days(account, second) == [StudyDay(MONDAY, 180, {"other_course": 60, "over_cap": 120})]


def test_time_while_the_clock_lies_behind(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.draft()
    page = factories.learn(account, at_new_year, 120)
    for seconds in (-50, 30, 30):
        at_new_year.advance(seconds)
        page.beat()
    assert days(account, version) == [StudyDay(MONDAY, 130, {"clock": 50})]


def test_it_takes_few_statements_however_long_the_study(at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.draft()
    for _ in range(5):
        factories.learn(account, at_new_year, 60)
        at_new_year.advance(timedelta(days=1).total_seconds())
    with CaptureQueriesContext(connection) as queries:
        assert len(days(account, version)) == 5
    assert len(queries) == 3
