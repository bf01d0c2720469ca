"""What is asked of a reviewer, and the verdict, for people without any duty too (7.1.3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.courses.api import CourseReview, CourseVersion
from tests import factories, factories_courses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

URL = "/cadretrain/reviews/"


@pytest.fixture
def version() -> CourseVersion:
    return factories.draft("C1", title="甲", objectives="学会甲")


@pytest.fixture
def reviewer() -> Any:
    return factories.user()


def url_of(review: CourseReview) -> str:
    return f"{URL}{review.uuid}/"


def test_a_reviewer_finds_what_is_asked_with_the_way_to_the_content(
    browse: Any, version: CourseVersion, reviewer: Any
) -> None:
    asked = factories_courses.asked(version, reviewer, "political", "scientific")
    page = browse(reviewer).get(URL)
    assert page.each("//header//nav//a") == ["Course catalogue", "Theme classes", "Asked of me"]
    assert page.each("//nav[@class='tabs']//a") == ["to be given 2", "given 0"]
    assert page.each("//li[@class='card']//h2") == ["甲"]
    assert page.page.xpath("//ul[@class='ticks']//a/@href") == [url_of(review) for review in asked]
    assert f"/study/{factories.RUN}/block-C1" in page.page.xpath("//a/@href")


def test_verdicts_follow_each_other_until_all_are_given(browse: Any, version: CourseVersion, reviewer: Any) -> None:
    first, second = factories_courses.asked(version, reviewer, "political", "scientific")
    page = browse(reviewer).get(url_of(first))
    assert "学会甲" in page.said()
    page.press("/", verdict="pass")
    assert page.response.redirect_chain == [(url_of(second), 302)]
    assert "Said: it passes." in page.said("//*[@role='status']")
    page.press("/", verdict="pass", opinion="很好")
    assert page.response.redirect_chain == [(URL, 302)]
    assert "Nothing is asked of you now." in page.said()
    given = page.get(URL, show="given").each("//tbody/tr")
    assert "scientific soundness" in given[0]
    assert "很好" in given[0]
    assert page.get(url_of(first)).each("//main//form") == []


def test_a_return_needs_an_opinion_said_at_its_field(browse: Any, version: CourseVersion, reviewer: Any) -> None:
    review, _other = factories_courses.asked(version, reviewer, "political", "scientific")
    page = browse(reviewer).get(url_of(review)).press("/", verdict="return")
    assert page.status == 400
    assert page.each("//div[@role='alert']//a") == ["Opinion"]
    page.press("/", verdict="return", opinion="第二节有误")
    assert page.response.redirect_chain == [(URL, 302)]
    version.refresh_from_db()
    assert version.state == "in_production"
    assert page.each("//nav[@class='tabs']//a") == ["to be given 0", "given 1"]


def test_no_verdict_is_no_answer(browse: Any, version: CourseVersion, reviewer: Any) -> None:
    (review,) = factories_courses.asked(version, reviewer, "political")
    page = browse(reviewer).get(url_of(review)).press("/")
    assert page.status == 400
    (link,) = page.page.xpath("//div[@role='alert']//a/@href")
    assert page.page.get_element_by_id(link.removeprefix("#")).tag == "fieldset"


def test_what_changed_meanwhile_is_over(browse: Any, version: CourseVersion, reviewer: Any) -> None:
    (review,) = factories_courses.asked(version, reviewer, "political")
    page = browse(reviewer).get(url_of(review))
    factories.draft("C1", title="乙")
    page.press("/", verdict="pass")
    assert page.status == 400
    assert "This review is over" in page.said("//div[@role='alert']")
    assert "This review is over" in page.get(url_of(review)).said()
    review.refresh_from_db()
    assert review.verdict == ""


def test_nobody_gives_the_verdict_of_another(browse: Any, version: CourseVersion, reviewer: Any) -> None:
    (review,) = factories_courses.asked(version, reviewer, "political")
    clerk = browse(factories_courses.affairs())
    assert (clerk.get(url_of(review)).status, clerk.said("//h1")) == (403, "Not for you")
    clerk.client.handler.enforce_csrf_checks = False
    assert clerk.client.post(url_of(review), {"verdict": "pass"}).status_code == 403
    stranger = browse(factories.user())
    assert stranger.get(url_of(review)).status == 404
    assert stranger.get(URL).status == 403
    assert "Asked of me" not in stranger.each("//header//nav//a")
    review.refresh_from_db()
    assert review.verdict == ""


def test_a_list_costs_the_same_for_one_course_and_for_many(browse: Any, version: CourseVersion, reviewer: Any) -> None:
    factories_courses.asked(version, reviewer, "political")
    page = browse(reviewer)
    with CaptureQueriesContext(connection) as one:
        page.get(URL)
    for number in range(2, 10):
        factories_courses.asked(factories.draft(f"C{number}"), reviewer, "political")
    with CaptureQueriesContext(connection) as many:
        page.get(URL)
    assert len(page.each("//li[@class='card']")) == 9
    assert len(many) <= len(one) <= 25


def test_in_chinese_too(browse: Any, version: CourseVersion, reviewer: Any) -> None:
    (review,) = factories_courses.asked(version, reviewer, "political")
    page = browse(reviewer, "zh-hans")
    assert page.get(URL).page.get("lang") == page.get(url_of(review)).page.get("lang") == "zh-hans"
