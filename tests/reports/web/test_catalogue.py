"""The catalogue as a trainee meets it, and as others do (3.12)."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.clock import SimulatedClock
from tests import factories, factories_choices
from tests.factories_people import liaison, operator
from tests.factories_plans import issued, line, plan
from tests.reports import stand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

URL = "/cadretrain/catalogue/"


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    return factories.trainee()


def url_of(version: CourseVersion) -> str:
    return f"{URL}{version.course.uuid}/"


def titles(browser: Any) -> list[str]:
    return browser.each("//section[@aria-labelledby='listed']//h3/a")


def test_courses_on_offer_are_listed_the_newest_first(browse: Any, account: Account) -> None:
    factories.released("C1", title="甲", lecturers=("何静怡",), category="法治建设")
    factories.released("C2", title="乙", duration=600)
    factories.draft("C3", title="丙")
    page = browse(account.user).get(URL)
    assert titles(page) == ["乙", "甲"]
    assert "0.5 credit-hours · 16 min" in page.said().replace("hours 16", "hours · 16")
    assert "何静怡" in page.said()
    assert page.said("//*[@class='count']") == "2 courses"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"words": "甲"}, ["甲"]),
        ({"words": "何静怡"}, ["甲"]),
        ({"category": "法治建设"}, ["甲"]),
        ({"hours": "0.25"}, ["乙"]),
        ({"institution": "JCGX"}, ["乙"]),
        ({"lecturer": "何"}, ["甲"]),
        ({"words": "甲", "hours": "0.25"}, []),
        ({"hours": "99"}, []),
        ({"words": "长" * 101}, []),
    ],
)
def test_it_is_narrowed(browse: Any, account: Account, asked: dict[str, str], found: list[str]) -> None:
    factories.released("C1", title="甲", lecturers=("何静怡",), category="法治建设")
    factories.released("C2", title="乙", duration=600, category="财政管理", provider="JCGX")
    page = browse(account.user).get(URL, **asked)
    assert titles(page) == found
    assert page.status == 200


def test_what_nothing_can_be_told_apart_by_is_no_filter(browse: Any, account: Account) -> None:
    factories.released("C1")
    page = browse(account.user).get(URL)
    assert [field.get("name") for field in page.page.xpath("//form[@role='search']//*[@name]")] == ["words", "lecturer"]


def test_choosing_and_dropping_from_the_list_lead_back_to_it(browse: Any, account: Account) -> None:
    version = factories.released("C1")
    page = browse(account.user).get(URL, words="课程").press("/choose/")
    assert page.response.redirect_chain == [(f"{URL}?words=%E8%AF%BE%E7%A8%8B", 302)]
    assert "Chosen. You are enrolled" in page.said("//*[@role='status']")
    assert stand_in.enrolled_runs(account.user_id) == {factories.RUN}
    assert page.each("//section//*[contains(@class, 'badge')]") == ["chosen"]
    page.press("/drop/")
    assert "Dropped." in page.said("//*[@role='status']")
    assert stand_in.enrolled_runs(account.user_id) == set()
    assert version.course.choices.filter(standing=True).count() == 0


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_button_leads_back_to_this_site_only(browse: Any, account: Account, back: str) -> None:
    version = factories.released("C1")
    page = browse(account.user).get(URL).press("/choose/", back=back)
    assert page.response.redirect_chain == [(url_of(version), 302)]


def test_what_is_refused_is_said(browse: Any, account: Account) -> None:
    factories.released("C1")
    stand_in.FULL.add(factories.RUN)
    page = browse(account.user).get(URL).press("/choose/")
    assert "The platform takes nobody into this course now." in page.said("//p[@class='note error']")


def test_what_a_plan_requires_is_found_and_says_why(browse: Any, account: Account) -> None:
    named = factories.released("C1", title="甲")
    factories.released("C2", title="乙", requirement="required")
    page = browse(account.user).get(URL)
    assert not page.page.xpath("//select[@name='need']")
    issued("DEPARTMENT", plan(line("2", courses=(named.course,)), to=("BUREAU",)))
    assert titles(page.get(URL, need="required")) == ["甲"]
    assert "Required by “年度培训计划”, line 1" in page.said()
    assert titles(page.get(URL, need="elective")) == ["乙"]
    assert "Required by “年度培训计划”, line 1" in page.get(url_of(named)).said("//article/header")


def test_what_is_recommended_comes_first_with_who_says_so(browse: Any, account: Account) -> None:
    version, _other = factories.released("C1", title="甲"), factories.released("C2", title="乙")
    factories_choices.recommended(version, note="请先学这一门")
    page = browse(account.user).get(URL)
    said = page.said("//section[@class='recommended']")
    assert "Recommended by 机构BUREAU, until March 31, 2026" in said
    assert "请先学这一门" in said
    assert titles(page) == ["乙", "甲"]
    assert titles(page.get(URL, need="recommended")) == ["甲"]
    assert not page.page.xpath("//section[@class='recommended']")


def test_pages_follow_each_other_without_a_gap(browse: Any, account: Account) -> None:
    for number in range(45):
        factories.released(f"C{number:02d}", title=f"课{number:02d}")
    page = browse(account.user).get(URL)
    seen = titles(page)
    assert not page.page.xpath("//a[@rel='prev']")
    while page.page.xpath("//a[@rel='next']"):
        page.get(URL + page.page.xpath("//a[@rel='next']/@href")[0])
        seen += titles(page)
    assert seen == [f"课{number:02d}" for number in reversed(range(45))]
    page.get(URL + page.page.xpath("//a[@rel='prev']/@href")[0])
    assert titles(page) == [f"课{number:02d}" for number in reversed(range(5, 25))]
    assert titles(page.get(URL, after="nonsense"))[0] == "课44"


def test_a_page_costs_the_same_for_one_course_and_for_many(browse: Any, account: Account) -> None:
    factories.released("C00", lecturers=("何",))
    page = browse(account.user)
    with CaptureQueriesContext(connection) as one:
        page.get(URL)
    for number in range(1, 15):
        factories_choices.chosen(account, factories.released(f"C{number:02d}"))
    with CaptureQueriesContext(connection) as many:
        page.get(URL)
    assert len(many) <= len(one) <= 25


def test_a_course_tells_all_of_itself(browse: Any, account: Account) -> None:
    first = factories.released("C1", title="旧名", objectives="第一段\n\n第二段", knowledge_points=("一", "二"))
    second = factories.released(
        "C1", title="新名", assessment="objective_online", pass_mark=70, lecturers=("甲", "乙"), objectives="目标"
    )
    page = browse(account.user).get(url_of(second))
    assert page.said("//h1") == "新名"
    said = page.said()
    assert "Assessed: objective, online" in said
    assert "Pass mark70%" in said
    assert [row.split()[3:] for row in page.each("//tbody/tr")] == [["新名", "16", "0.5"], ["旧名", "16", "0.5"]]
    assert first.course_id == second.course_id
    assert page.each("//nav[@class='crumbs']//li") == ["Course catalogue", "新名"]


def test_the_button_of_a_course_follows_where_one_stands(
    browse: Any, account: Account, at_new_year: SimulatedClock
) -> None:
    version = factories.released("C1")
    page = browse(account.user).get(url_of(version))
    assert page.each("//main//button") == ["Choose"]
    page.press("/choose/")
    assert page.each("//main//button") == ["Drop"]
    assert page.page.xpath("//a[@class='button']/@href") == [f"/study/{factories.RUN}/block-C1"]
    stand_in.ENROLLED.clear()
    assert page.get(url_of(version)).each("//main//button") == ["Enrol me again", "Drop"]
    page.press("/choose/")
    factories.learn(account, at_new_year, 300)
    assert "Learned 5 of 16 min" in page.get(url_of(version)).said()
    assert page.page.xpath("//progress/@value") == ["33"]
    factories.learn(account, at_new_year, 660)
    assert "0.5 credit-hours on Jan. 5, 2026" in page.get(url_of(version)).said()
    assert page.each("//main//button") == []


def test_what_was_never_released_is_not_there_and_what_was_taken_back_says_so(browse: Any, account: Account) -> None:
    draft, old = factories.draft("C1"), factories.released("C2")
    CourseVersion.objects.filter(pk=old.pk).update(state=CourseVersion.State.OFFLINE)
    page = browse(account.user)
    assert page.get(url_of(draft)).status == page.get(f"{URL}{uuid4()}/").status == 404
    assert page.said("//h1") == "Not found"
    assert "not on offer now" in page.get(url_of(old)).said()
    assert page.each("//main//button") == []


def test_a_course_whose_credit_waits_says_so(browse: Any, account: Account) -> None:
    version = factories.released("C1")
    factories.draft("C1", title="新版")
    assert "waiting for its release" in browse(account.user).get(url_of(version)).said()


def test_who_is_no_trainee_reads_and_chooses_nothing(browse: Any) -> None:
    version = factories.released("C1")
    page = browse(factories.user()).get(URL)
    assert titles(page) == ["课程C1"]
    assert page.each("//ul[@class='cards']//button") == []
    assert "Trainees choose this course here." in page.get(url_of(version)).said()
    assert (
        browse(liaison(factories.organization("BUREAU")))
        .get(url_of(version))
        .page.xpath("//a[contains(@href, 'recommend')]")
    )


@pytest.mark.parametrize("method", ["choose", "drop"])
def test_only_a_form_of_this_site_acts(browse: Any, account: Account, method: str) -> None:
    version = factories.released("C1")
    page = browse(account.user)
    assert page.client.post(f"{url_of(version)}{method}/").status_code == 403
    assert page.client.get(f"{url_of(version)}{method}/").status_code == 405


def test_in_chinese_too(browse: Any, account: Account) -> None:
    factories.released("C1")
    page = browse(account.user, "zh-hans").get(URL)
    assert page.page.get("lang") == "zh-hans"
    assert page.page.xpath("//button[@name='language']/@value") == ["en"]


def test_a_site_operator_sees_it_all(browse: Any) -> None:
    factories.released("C1")
    assert browse(operator()).get(URL).status == 200
