"""One course at a time: opened, refused, taken over and taken back (3.9, R7)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.api import Heard
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows import study
from tests import factories
from tests.factories import PRESENT, SEEN, Page
from tests.workers import crew, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    for code in ("C1", "C2"):
        factories.released(code, 3600)
    return factories.trainee()


def opened(account: Account, code: str, session: str = "", *, take_over: bool = False) -> study.StoredBeat:
    return study.first_beat(account.user_id, f"block-{code}", session or f"session-{code}", SEEN, take_over=take_over)


def refused(act: Any, *arguments: Any, **named: Any) -> tuple[str, str]:
    with pytest.raises(study.StudyRefused) as told:
        act(*arguments, **named)
    return told.value.code, told.value.title


def test_a_page_of_another_course_is_refused_with_the_title_of_the_open_one(
    account: Account, at_new_year: SimulatedClock
) -> None:
    opened(account, "C1")
    at_new_year.advance(60)
    assert refused(opened, account, "C2") == ("other_course", "课程C1")
    assert not learning.CourseStudy.objects.filter(course__code="C2").exists()


def test_a_page_that_was_not_heard_of_is_in_nobodys_way(account: Account, at_new_year: SimulatedClock) -> None:
    first = opened(account, "C1")
    at_new_year.advance(61)
    assert opened(account, "C2").reason == "first"
    page = learning.OpenPage(first.study, "session-C1", "block-C1")
    assert refused(study.next_beat, page, SEEN) == ("taken_over", "")


def test_a_page_that_was_left_is_in_nobodys_way(account: Account, at_new_year: SimulatedClock) -> None:
    first = opened(account, "C1")
    at_new_year.advance(5)
    left = study.next_beat(learning.OpenPage(first.study, "session-C1", "block-C1"), Heard(PRESENT, leaving=True))
    assert left is not None
    assert left.reason is None
    assert opened(account, "C2").reason == "first"


def test_taking_over_ends_the_other_page_and_back_again(account: Account, at_new_year: SimulatedClock) -> None:
    one, other = Page(account, "block-C1", at_new_year), Page(account, "block-C2", at_new_year)
    one.learn(30)
    at_new_year.advance(10)
    assert other.beat().reason == "first"
    at_new_year.advance(10)
    assert refused(one.beat) == ("taken_over", "")
    assert refused(study.first_beat, account.user_id, "block-C1", one.session, SEEN)[0] == "other_course"
    one.study = None
    at_new_year.advance(5)
    assert one.beat().reason is None
    assert refused(other.beat) == ("taken_over", "")
    assert opened(account, "C1", "another tab").reason == "first"


def test_two_pages_of_one_course_are_welcome(account: Account, at_new_year: SimulatedClock) -> None:
    assert [opened(account, "C1", session).reason for session in ("one", "other")] == ["first", "first"]


def test_the_other_trainees_pages_are_their_own(account: Account, at_new_year: SimulatedClock) -> None:
    opened(account, "C1")
    assert opened(factories.trainee(), "C2").reason == "first"


def test_several_courses_where_the_site_wants_it(account: Account, at_new_year: SimulatedClock, settings: Any) -> None:
    first = opened(account, "C1")
    opened(account, "C2", take_over=True)
    settings.CADRETRAIN_ONE_COURSE_AT_A_TIME = False
    at_new_year.advance(30)
    page = learning.OpenPage(first.study, "session-C1", "block-C1")
    stored = study.next_beat(page, SEEN)
    assert stored is not None
    assert stored.reason is None
    assert opened(account, "C2", "more").reason == "first"


def test_who_is_suspended_cannot_take_over(account: Account, at_new_year: SimulatedClock) -> None:
    opened(account, "C1")
    from cadretrain_reports.applets.people import api as people

    people.set_status(account, people.Account.Status.SUSPENDED)
    assert refused(opened, account, "C2", take_over=True)[0] == "suspended"


def test_beats_after_a_take_over_take_two_statements_still(account: Account, at_new_year: SimulatedClock) -> None:
    opened(account, "C1")
    page = Page(account, "block-C2", at_new_year)
    page.beat()
    page.learn(60)
    at_new_year.advance(30)
    with CaptureQueriesContext(connection) as queries:
        assert page.beat().reason is None
    assert [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]] == ["SELECT", "UPDATE"]


def open_or_refused(user: int, usage_key: str, session: str) -> str | None:
    """Open a page in another process; return why it does not count, or why it is refused."""
    try:
        return study.first_beat(user, usage_key, session, SEEN).reason
    except study.StudyRefused as told:
        return told.code


@pytest.mark.django_db(transaction=True)
def test_of_two_courses_that_open_at_once_one_is_refused(account: Account, at_new_year: SimulatedClock) -> None:
    accounts = [factories.trainee() for _ in range(12)]
    with crew() as workers:
        for each in accounts:
            begun = [
                {
                    "function": "tests.reports.workflows.test_one_course.open_or_refused",
                    "user": each.user_id,
                    "usage_key": f"block-{code}",
                    "session": code,
                    "at": at_new_year.at.isoformat(),
                }
                for code in ("C1", "C2")
            ]
            assert sorted(map(str, together(workers, "call", *begun))) == ["first", "other_course"]
