"""The page of one issuance: what it says, who sees it, and what is done there (5.2, 8.1, 8.2.1)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.plans.api import Issuance
from cadretrain_reports.workflows import plans
from tests import factories
from tests.factories_people import officer
from tests.factories_plans import BESIDE, CITY, PROVINCE, UNIT, amended, body, issued, line, plan

pytestmark = pytest.mark.django_db


def url_of(issuance: Issuance) -> str:
    return f"/cadretrain/plans/{issuance.uuid}/"


def test_it_says_goals_and_lines_in_words(unit: Any) -> None:
    version = factories.released("C1", title="甲课")
    made = issued(
        content=plan(
            line("50", "10", courses=(version.course,), note="按规定"),
            line("90", form="concentrated", highest_level="141", cadre_categories=("公务员", "参公人员")),
            goals="提升能力",
            construction_targets="新建16门",
            text="各单位:",
            link="https://example.cn/plan.pdf",
        )
    )
    page = unit.get(url_of(made))
    first, second = page.each("//ol[@class='cards']/li")
    assert (
        first == "1. online study everybody 50 hours in all 10 of required courses Named required courses: 甲课 按规定"
    )
    assert second.startswith("2. concentrated training 公务员、参公人员 from 乡科级正职 down to the bottom 90 hours")
    for said in ("提升能力", "新建16门", "各单位:", "https://example.cn/plan.pdf"):
        assert said in page.said()


def test_only_the_issuer_sees_to_whom_it_went(province: Any, unit: Any) -> None:
    made = issued(content=plan(to=(CITY, BESIDE)))
    assert set(province.get(url_of(made)).each("//table//td[1]")) == {"机构PC", "机构PD"}
    assert "0 of 2 have acknowledged" in province.said()
    page = unit.get(url_of(made))
    assert (page.status, page.each("//table//td")) == (200, [])
    assert page.each("//main//form//button") == ["Refine"]


def test_what_is_not_the_readers_is_not_there(province: Any, unit: Any, browse: Any) -> None:
    drafted = plans.draft(officer(body(CITY)), body(CITY), plan())
    elsewhere = issued(content=plan(to=(BESIDE,)))
    for page, issuance in ((province, drafted), (unit, elsewhere), (browse(factories.user()), elsewhere)):
        for path in ("", "edit/", "withdraw/"):
            assert page.get(url_of(issuance) + path).status == 404
        assert page.said("//h1") == "Not found"


def test_who_only_reads_is_refused_by_a_page(unit: Any) -> None:
    made = issued()
    for path in ("edit/", "withdraw/"):
        assert (unit.get(url_of(made) + path).status, unit.said("//h1")) == (403, "Not for you")
    token = unit.get("/cadretrain/plans/").page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    for path in ("issue/", "amend/", "edit/", "withdraw/"):
        said = {"csrfmiddlewaretoken": token, "reason": "不需要"}
        assert unit.client.post(url_of(made) + path, said).status_code == 403
    made.refresh_from_db()
    assert made.state == "issued"


def test_it_is_withdrawn_with_a_reason(province: Any) -> None:
    made = issued()
    province.get(url_of(made) + "withdraw/").press("/withdraw/")
    assert (province.status, province.each("//div[@role='alert']//a")) == (400, ["Reason"])
    province.press("/withdraw/", reason="另行安排")
    assert province.response.redirect_chain == [(url_of(made), 302)]
    assert "Withdrawn: 另行安排" in province.said()
    assert province.get(url_of(made) + "withdraw/").press("/withdraw/", reason="再次").status == 400


def test_a_draft_is_given_up(province: Any) -> None:
    drafted = plans.draft(officer(body(PROVINCE)), body(PROVINCE), plan())
    page = province.get(url_of(drafted) + "withdraw/")
    assert page.said("//h1") == "Give up the draft"
    page.press("/withdraw/", reason="不再需要")
    drafted.refresh_from_db()
    assert drafted.state == "withdrawn"


def test_it_is_amended_by_a_new_edition_once(province: Any) -> None:
    made = issued()
    province.get(url_of(made)).press("/amend/")
    (drafted,) = made.amendments.all()
    assert province.response.redirect_chain == [(url_of(drafted) + "edit/", 302)]
    assert province.page.get_element_by_id("id_year").get("disabled") is not None
    page = province.get(url_of(made))
    assert "An amendment is being drafted:" in page.said()
    assert not page.page.xpath("//form[contains(@action, '/amend/')]")


def test_of_an_amended_plan_the_reader_is_led_to_the_newer_edition(unit: Any) -> None:
    made = issued()
    newer = amended(made, line("60"), title="新版")
    page = unit.get(url_of(made))
    assert "There is a newer edition: 新版" in page.said("//p[@class='note warning']")
    assert page.page.xpath("//p[@class='note warning']/a/@href") == [url_of(newer)]
    assert page.said("//ul[@class='facts']/li[1]") == "amended"


def test_a_recipient_makes_its_own_plan_below_it(city: Any) -> None:
    made = issued()
    city.get(url_of(made)).press("/refine/")
    drafted = Issuance.objects.get(refines=made)
    assert city.response.redirect_chain == [(url_of(drafted) + "edit/", 302)]
    assert drafted.lines.get().total_hours == Decimal(50)
    assert "Refined by年度培训计划 · 机构PC draft" in city.get(url_of(made)).said("//dl[@class='about']")


def test_nobody_refines_for_a_body_that_is_not_theirs(city: Any) -> None:
    made = issued()
    city.get(url_of(made)).press("/refine/", organization=PROVINCE)
    assert "Say for which body." in city.said("//p[@class='note error']")
    city.press("/refine/", organization=UNIT)
    assert city.status == 403
    assert not Issuance.objects.filter(refines=made).exists()


def test_it_costs_the_same_however_many_lines_and_recipients(province: Any) -> None:
    version = factories.released("C1")
    with CaptureQueriesContext(connection) as one:
        province.get(url_of(issued(content=plan(line("50", courses=(version.course,))), by=officer(body(PROVINCE)))))
    made = issued(content=plan(*[line("50", courses=(version.course,))] * 5, to=(CITY, BESIDE, UNIT)))
    with CaptureQueriesContext(connection) as many:
        province.get(url_of(made))
    assert len(many) <= len(one)
