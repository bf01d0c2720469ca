"""The list of courses by state, and the page of one version (7.1.2, 7.1.3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cadretrain_reports import clock
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.workflows import courses as workflow
from tests import factories, factories_courses
from tests.factories_duties import holder
from tests.factories_people import operator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

URL = "/cadretrain/courses/"


@pytest.fixture
def clerk() -> Any:
    return factories_courses.affairs()


def url_of(version: courses.CourseVersion) -> str:
    return f"{URL}{version.uuid}/"


def titles(page: Any) -> list[str]:
    return page.each("//tbody/tr/td[1]//a")


def tabs(page: Any) -> list[str]:
    return [text for text in page.each("//nav[@class='tabs']//a") if not text.endswith(" 0")]


def states(page: Any) -> list[str]:
    return page.each("//tbody/tr/td[@data-label='State']")


def test_courses_are_listed_by_state_each_with_its_count(browse: Any, clerk: Any) -> None:
    factories.released("C1", title="甲")
    factories.draft("C1", title="甲的新版")
    factories.draft("C2", title="乙")
    page = browse(clerk).get(URL)
    assert titles(page) == ["乙", "甲的新版", "甲"]
    assert states(page) == ["draft", "under review", "released"]
    assert tabs(page) == ["all 3", "draft 1", "under review 1", "released 1"]
    page.get(URL, state="under_review")
    assert titles(page) == ["甲的新版"]
    assert "0 of 5" in page.said("//tbody")
    assert tabs(page)[0] == "all 3"


def test_what_was_replaced_is_left_to_the_page_of_its_course(browse: Any, clerk: Any) -> None:
    factories.released("C1", title="旧")
    factories.released("C1", title="新")
    assert titles(browse(clerk).get(URL)) == ["新"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "甲"}, ["甲"]),
        ({"words": "c2"}, ["乙"]),
        ({"category": "法治建设"}, ["甲"]),
        ({"category": "法治建设", "state": "released"}, []),
        ({"state": "nonsense"}, []),
        ({"words": "长" * 101}, []),
    ],
)
def test_it_is_narrowed(browse: Any, clerk: Any, asked: dict[str, str], found: list[str]) -> None:
    factories.draft("C1", title="甲", category="法治建设")
    factories.draft("C2", title="乙")
    page = browse(clerk).get(URL, **asked)
    assert (page.status, titles(page)) == (200, found)


def test_each_sees_the_own_institutions_and_a_department_those_below(browse: Any, clerk: Any) -> None:
    factories.draft("C1", title="甲")
    other = factories.organization("JCGX", Capacity.TRAINING_INSTITUTION, parent=factories.department("OTHER"))
    factories.released("C2", title="乙", provider=other.code)
    assert titles(browse(clerk).get(URL)) == ["甲"]
    assert titles(browse(factories_courses.officer()).get(URL)) == ["甲"]
    assert titles(browse(factories_courses.officer("OTHER")).get(URL)) == ["乙"]
    both = browse(operator()).get(URL)
    assert titles(both) == ["乙", "甲"]
    assert titles(both.get(URL, institution="SASW")) == ["甲"]


def test_who_runs_no_courses_finds_no_list(browse: Any, clerk: Any) -> None:
    for somebody in (factories.user(), factories.trainee().user, holder(Role.TEACHER, factories.institution())):
        page = browse(somebody).get(URL)
        assert (page.status, page.said("//h1")) == (403, "Not for you")
        assert URL not in page.page.xpath("//nav//a/@href")
    assert URL in browse(clerk).get(URL).page.xpath("//nav//a/@href")


def test_pages_follow_each_other_and_keep_what_is_asked(browse: Any, clerk: Any) -> None:
    for number in range(25):
        factories.draft(f"C{number:02d}", title=f"课{number:02d}")
    page = browse(clerk).get(URL, state="draft")
    seen = titles(page)
    page.get(URL + page.page.xpath("//a[@rel='next']/@href")[0])
    assert seen + titles(page) == [f"课{number:02d}" for number in reversed(range(25))]
    assert "state=draft" in page.page.xpath("//a[@rel='prev']/@href")[0]


def test_a_list_costs_the_same_for_one_course_and_for_many(browse: Any, clerk: Any) -> None:
    factories_courses.asked(factories.draft("C00"), factories.user())
    page = browse(clerk)
    with CaptureQueriesContext(connection) as one:
        page.get(URL)
    for number in range(1, 12):
        factories_courses.asked(factories.draft(f"C{number:02d}"), factories.user())
    with CaptureQueriesContext(connection) as many:
        page.get(URL)
    assert len(titles(page)) == 12
    assert len(many) <= len(one) <= 35


def test_a_version_tells_all_that_is_kept_of_it(browse: Any, clerk: Any) -> None:
    reviewer = factories.user("reviewer")
    version = factories.draft("C1", title="甲", objectives="学会甲", knowledge_points=("一", "二"), pass_mark=70)
    (review,) = factories_courses.asked(version, reviewer, "political")
    workflow.decide_review(reviewer, review, "return", "第二节有误")
    factories_courses.asked(version, reviewer, "scientific")
    page = browse(clerk).get(url_of(version))
    said = page.said()
    assert "学会甲" in said
    assert "Before its release a reviewer has still to pass it from these angles: political soundness" in said
    assert "1 review that holds no more" in said
    assert "第二节有误" in page.said("//details")
    reviews = page.each("//section[@aria-labelledby='reviews']/table//tr")
    assert reviews[1].startswith("political soundnessnobody is asked")
    assert "reviewer" in reviews[2]
    assert "awaited" in reviews[2]
    steps = page.each("//section[@aria-labelledby='history']//tbody//td[2]")
    assert steps == ["put under review", "returned by a reviewer", "put under review", "registered"]
    assert page.each("//div[@class='panel']//a") == ["Name reviewers"]


def test_a_department_reads_and_acts_not(browse: Any, clerk: Any) -> None:
    version = factories.draft()
    page = browse(factories_courses.officer()).get(url_of(version))
    assert page.status == 200
    assert page.each("//div[@class='panel']//a") == []
    assert browse(holder(Role.TEACHER, factories.institution())).get(url_of(version)).status == 200


def test_others_find_no_draft_and_of_a_released_course_no_reviews(browse: Any, clerk: Any) -> None:
    draft, released = factories.draft("C1"), factories.released("C2")
    page = browse(factories.trainee().user)
    assert (page.get(url_of(draft)).status, page.said("//h1")) == (404, "Not found")
    assert (page.get(url_of(released)).status, page.said("//h1")) == (403, "Not for you")


def test_what_is_to_be_mended_is_named(browse: Any, clerk: Any) -> None:
    version = factories.draft("C1", title="甲", covers="unit-1")
    factories.register(factories.marking("C1", title="乙", usage_key="copy", course_run="course-v1:SASW+CADRE+2027"))
    overlapping = factories.marking("C2", usage_key="over", covers="unit-1")
    with pytest.raises(courses.RegistrationError), transaction.atomic():
        courses.register(overlapping, clock.now())
    with transaction.atomic():
        courses.refuse(overlapping, "extent", "block-C1")
    page = browse(clerk)
    assert states(page.get(URL)) == ["draft to be mended"]
    page.get(url_of(version))
    assert "Wrong: extent · it overlaps block-C1" in page.said("//section[@aria-labelledby='refused']")
    assert "It contradicts the newest version in: title" in page.said("//section[@aria-labelledby='places']")


def test_another_block_leads_from_now_on(browse: Any, clerk: Any) -> None:
    version = factories.draft("C1", title="甲")
    factories.register(factories.marking("C1", title="乙", usage_key="copy"))
    page = browse(clerk).get(url_of(version))
    page.get(page.page.xpath("//a[contains(@href, '/lead/')]/@href")[0]).press("")
    assert page.response.redirect_chain == [(url_of(version), 302)]
    assert courses.study_place(version.course_id).usage_key == "copy"  # type: ignore[union-attr]
    assert page.get(f"{url_of(version)}lead/", block="nowhere").status == 404


def test_an_older_version_leads_to_the_newest(browse: Any, clerk: Any) -> None:
    old, new = factories.released("C1", title="旧"), factories.released("C1", title="新")
    page = browse(clerk).get(url_of(old))
    assert "Version 2 is newer: released." in page.said()
    assert page.each("//div[@class='panel']//div[@class='acts']//a") == []
    assert url_of(new) in page.page.xpath("//a/@href")


def test_in_chinese_too(browse: Any, clerk: Any) -> None:
    version = factories.draft("C1")
    page = browse(clerk, "zh-hans")
    for url in (URL, url_of(version)):
        assert page.get(url).status == 200
        assert page.page.get("lang") == "zh-hans"
    assert "草稿" in page.said()
