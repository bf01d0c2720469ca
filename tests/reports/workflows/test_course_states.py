"""What a trainee sees and earns in each state of a course; hours already earned never change (7.1.3, R3)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows import courses as workflow
from cadretrain_reports.workflows import study
from cadretrain_xblock import contract
from tests import factories
from tests.factories_courses import affairs, asked

pytestmark = pytest.mark.django_db


def rejected() -> None:
    reviewer = factories.user()
    [review] = asked(factories.draft(duration=120), reviewer, "political")
    workflow.decide_review(reviewer, review, "return", "再改")


def under_review() -> None:
    asked(factories.draft(duration=120), factories.user())


def updated() -> None:
    factories.released(duration=120)
    factories.released(duration=1801)


def being_updated() -> None:
    factories.released(duration=120)
    factories.draft(duration=1801)


def update_returned() -> None:
    factories.released(duration=120)
    reviewer = factories.user()
    [review] = asked(factories.draft(duration=180), reviewer, "political")
    workflow.decide_review(reviewer, review, "return", "再改")


def update_returned_and_mended() -> None:
    update_returned()
    factories.release(factories.draft(duration=150))


def offline() -> None:
    workflow.take_offline(affairs(), factories.released(duration=120), "核查")


def revoked() -> None:
    workflow.revoke_course(affairs(), factories.released(duration=120), "失效")


def offline_and_reworked() -> None:
    offline()
    factories.draft(duration=180)


def assessed() -> None:
    factories.released(duration=120, assessment="objective_online")


STATES: dict[str, tuple[Callable[[], Any], str, str, bool, str | None]] = {
    # What was done; the page at first; the page after 180 seconds; whether these are recorded; what was earned.
    "draft": (lambda: factories.draft(duration=120), "not_released", "not_released", True, None),
    "in production": (
        lambda: workflow.produce_course(affairs(), factories.draft(duration=120)),
        "not_released",
        "not_released",
        True,
        None,
    ),
    "under review": (under_review, "not_released", "not_released", True, None),
    "rejected": (rejected, "not_released", "not_released", True, None),
    "released": (lambda: factories.released(duration=120), "ready", "earned", True, "0.25"),
    "updated": (updated, "ready", "studying", True, None),
    "being updated": (being_updated, "not_released", "not_released", True, None),
    "update returned": (update_returned, "not_released", "not_released", True, None),
    "update returned and mended": (update_returned_and_mended, "ready", "earned", True, "0.25"),
    "offline": (offline, "not_offered", "not_offered", False, None),
    "offline, reworked": (offline_and_reworked, "not_offered", "not_offered", False, None),
    "revoked": (revoked, "not_offered", "not_offered", False, None),
    "assessed": (assessed, "ready", "awaiting_assessment", True, None),
}


def card(client: Client, account: Any, session: str) -> str:
    """Return the state that the learner card shows."""
    client.force_login(account.user)
    token = contract.mint_page_token(contract.PageToken(account.user_id, "block-C1", session))
    answer = client.post(contract.STATE_URL, {"token": token}, content_type="application/json")
    state: str = answer.json()["state"]["state"]
    return state


@pytest.mark.parametrize("state", STATES)
def test_what_a_trainee_sees_and_earns(
    state: str,
    client: Client,
    at_new_year: SimulatedClock,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    prepare, at_first, afterwards, recorded, hours = STATES[state]
    account = factories.trainee()
    prepare()
    assert card(client, account, "page") == at_first
    page = factories.Page(account, "block-C1", at_new_year, session="page")
    with django_capture_on_commit_callbacks(execute=True):
        if recorded:
            page.learn(180)
        else:
            with pytest.raises(study.StudyRefused) as refused:
                page.beat()
            assert refused.value.code == "not_offered"
    assert card(client, account, "page") == afterwards
    assert learning.CourseStudy.objects.exists() is recorded
    earned = credits.CreditEntry.objects.values_list("credit_hours", flat=True)
    assert [*earned] == ([Decimal(hours)] if hours else [])


LATER: dict[str, Callable[[Any, Any], Any]] = {
    "another duration is published": lambda _clerk, _version: factories.draft(duration=1801),
    "another duration is released": lambda _clerk, _version: factories.released(duration=1801),
    "it is taken offline": lambda clerk, version: workflow.take_offline(clerk, version, "核查"),
    "it is revoked": lambda clerk, version: workflow.revoke_course(clerk, version, "失效"),
    "it is put online again": lambda clerk, version: workflow.put_online(
        clerk, workflow.take_offline(clerk, version, "核查"), "无误"
    ),
}


@pytest.mark.parametrize("later", LATER)
def test_hours_already_earned_never_change(
    later: str,
    client: Client,
    at_new_year: SimulatedClock,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    account, version = factories.trainee(), factories.released(duration=120)
    page = factories.learn(account, at_new_year, 120)
    before = credits.CreditEntry.objects.values().get()
    totals = list(credits.CreditTotal.objects.values())
    at_new_year.advance(3600)
    with django_capture_on_commit_callbacks(execute=True):
        LATER[later](affairs(), version)
    assert credits.CreditEntry.objects.values().get() == before
    assert list(credits.CreditTotal.objects.values()) == totals
    assert card(client, account, page.session) == "earned"


@pytest.mark.parametrize("act", [workflow.take_offline, workflow.revoke_course])
def test_a_page_that_is_open_stops_when_the_course_is_withdrawn(act: Any, at_new_year: SimulatedClock) -> None:
    account, version = factories.trainee(), factories.released(duration=600)
    page = factories.learn(account, at_new_year, 120)
    act(affairs(), version, "核查")
    at_new_year.advance(30)
    with pytest.raises(study.StudyRefused):
        page.beat()
    assert learning.learned(account.pk, version.course_id) == 120


def test_a_page_goes_on_when_the_course_is_online_again(at_new_year: SimulatedClock) -> None:
    clerk = affairs()
    account, version = factories.trainee(), factories.released(duration=600)
    page = factories.learn(account, at_new_year, 120)
    workflow.take_offline(clerk, version, "核查")
    at_new_year.advance(600)
    workflow.put_online(clerk, version, "无误")
    page.learn(480)
    credit = credits.standing_credit(page.study)
    assert credit is None  # the beat after the pause closes a gap, which does not count
    page.learn(60)
    assert credits.standing_credit(page.study).learning_duration == 600


@pytest.mark.parametrize(("duration", "hours"), [(660, "0.25"), (1000, "0.5"), (60, "0.25")])
def test_a_duration_that_is_changed_between_study_and_credit(
    duration: int,
    hours: str,
    at_new_year: SimulatedClock,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """Time required and hours are those of the version released when credit falls (R3)."""
    account, _first = factories.trainee(), factories.released(duration=900)
    page = factories.learn(account, at_new_year, 600)
    second = factories.draft(duration=duration)
    page.learn(420)
    assert credits.standing_credit(page.study) is None
    with django_capture_on_commit_callbacks(execute=True):
        factories.release(second)
    credit = credits.standing_credit(page.study)
    assert (credit.version, credit.credit_hours) == (second, Decimal(hours))


def test_an_assessed_course_says_so_the_moment_its_time_is_fulfilled(at_new_year: SimulatedClock) -> None:
    assessed()
    page = factories.Page(factories.trainee(), "block-C1", at_new_year)
    page.beat()
    asked_at = []
    for seconds in (60, 120, 180):
        at_new_year.advance(60)
        asked_at += [seconds] * page.beat().asked
    assert 120 in asked_at
    assert not credits.CreditEntry.objects.exists()
