"""Courses from production to revocation: who may, what is on record, what credit follows, two at once (7.1.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import CourseRefused, CourseReport, CourseReview, CourseStep, CourseVersion
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import courses as workflow
from tests import factories, factories_courses
from tests.factories_classes import duty
from tests.factories_courses import ANGLES, affairs, asked, officer
from tests.workers import crew

pytestmark = pytest.mark.django_db

DOOR = "tests.factories_courses"


def kept() -> list[tuple[str, int]]:
    return list(AuditEntry.objects.filter(outcome="done").order_by("pk").values_list("act", "actor"))


def test_the_whole_way_is_on_record(settings: Any, at_new_year: SimulatedClock) -> None:
    settings.CADRETRAIN_REPORTED_COURSE_ACTS = ["offline"]
    clerk, colleague, head, reviewer = affairs(), affairs(), officer(), factories.user()
    version = factories.draft()
    workflow.produce_course(clerk, version)
    workflow.submit_course(clerk, version)
    for review in workflow.assign_reviewer(colleague, version, reviewer.username, "external", ANGLES):
        workflow.decide_review(reviewer, review, "pass")
    workflow.release_course(clerk, version)
    workflow.take_offline(clerk, version, " 核查 ")
    workflow.acknowledge_report(head, CourseReport.objects.get(), "已阅")
    workflow.put_online(clerk, version, "无误")
    workflow.revoke_course(clerk, version, "失效")
    assert kept() == [
        ("course.produce", clerk.pk),
        ("course.submit", clerk.pk),
        ("course.assign", colleague.pk),
        *[("course.review", reviewer.pk)] * 5,
        ("course.release", clerk.pk),
        ("course.offline", clerk.pk),
        ("course.acknowledge", head.pk),
        ("course.online", clerk.pk),
        ("course.revoke", clerk.pk),
    ]
    entry = AuditEntry.objects.get(act="course.offline")
    assert (entry.target_kind, entry.target_key, entry.organization, entry.reason) == (
        "course_version",
        str(version.uuid),
        "SASW",
        "核查",
    )
    steps = CourseStep.objects.order_by("pk").values_list("kind", flat=True)
    assert list(steps) == ["register", "produce", "submit", "release", "offline", "online", "revoke"]


@pytest.mark.parametrize("who", ["nobody", "teacher", "department", "affairs of another"])
def test_others_than_the_institutions_academic_affairs_may_not(who: str, at_new_year: SimulatedClock) -> None:
    body = factories_courses.institution_below()
    actor = {
        "nobody": factories.user,
        "teacher": lambda: duty(Role.TEACHER, body, user=factories.user()).user,
        "department": officer,
        "affairs of another": lambda: (
            duty(Role.ACADEMIC_AFFAIRS_OFFICER, factories.institution("CELAY"), user=factories.user()).user
        ),
    }[who]()
    version = factories.draft()
    for act in (
        workflow.produce_course,
        workflow.submit_course,
        lambda actor, version: workflow.assign_reviewer(actor, version, "x", "internal", ANGLES),
        workflow.release_course,
        lambda actor, version: workflow.take_offline(actor, version, "x"),
        lambda actor, version: workflow.put_online(actor, version, "x"),
        lambda actor, version: workflow.revoke_course(actor, version, "x"),
    ):
        with pytest.raises(Denied):
            act(actor, version)
    assert AuditEntry.objects.filter(actor=actor, outcome="denied").count() == 7
    version.refresh_from_db()
    assert (version.state, CourseStep.objects.count()) == ("draft", 1)


def test_a_verdict_is_the_reviewers_alone(at_new_year: SimulatedClock) -> None:
    reviewer = factories.user()
    [review, *_others] = asked(factories.draft(), reviewer)
    with pytest.raises(Denied):
        workflow.decide_review(affairs(), review, "pass")
    with pytest.raises(CourseRefused) as refused:
        workflow.decide_review(factories.operator(), review, "pass")
    assert refused.value.code == "not_asked"
    assert workflow.decide_review(reviewer, review, "pass").verdict == "pass"


def test_a_reviewer_is_named_by_a_name_that_somebody_has(at_new_year: SimulatedClock) -> None:
    version = workflow.submit_course(affairs(), factories.draft())
    with pytest.raises(Refused) as refused:
        workflow.assign_reviewer(affairs(), version, "ghost", "internal", ANGLES)
    assert refused.value.code == "unknown_person"
    assert AuditEntry.objects.filter(act="course.assign", outcome="denied").count() == 1


def test_a_report_is_for_the_department_to_acknowledge(settings: Any, at_new_year: SimulatedClock) -> None:
    settings.CADRETRAIN_REPORTED_COURSE_ACTS = ["revoke"]
    clerk = affairs()
    workflow.revoke_course(clerk, factories.released(), "失效")
    report = CourseReport.objects.get()
    for actor in (clerk, officer("OTHER")):
        with pytest.raises(Denied):
            workflow.acknowledge_report(actor, report)
    assert workflow.acknowledge_report(officer(), report).acknowledged_at == at_new_year.at


def test_a_refused_act_changes_nothing(at_new_year: SimulatedClock) -> None:
    clerk, version = affairs(), factories.draft()
    with pytest.raises(CourseRefused):
        workflow.release_course(clerk, version)
    assert kept() == []
    assert CourseStep.objects.count() == 1


# Credit that waited (R3).


def tasks_among(callbacks: Sequence[Any]) -> list[Any]:
    """Return what hands studies to a worker; the rest tells pages that are open to ask the database again."""
    return [callback for callback in callbacks if getattr(callback.func, "__name__", "") == "delay"]


def test_a_release_grants_what_waited(
    at_new_year: SimulatedClock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    version = factories.draft(duration=60)
    enough, little = factories.trainee(), factories.trainee()
    done = factories.learn(enough, at_new_year, 60)
    begun = factories.learn(little, at_new_year, 30)
    at_new_year.advance(600)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        released = factories.release(version)
    assert (len(tasks_among(callbacks)), released.released_at) == (1, at_new_year.at)
    assert credits.standing_credit(done.study).earned_at == at_new_year.at
    assert credits.standing_credit(begun.study) is None


def test_a_release_goes_on_in_tasks_of_bounded_size(
    at_new_year: SimulatedClock,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    monkeypatch.setattr(workflow, "_STUDIES_PER_TASK", 2)
    version = factories.draft(duration=60)
    pages = [factories.learn(factories.trainee(), at_new_year, 60) for _ in range(5)]
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        factories.release(version)
    assert len(tasks_among(callbacks)) == 3
    assert all(credits.standing_credit(page.study) for page in pages)


def test_a_release_that_is_refused_grants_nothing(
    at_new_year: SimulatedClock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    version = factories.draft(duration=60)
    page = factories.learn(factories.trainee(), at_new_year, 60)
    with pytest.raises(CourseRefused), django_capture_on_commit_callbacks() as callbacks:
        workflow.release_course(affairs(), version)
    assert callbacks == []
    assert credits.standing_credit(page.study) is None


def test_credit_that_a_withdrawal_held_back_falls_when_the_course_is_online_again(
    at_new_year: SimulatedClock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    """It falls at that moment, under the version and with the hours released then (R2, R3)."""
    clerk, version = affairs(), factories.draft(duration=60)
    page = factories.learn(factories.trainee(), at_new_year, 60)
    factories.release(version)
    workflow.take_offline(clerk, version, "核查")
    at_new_year.advance(3600)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.put_online(clerk, version, "无误")
    assert credits.standing_credit(page.study).earned_at == at_new_year.at


# Two at once.


def at_once(workers: list[Any], *acts: tuple[str, dict[str, Any]]) -> list[str]:
    for worker, (function, arguments) in zip(workers, acts, strict=True):
        worker.send("call", function=f"{DOOR}.{function}", **arguments)
    return [worker.answer() for worker in workers]


@pytest.mark.django_db(transaction=True)
def test_two_reviewers_who_decide_at_once() -> None:
    one, other = factories.user(), factories.user()
    with crew() as workers:
        for number in range(10):
            version = factories.draft(f"C{number}")
            reviews = [asked(version, reviewer, "political")[0] for reviewer in (one, other)]
            answers = at_once(
                workers,
                ("decide", {"user": one.pk, "number": reviews[0].pk, "verdict": "return"}),
                ("decide", {"user": other.pk, "number": reviews[1].pk, "verdict": "pass" if number % 2 else "return"}),
            )
            version.refresh_from_db()
            assert version.state == "in_production"
            assert answers[0] == "in_production" or number % 2 == 0
            assert version.steps.filter(kind="return").count() == 1
            assert min(answers) == "in_production"
            assert max(answers) in {"review_over", "under_review"}
            assert not CourseReview.objects.filter(version=version, standing=True).exists()


@pytest.mark.django_db(transaction=True)
def test_a_verdict_given_twice_at_once_holds_once() -> None:
    reviewer = factories.user()
    with crew() as workers:
        for number in range(10):
            [review] = asked(factories.draft(f"C{number}"), reviewer, "political")
            said = ("decide", {"user": reviewer.pk, "number": review.pk, "verdict": "pass"})
            assert sorted(at_once(workers, said, said)) == ["review_over", "under_review"]
    assert AuditEntry.objects.filter(act="course.review").count() == 10


@pytest.mark.django_db(transaction=True)
def test_a_publication_in_the_moment_of_the_release() -> None:
    """Either the change is reviewed with what it changes, or it becomes a version that is still to be reviewed."""
    operator = factories.operator()
    seen = set()
    with crew() as workers:
        for number in range(10):
            version = factories.passed(factories.draft(f"C{number}"))
            answers = at_once(
                workers,
                ("release", {"user": operator.pk, "number": version.pk}),
                ("change", {"code": f"C{number}", "title": "新名"}),
            )
            versions = CourseVersion.objects.filter(course=version.course).order_by("number")
            states = list(versions.values_list("state", "title"))
            if answers[0] == "released":
                assert states == [("released", f"课程C{number}"), ("under_review", "新名")]
            else:
                assert (answers[0], states) == ("wrong_state", [("in_production", "新名")])
            assert courses.missing_angles(courses.latest_version(version.course_id)) == ANGLES
            seen.add(answers[0])
    assert seen <= {"released", "wrong_state"}
