"""What a publication makes of the versions of a course (7.1.2, R3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import CourseReview, CourseStep, CourseVersion
from cadretrain_reports.clock import SimulatedClock
from cadretrain_xblock.contract import CreditCourseMarking
from tests import factories
from tests.factories import marking

pytestmark = pytest.mark.django_db

ONE, OTHER = "a" * 64, "b" * 64


def publish(said: CreditCourseMarking, *authors: int) -> CourseVersion:
    """Publish, and return the newest version."""
    factories.institution(said.provider)
    with transaction.atomic():
        return courses.latest_version(courses.register(said, clock.now(), authors).course_id)


def steps(version: CourseVersion) -> list[tuple[str, str, str]]:
    return list(version.steps.order_by("pk").values_list("kind", "from_state", "state"))


def test_the_first_publication_is_the_first_step(at_new_year: SimulatedClock) -> None:
    version = publish(marking(content=ONE), 3, 2)
    assert (version.number, version.state, version.authors, version.content) == (1, "draft", [2, 3], ONE)
    kept = CourseStep.objects.get()
    assert (kept.kind, kept.from_state, kept.state, kept.by, kept.at) == (
        "register",
        "",
        "draft",
        None,
        at_new_year.at,
    )
    assert (kept.content, str(kept)) == (ONE, f"{version.pk}: register")


@pytest.mark.parametrize(
    "changed", [{"title": "新名"}, {"course_duration": 1801}, {"requirement": "required"}, {"content": OTHER}]
)
@pytest.mark.parametrize("state", ["draft", "in_production", "under_review"])
def test_what_nobody_was_asked_to_review_is_rewritten_where_it_stands(state: str, changed: dict[str, Any]) -> None:
    version = publish(marking(content=ONE), 2000)
    CourseVersion.objects.update(state=state)
    newest = publish(replace(marking(content=ONE), **changed), 4000)
    assert (newest.pk, newest.number, newest.state, newest.authors) == (version.pk, 1, state, [2000, 4000])
    assert {field: getattr(newest, field) for field in changed} == changed
    assert steps(newest)[1:] == [("change", state, state)]
    assert newest.credit_hours == (1 if "course_duration" in changed else version.credit_hours)


def test_what_is_changed_under_review_goes_back_and_no_verdict_holds(at_new_year: SimulatedClock) -> None:
    version = factories.passed(publish(marking(content=ONE)))
    newest = publish(marking(content=OTHER))
    assert (newest.pk, newest.state) == (version.pk, "in_production")
    assert steps(newest)[-1] == ("change", "under_review", "in_production")
    assert not CourseReview.objects.filter(standing=True).exists()
    assert CourseReview.objects.filter(verdict="pass", standing=None).count() == 5
    assert len(courses.missing_angles(newest)) == 5


@pytest.mark.parametrize("changed", [{"title": "新名"}, {"content": OTHER}])
def test_over_a_released_version_a_new_one_is_put_under_review(changed: dict[str, Any]) -> None:
    released = factories.release(publish(marking(content=ONE), 2000))
    newest = publish(replace(marking(content=ONE), **changed), 4000)
    assert (newest.number, newest.state, newest.authors) == (2, "under_review", [2000, 4000])
    assert steps(newest) == [("register", "", "under_review")]
    released.refresh_from_db()
    assert (released.state, released.title, released.content) == ("released", "课程C1", ONE)


@pytest.mark.parametrize("state", ["offline", "revoked"])
def test_over_a_withdrawn_version_a_draft_is_begun(state: str) -> None:
    publish(marking())
    CourseVersion.objects.update(state=state)
    newest = publish(marking(title="新名"))
    assert (newest.number, newest.state) == (2, "draft")


@pytest.mark.parametrize("state", CourseVersion.State.values)
def test_publishing_the_same_again_changes_nothing_but_who_is_known_to_have_written_it(state: str) -> None:
    publish(marking(content=ONE), 2000)
    CourseVersion.objects.update(state=state)
    newest = publish(marking(content=ONE), 4000)
    assert (newest.number, newest.state, newest.authors) == (1, state, [2000, 4000])
    assert len(steps(newest)) == 1


@pytest.mark.parametrize(("before", "after"), [("", ONE), (ONE, "")])
def test_content_that_the_host_did_not_tell_of_is_no_change(before: str, after: str) -> None:
    factories.release(publish(marking(content=before)))
    newest = publish(marking(content=after))
    assert (newest.number, newest.state, newest.content) == (1, "released", ONE)
