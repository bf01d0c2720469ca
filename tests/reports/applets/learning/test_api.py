"""Studies: one for each trainee and course, and when to ask whether it is fulfilled."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.api import CourseStudy
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories import SEEN

pytestmark = pytest.mark.django_db

LATER = NEW_YEAR + timedelta(hours=1)


@pytest.fixture
def study() -> CourseStudy:
    return learning.open_study(factories.trainee().pk, factories.draft().course_id, NEW_YEAR)


def test_a_study_is_begun_once(study: CourseStudy) -> None:
    assert (study.started_at, study.check_due_at) == (NEW_YEAR, NEW_YEAR)
    again = learning.open_study(study.trainee_id, study.course_id, LATER)
    assert (again, again.started_at) == (study, NEW_YEAR)
    assert str(study) == f"{study.trainee_id}: {study.course_id}"


def test_finding_a_study(study: CourseStudy) -> None:
    assert learning.find_study(study.trainee_id, study.course_id) == study
    assert learning.find_study(study.trainee_id, study.course_id + 1) is None
    assert learning.lock_study(study.pk) == study


def test_a_page_was_open_by_an_instant(study: CourseStudy) -> None:
    learning.open_session(learning.OpenPage(study.pk, "s", "block-C1"), SEEN, lambda: LATER)
    assert learning.session_open_at(study.pk, "s", LATER)
    assert not learning.session_open_at(study.pk, "s", LATER - timedelta(seconds=1))
    assert not learning.session_open_at(study.pk, "other", LATER)


def test_when_to_ask_is_written_only_if_it_changes(
    study: CourseStudy, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        learning.set_check_due(study, NEW_YEAR)
    with django_assert_num_queries(1):
        learning.set_check_due(study, None)
    study.refresh_from_db()
    assert study.check_due_at is None


@pytest.mark.parametrize(
    ("due_at", "then"), [(None, LATER), (LATER + timedelta(days=1), LATER), (NEW_YEAR, NEW_YEAR), (LATER, LATER)]
)
def test_asking_again_never_puts_off(study: CourseStudy, due_at: datetime | None, then: datetime) -> None:
    other = learning.open_study(study.trainee_id, factories.draft("C2").course_id, NEW_YEAR)
    learning.set_check_due(study, due_at)
    learning.set_check_due(other, None)
    assert learning.recheck_studies(study.course_id, LATER) == [study.pk]
    study.refresh_from_db()
    other.refresh_from_db()
    assert (study.check_due_at, other.check_due_at) == (then, None)
