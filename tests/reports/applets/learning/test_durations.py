"""Learning durations out of stored intervals (R7)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.api import CourseStudy, StudyInterval
from cadretrain_reports.applets.people.api import Account
from tests import factories
from tests.conftest import NEW_YEAR

pytestmark = pytest.mark.django_db


def at(seconds: float) -> datetime:
    return NEW_YEAR + timedelta(seconds=seconds)


def store(account: Account, version: CourseVersion, *spans: tuple[float, float]) -> CourseStudy:
    """Store what counts of one trainee in one course, in seconds after the new year."""
    study = learning.open_study(account.pk, version.course_id, NEW_YEAR)
    for number, (start, end) in enumerate(spans):
        StudyInterval.objects.create(study=study, session=f"s{number}", start_at=at(start), end_at=at(end))
    return study


@pytest.fixture
def account() -> Account:
    return factories.trainee()


def test_overlapping_sessions_count_once(account: Account) -> None:
    version = factories.draft()
    store(account, version, (0, 100), (50, 150), (150, 160), (300, 300))
    assert learning.learned(account.pk, version.course_id) == 160
    assert learning.counted_intervals([account.pk]) == {account.pk: {version.course_id: [(at(0), at(160))]}}


def test_who_never_studied_has_learned_nothing(account: Account) -> None:
    assert learning.learned(account.pk, factories.draft().course_id) == 0
    assert learning.counted_intervals([account.pk]) == {account.pk: {}}


def test_overlapping_courses_by_who_began_first(account: Account) -> None:
    first, second = factories.draft("C2"), factories.draft("C1")
    store(account, first, (0, 100))
    store(account, second, (60, 200))
    assert learning.learned(account.pk, first.course_id) == 100
    assert learning.learned(account.pk, second.course_id) == 100


def test_a_tie_falls_by_course_code(account: Account) -> None:
    later, sooner = factories.draft("C2"), factories.draft("C1")
    store(account, later, (0, 100))
    store(account, sooner, (0, 100))
    assert learning.learned(account.pk, sooner.course_id) == 100
    assert learning.learned(account.pk, later.course_id) == 0


def test_equal_codes_of_two_institutions_stay_apart(account: Account) -> None:
    one, other = factories.draft("C1"), factories.draft("C1", provider="CELAY", usage_key="other")
    store(account, one, (0, 100))
    store(account, other, (100, 150))
    assert learning.learned(account.pk, one.course_id) == 100
    assert learning.learned(account.pk, other.course_id) == 50


def test_what_is_old_can_be_left_aside(account: Account) -> None:
    """Runs that ended more than a day before the course was begun change nothing of it."""
    old, version = factories.draft("C2"), factories.draft("C1")
    day = 24 * 3600
    store(account, old, (0, 100), (10 * day, 10 * day + 50))
    store(account, version, (10 * day + 20, 10 * day + 80))
    assert learning.learned(account.pk, version.course_id) == 30
    assert learning.learned(account.pk, old.course_id) == 150


def test_the_cap_of_the_day_runs_over_all_courses(account: Account) -> None:
    other, version = factories.draft("C2"), factories.draft("C1")
    store(account, other, (0, 8 * 3600 - 10))
    store(account, version, (9 * 3600, 9 * 3600 + 60))
    assert learning.learned(account.pk, version.course_id) == 10


def test_settled_time_waits_for_a_page_that_began_first(account: Account) -> None:
    first, second = factories.draft("C2"), factories.draft("C1")
    store(account, first, (0, 0))
    store(account, second, (1, 61))
    assert learning.learned(account.pk, second.course_id) == 60
    assert learning.settled(account.pk, second.course_id, at(61)) == 0
    assert learning.settled(account.pk, second.course_id, at(71)) == 60


def test_settled_time_does_not_wait_for_a_page_that_began_later(account: Account) -> None:
    first, second = factories.draft("C2"), factories.draft("C1")
    store(account, first, (0, 60))
    store(account, second, (1, 1))
    assert learning.settled(account.pk, first.course_id, at(60)) == 60


def test_trainees_are_kept_apart(account: Account) -> None:
    other, version = factories.trainee(), factories.draft()
    store(account, version, (0, 100))
    store(other, version, (50, 60))
    counted = learning.counted_intervals([account.pk, other.pk])
    assert counted[account.pk] == {version.course_id: [(at(0), at(100))]}
    assert counted[other.pk] == {version.course_id: [(at(50), at(60))]}


def test_many_trainees_are_two_statements(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    accounts, version = [factories.trainee() for _ in range(5)], factories.draft()
    for account in accounts:
        store(account, version, (0, 10))
    with django_assert_num_queries(2):
        assert len(learning.counted_intervals(account.pk for account in accounts)) == 5
