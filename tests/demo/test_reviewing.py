"""Courses of the academy are handed in, reviewed from five angles and released by those whose task it is (7.1.3)."""

from __future__ import annotations

import pytest

from cadretrain_reports import conf
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.demo import academy, officials, reviewing, scenarios
from cadretrain_reports.demo.accounts import open_staff_accounts
from cadretrain_reports.demo.catalogue import COURSES
from cadretrain_reports.demo.runtime import open_block
from cadretrain_reports.rules.periods import Period, period_by_label
from tests.demo.conftest import OnCommit

pytestmark = pytest.mark.django_db

STATE = courses.CourseVersion.State


def period() -> Period:
    return period_by_label(2025, conf.period_rule())


@pytest.fixture
def staffed() -> None:
    """Have everybody in office whom it takes."""
    academy.add_bodies()
    open_staff_accounts()
    reviewing.open_reviewers()
    officials.take_office(period())


def publish(capture: OnCommit) -> list[bool]:
    with capture(execute=True):
        return list(academy.publish_courses(period()))


def states() -> dict[str, str]:
    return dict(courses.CourseVersion.objects.values_list("course__code", "state"))


@pytest.mark.usefixtures("staffed")
def test_all_but_two_are_released_once(django_capture_on_commit_callbacks: OnCommit) -> None:
    scenarios.load(COURSES[0].as_unit(2025))  # as if killed before its publication
    assert publish(django_capture_on_commit_callbacks) == [False] + [True] * 29
    assert sum(reviewing.release_courses(period())) == 28
    assert list(reviewing.release_courses(period())) == [False] * 30
    assert {code: state for code, state in states().items() if state != STATE.RELEASED} == {
        "JJ-011": STATE.DRAFT,
        reviewing.WAITING: STATE.UNDER_REVIEW,
    }
    version = courses.CourseVersion.objects.get(course__code="FZ-101")
    reviews = version.reviews.values_list("angle", "reviewer__username", "verdict")
    assert {(angle, verdict) for angle, _who, verdict in reviews} == {
        (angle, "pass") for angle in courses.CourseReview.Angle.values
    }
    assert {who for _angle, who, _verdict in reviews} == set(reviewing.REVIEWERS)
    kept = AuditEntry.objects.filter(target_key=version.uuid).order_by("pk").values_list("act", "actor__username")
    assert list(kept) == [
        (act, "affairs-qhgx") for act in ("course.submit", "course.assign", "course.assign", "course.release")
    ]


@pytest.mark.usefixtures("staffed")
def test_what_a_visitor_has_edited_is_left_alone(django_capture_on_commit_callbacks: OnCommit) -> None:
    publish(django_capture_on_commit_callbacks)
    list(reviewing.release_courses(period()))
    usage_id = scenarios.credit_course_of(COURSES[0].as_unit(2025).course_run)
    block = open_block(usage_id, is_authoring=True)
    block.course_duration = 1200
    block.save()
    with django_capture_on_commit_callbacks(execute=True):
        scenarios.publish(usage_id)
    assert publish(django_capture_on_commit_callbacks) == [False] * 30
    assert list(reviewing.release_courses(period())) == [False] * 30
    course = courses.course_at(usage_id)
    assert course is not None
    newest = courses.latest_version(course.pk)
    assert (newest.number, newest.state, newest.course_duration) == (2, STATE.UNDER_REVIEW, 1200)


def test_a_course_that_cannot_be_registered_stops_the_academy(django_capture_on_commit_callbacks: OnCommit) -> None:
    publish(django_capture_on_commit_callbacks)
    with pytest.raises(RuntimeError, match="did not register"):
        list(reviewing.release_courses(period()))
