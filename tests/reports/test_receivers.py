"""Real events of the platform, through the plugin machinery to a registered course."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from opaque_keys.edx.keys import CourseKey, UsageKey
from openedx_events.content_authoring.data import CourseData, XBlockData
from openedx_events.content_authoring.signals import (
    COURSE_IMPORT_COMPLETED,
    COURSE_RERUN_COMPLETED,
    XBLOCK_DELETED,
    XBLOCK_PUBLISHED,
)
from openedx_events.learning.data import CourseData as LearningCourse
from openedx_events.learning.data import (
    CoursePassingStatusData,
    PersistentCourseGradeData,
    UserData,
    UserPersonalData,
)
from openedx_events.learning.signals import COURSE_PASSING_STATUS_UPDATED, PERSISTENT_GRADE_SUMMARY_CHANGED

from cadretrain_reports import clock, receivers
from cadretrain_reports.applets.assessments.api import AssessmentResult
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.compat import Grade
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories import RUN, marking
from tests.factories_assessments import assessed

UNIT = "block-v1:SASW+CADRE+2026+type@vertical+block@unit"


@pytest.fixture(autouse=True)
def marked(host: ModuleType) -> None:
    """A unit with one Credit course block below it."""
    host.BELOW[UNIT] = host.IN_RUN[RUN] = [marking("C1")]


def publish() -> object:
    data = XBlockData(usage_key=UsageKey.from_string(UNIT), block_type="vertical")
    return XBLOCK_PUBLISHED.send_event(xblock_info=data)


def complete_import() -> object:
    return COURSE_IMPORT_COMPLETED.send_event(course=CourseData(course_key=CourseKey.from_string(RUN)))


def complete_rerun() -> object:
    return COURSE_RERUN_COMPLETED.send_event(course=CourseData(course_key=CourseKey.from_string(RUN)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("happen", [publish, complete_import, complete_rerun])
def test_an_event_registers_the_course(happen: Callable[[], object]) -> None:
    factories.institution()
    answers = happen()
    assert [answer for _receiver, answer in answers if isinstance(answer, Exception)] == []
    assert courses.latest_version(courses.course_at("block-C1").pk).course_duration == 901


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("happen", [publish, complete_import])
def test_the_same_event_again_changes_nothing(happen: Callable[[], object]) -> None:
    factories.institution()
    for _ in range(3):
        happen()
    assert (courses.CourseVersion.objects.count(), courses.Placement.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("happen", [publish, complete_import])
def test_what_is_rolled_back_registers_nothing(happen: Callable[[], object]) -> None:
    factories.institution()
    with transaction.atomic():
        happen()
        transaction.set_rollback(True)
    assert not courses.Course.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_registration_waits_for_the_commit() -> None:
    factories.institution()
    with transaction.atomic():
        publish()
        assert not courses.Course.objects.exists()
    assert courses.Course.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_deleted_block_places_no_course_any_more() -> None:
    factories.institution()
    publish()
    courses.Placement.objects.update(usage_key=UNIT)
    XBLOCK_DELETED.send_event(xblock_info=XBlockData(usage_key=UsageKey.from_string(UNIT), block_type="vertical"))
    assert not courses.Placement.objects.exists()
    assert courses.Course.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_block_of_which_no_course_can_be_made_is_listed_until_it_is_mended(host: ModuleType) -> None:
    publish()  # there is no such institution
    (placement,) = courses.conflicts()
    assert (placement.course, placement.conflict, placement.leading) == (None, "provider", False)
    assert courses.course_at("block-C1") is None
    factories.institution()
    publish()
    assert not courses.conflicts().exists()
    assert courses.course_at("block-C1").code == "C1"


RECEIVERS = (
    (XBLOCK_PUBLISHED, "register_published"),
    (XBLOCK_DELETED, "forget_deleted"),
    (COURSE_IMPORT_COMPLETED, "register_imported"),
    (COURSE_RERUN_COMPLETED, "register_imported"),
)


@pytest.mark.parametrize(("signal", "name"), RECEIVERS)
def test_each_receiver_is_connected_once(signal: Any, name: str) -> None:
    uids = [str(key[0]) for key, *_ in signal.receivers]
    assert sum(uid.startswith(f"cadretrain_reports.receivers.{name}.") for uid in uids) == 1


def summary(user: int) -> object:
    course = CourseData(course_key=CourseKey.from_string(RUN))
    said = {"course": LearningCourse(course_key=course.course_key), "course_edited_timestamp": NEW_YEAR}
    said |= {"course_version": "1", "grading_policy_hash": "h", "percent_grade": 0.8, "letter_grade": "Pass"}
    grade = PersistentCourseGradeData(user_id=user, passed_timestamp=NEW_YEAR, **said)
    return PERSISTENT_GRADE_SUMMARY_CHANGED.send_event(grade=grade)


def passing(user: int) -> object:
    pii = UserPersonalData(username="u", email="", name="")
    status = CoursePassingStatusData(
        is_passing=True,
        course=LearningCourse(course_key=CourseKey.from_string(RUN)),
        user=UserData(id=user, is_active=True, pii=pii),
    )
    return COURSE_PASSING_STATUS_UPDATED.send_event(course_passing_status=status)


def stored_grade(user: int) -> object:
    receivers.subsection_graded(SimpleNamespace(user_id=user, course_id=CourseKey.from_string(RUN)))
    return []


def completed(user: int) -> object:
    for done in (0.5, 1.0):
        block = SimpleNamespace(user_id=user, context_key=CourseKey.from_string(RUN), completion=done)
        receivers.block_completed(block)
    return []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("happen", [summary, passing, stored_grade, completed])
def test_a_grade_is_taken_in_however_often_it_comes(happen: Callable[[int], Any], host: ModuleType) -> None:
    with clock.simulated(NEW_YEAR) as at:
        account, _version = factories.trainee(), assessed("objective_online")
        factories.learn(account, at, 120)
        host.GRADES[account.user_id, "block-C1"] = Grade(Decimal(80), False)
        for _ in range(3):
            answers = happen(account.user_id)
            assert [answer for _receiver, answer in answers if isinstance(answer, Exception)] == []
    assert AssessmentResult.objects.count() == credits.CreditEntry.objects.count() == 1
