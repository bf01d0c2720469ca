"""The list of one's own courses (3.12, 8.2.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.choices.api import CourseChoice
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.clock import SimulatedClock
from tests import factories, factories_choices
from tests.factories_plans import issued, line, plan
from tests.reports import stand_in

pytestmark = pytest.mark.django_db

URL = "/cadretrain/my-courses/"


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    return factories.trainee()


def test_what_is_open_and_what_is_done(browse: Any, account: Account, at_new_year: SimulatedClock) -> None:
    chosen, done = factories.released("C1", title="甲"), factories.released("C2", title="乙")
    factories_choices.chosen(account, chosen)
    factories_choices.chosen(account, done)
    factories.learn(account, at_new_year, 901, "C2")
    page = browse(account.user).get(URL)
    assert page.each("//section[@aria-labelledby='to-do']//h3/a") == ["甲"]
    assert page.each("//dl[@class='figures']//dd") == ["1", "1", "0.5"]
    assert page.each("//table//tbody//td[1]") == ["乙"]
    assert page.page.xpath("//a[@class='button']/@href") == [f"/study/{factories.RUN}/block-C1"]
    page.press("/drop/")
    assert page.response.redirect_chain == [(URL, 302)]
    assert page.each("//section[@aria-labelledby='to-do']//h3/a") == []
    assert "Nothing is open." in page.said()


def test_every_year_has_its_list(browse: Any, account: Account, at_new_year: SimulatedClock) -> None:
    factories.released("C1", title="甲")
    factories.learn(account, at_new_year, 901)
    at_new_year.advance(366 * 86400)
    page = browse(account.user).get(URL)
    assert "No credit-hours were earned in 2027." in page.said()
    assert page.each("//nav[@class='years']//a") == ["2027", "2026"]
    assert page.get(URL, year="2026").each("//table//tbody//td[1]") == ["甲"]
    assert page.get(URL, year="x").status == page.get(URL, year="0000").status == 200


def test_what_is_required_comes_first_with_figures_and_reason(
    browse: Any, account: Account, at_new_year: SimulatedClock
) -> None:
    account.trainee.spells.update(since=at_new_year.at - timedelta(days=400))
    named, chosen = factories.released("C1", title="甲"), factories.released("C2", title="乙")
    done = factories.released("C3", title="丙")
    unseen = factories.draft("C4", title="丁")
    factories_choices.chosen(account, chosen)
    factories.learn(account, at_new_year, 901, "C3")
    courses = (named.course, done.course, unseen.course)
    made = issued("DEPARTMENT", plan(line("2", "1", courses=courses), to=("BUREAU",)))
    page = browse(account.user).get(URL)
    assert page.each("//section[@aria-labelledby='asked']//p[@class='so-far']") == [
        "0.5 of 2 hours",
        "0.5 of 1 hours",
        "1 of 3 done",
    ]
    assert page.page.xpath("//progress/@value") == ["25", "50"]
    assert "line 1, asks for 2 hours." in page.each("//p[@class='why']")[0]
    assert page.page.xpath("//p[@class='why']/a/@href")[0] == f"/cadretrain/plans/{made.uuid}/"
    assert [title.split()[0] for title in page.each("//section[@aria-labelledby='to-do']//h3")] == [
        "SASW/C4",
        "甲",
        "乙",
    ]
    assert "丁" not in page.said()
    assert page.each("//section[@aria-labelledby='to-do']//h3/a") == ["甲", "乙"]
    assert "required" in page.each("//table//tbody//td[1]")[0]
    page.press("/choose/")
    assert CourseChoice.objects.filter(course=named.course, standing=True).exists()


def test_what_an_earlier_year_credited_is_exempt_and_says_when(
    browse: Any, account: Account, at_new_year: SimulatedClock
) -> None:
    done = factories.released("C1", title="甲")
    factories.learn(account, at_new_year, 901)
    at_new_year.advance(366 * 86400)
    issued("DEPARTMENT", plan(line("2", courses=(done.course,)), to=("BUREAU",), year=2027))
    page = browse(account.user).get(URL)
    assert "Exempt, earned on Jan. 5, 2026" in page.said("//section[@aria-labelledby='exempt']")
    factories.learn(account, at_new_year, 300)
    assert page.get(URL).each("//dl[@class='figures']//dd") == ["0", "0", "0"]


def test_it_costs_the_same_however_much_is_required(browse: Any, account: Account, at_new_year: SimulatedClock) -> None:
    courses = [factories.released(f"C{number}").course for number in range(8)]
    page = browse(account.user)
    issued("DEPARTMENT", plan(line("2", courses=courses[:1]), to=("BUREAU",)))
    with CaptureQueriesContext(connection) as one:
        page.get(URL)
    issued("DEPARTMENT", plan(*[line("2", courses=tuple(courses))] * 3, to=("BUREAU",)))
    with CaptureQueriesContext(connection) as many:
        page.get(URL)
    assert len(many) <= len(one) <= 45


def test_whom_the_platform_has_let_go_is_enrolled_again(browse: Any, account: Account) -> None:
    factories_choices.chosen(account, factories.released("C1"))
    stand_in.ENROLLED.clear()
    page = browse(account.user).get(URL)
    assert page.each("//main//button") == ["Enrol me again", "Drop"]
    page.press("/choose/")
    assert stand_in.enrolled_runs(account.user_id) == {factories.RUN}


def test_who_is_no_trainee_is_told_so(browse: Any) -> None:
    page = browse(factories.user()).get(URL)
    assert (page.status, page.said("//h1")) == (200, "My courses")
    assert "not registered as a trainee" in page.said()
