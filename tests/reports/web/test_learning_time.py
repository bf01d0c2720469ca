"""The page on which a trainee sees which time counted, and why the rest did not (3.9, R7)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.learning.api import Signs, UncountedTime
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rules.durations import StudyPolicy
from cadretrain_reports.web.learning_time import meanings
from tests import factories

pytestmark = pytest.mark.django_db

DAY_S = 86400
HIDDEN = Signs(visible=False, active=False)


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    factories.released("C1", title="甲")
    return factories.trainee()


def url(code: str = "C1") -> str:
    course = factories.courses.Course.objects.get(code=code)
    return f"/cadretrain/my-courses/{course.uuid}/time/"


def rows(page: Any) -> list[list[str]]:
    cells = page.each("//table//tbody//td")
    return [cells[start : start + 3] for start in range(0, len(cells), 3)]


def test_each_day_with_what_counted_and_why_the_rest_did_not(
    browse: Any, account: Account, at_new_year: SimulatedClock
) -> None:
    page = factories.learn(account, at_new_year, 125)
    at_new_year.advance(61)
    page.beat(HIDDEN)
    at_new_year.advance(DAY_S)
    factories.learn(account, at_new_year, 60)
    shown = browse(account.user).get(url())
    assert [day[1:] for day in rows(shown)] == [["1:00", "–"], ["2:05", "1:01 · Page in the background"]]
    assert shown.each("//dl[@class='figures']//dd") == ["3:05", "1:01", "15:01"]
    (told,) = shown.each("//section[@aria-labelledby='reasons']//dd/span")
    assert told.startswith("The page was not in front of you")
    assert "Learning time: 甲" in shown.said("//h1")


def test_counted_and_uncounted_are_all_that_the_page_was_open(
    browse: Any, account: Account, at_new_year: SimulatedClock
) -> None:
    page = factories.learn(account, at_new_year, 120)
    for seconds, signs in ((30, HIDDEN), (3600, factories.PRESENT), (45, factories.PRESENT)):
        at_new_year.advance(seconds)
        page.beat(signs)
    shown = browse(account.user).get(url())
    assert shown.each("//dl[@class='figures']//dd")[:2] == ["2:45", "1:00:30"]
    assert shown.each("//table//tbody//td[3]/div") == [
        "1:00:00 · No connection to the page",
        "0:30 · Page in the background",
    ]


def test_course_that_was_opened_and_not_studied(browse: Any, account: Account, at_new_year: SimulatedClock) -> None:
    factories.Page(account, "block-C1", at_new_year).beat()
    assert "No time has been recorded yet" in browse(account.user).get(url()).said()


def test_nobody_sees_the_time_of_others(browse: Any, account: Account, at_new_year: SimulatedClock) -> None:
    factories.learn(account, at_new_year, 60)
    other = factories.trainee()
    assert browse(other.user).get(url()).status == 404
    assert browse(factories.user("nobody")).get(url()).status == 404
    assert browse(account.user).get(url()).status == 200


def test_is_linked_from_the_course_and_from_ones_own_list(
    browse: Any, account: Account, at_new_year: SimulatedClock
) -> None:
    course = url().removesuffix("time/").replace("my-courses", "catalogue")
    assert url() not in browse(account.user).get(course).page.xpath("//main//a/@href")
    factories.learn(account, at_new_year, 60)
    assert url() in browse(account.user).get(course).page.xpath("//main//a/@href")
    assert url() in browse(account.user).get("/cadretrain/my-courses/").page.xpath("//main//a/@href")


def test_every_reason_is_told_in_words() -> None:
    assert set(meanings(StudyPolicy())) == set(UncountedTime.Reason.values)
