"""Beginning, writing and issuing a plan by its forms, without any script (5.2, 8.1)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.plans.api import Issuance, content_of
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.workflows import plans
from tests import factories, factories_choices
from tests.factories_duties import holder
from tests.factories_people import officer, operator
from tests.factories_plans import ACADEMY, BESIDE, CITY, PROVINCE, UNIT, body, issued, line, plan, refined, speaker

pytestmark = pytest.mark.django_db

BEGIN = "/cadretrain/plans/begin/"
FILLED = {"organization": PROVINCE, "begin": "template:online-2023", "year": "2026", "title": ""}


def edit_of(issuance: Issuance) -> str:
    return f"/cadretrain/plans/{issuance.uuid}/edit/"


def drafted(*lines: Any, **other: Any) -> Issuance:
    return plans.draft(officer(body(PROVINCE)), body(PROVINCE), plan(*lines, **other))


def sent(page: Any) -> dict[str, Any]:
    """Return what a browser would send of the sheet that is open, with every tick and choice."""
    (form,) = page.page.xpath("//form[contains(@class, 'wide')]")
    return {name: [value] if isinstance(value, str) else list(value) for name, value in _values(form)}


def _values(form: Any) -> list[tuple[str, Any]]:
    fields: dict[str, list[str]] = {}
    for name, value in form.form_values():
        fields.setdefault(name, []).append(value)
    return list(fields.items())


def send(page: Any, **said: Any) -> Any:
    """Send the open sheet, with some fields written anew."""
    here = page.page.xpath("//form[contains(@class, 'wide')]")[0].get("action")
    page.response = page.client.post(here, {**sent(page), **said}, follow=True)
    return page


def test_a_template_becomes_a_draft_to_be_written(province: Any) -> None:
    province.get(BEGIN).press("/begin/", **FILLED)
    made = Issuance.objects.get()
    assert province.response.redirect_chain == [(edit_of(made), 302)]
    assert (made.year, made.lines.get().total_hours, made.state) == (2026, Decimal(50), "draft")
    assert sent(province)["line-0-total_hours"] == ["50"]


@pytest.mark.parametrize("kind", ["rules", "programme", "circular"])
def test_other_kinds_have_neither_year_nor_lines(province: Any, kind: str) -> None:
    province.get(BEGIN).press("/begin/", **{**FILLED, "begin": kind, "title": "学习制度"})
    assert not {"year", "goals", "lines"} & sent(province).keys()
    send(province, text="条文", recipients=[CITY])
    made = Issuance.objects.get()
    assert (made.kind, made.text, made.recipients.get().organization.code) == (kind, "条文", CITY)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"begin": "annual_plan"}, "Title"),
        ({"begin": "annual_plan", "title": "计划", "year": ""}, "Year"),
        ({"year": "26"}, "Year"),
        ({"begin": "template:unknown"}, "Begin with"),
        ({"organization": CITY}, "Issued by"),
    ],
)
def test_what_cannot_begin_is_said_at_its_field(province: Any, said: dict[str, str], wrong: str) -> None:
    province.get(BEGIN).press("/begin/", **{**FILLED, **said})
    assert (province.status, province.each("//div[@role='alert']//a")) == (400, [wrong])
    assert not Issuance.objects.exists()


def test_only_departments_begin(unit: Any, browse: Any) -> None:
    for page in (unit, browse(factories.user())):
        assert (page.get(BEGIN).status, page.said("//h1")) == (403, "Not for you")
    assert browse(operator(), "zh-hans").get(BEGIN).status == 200


def test_what_is_written_is_kept(province: Any) -> None:
    factories.released("C1", title="甲")
    factories.released("C2", title="乙")
    made = drafted(line("50"))
    send(
        province.get(edit_of(made)),
        title="新标题",
        number="1号",
        goals="目标",
        recipients=[CITY, BESIDE],
        further=f"{UNIT}、{ACADEMY}",
        to_all_below="on",
        in_force_from="2026-02-01",
        **{
            "line-0-required_course_hours": "10.25",
            "line-0-courses": "SASW/C1, SASW/C2",
            "line-0-cadre_categories": "公务员，参公人员",
            "line-0-highest_level": "141",
        },
    )
    made.refresh_from_db()
    kept = made.lines.get()
    assert (made.title, made.number, made.goals, made.to_all_below) == ("新标题", "1号", "目标", True)
    assert str(made.in_force_from) == "2026-02-01"
    assert {row.organization.code for row in made.recipients.all()} == {CITY, BESIDE, UNIT, ACADEMY}
    assert (kept.required_course_hours, kept.cadre_categories) == (Decimal("10.25"), ["公务员", "参公人员"])
    assert kept.highest_level == "141"
    assert {course.code for course in kept.courses.all()} == {"C1", "C2"}
    before = plans_content(made)
    send(province.get(edit_of(made)))
    assert plans_content(made) == before


def plans_content(issuance: Issuance) -> Any:
    made = Issuance.objects.get(pk=issuance.pk)
    content = content_of(made)
    return made.in_force_from, {body.code for body in content.recipients}, replace(content, recipients=())


def test_a_course_is_taken_off_by_its_tick(province: Any) -> None:
    version = factories.released("C1", title="甲")
    made = drafted(line("50", courses=(version.course,)))
    assert sent(province.get(edit_of(made)))["line-0-named"] == [str(version.course.uuid)]
    send(province, **{"line-0-named": []})
    assert made.lines.get().courses.count() == 0


def test_lines_are_added_and_removed_and_what_was_written_stays(province: Any) -> None:
    made = drafted(line("50"), line("90", form="concentrated"))
    send(province.get(edit_of(made)), title="未保存", do="add", **{"line-1-note": "说明"})
    assert province.status == 200
    assert len(province.each("//fieldset[contains(@class, 'line')]")) == 3
    assert province.page.xpath("//legend[@autofocus]")[0].text_content() == "Line 3"
    send(province, do="remove-0")
    said = sent(province)
    assert (said["title"], said["lines"], said["line-0-note"]) == (["未保存"], ["2"], ["说明"])
    assert said["line-0-form"] == ["concentrated"]
    send(province, **{"line-1-total_hours": "20"})
    assert [row.total_hours for row in made.lines.order_by("number")] == [Decimal(90), Decimal(20)]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"title": ""}, "Title"),
        ({"link": "javascript:alert(1)"}, "Link"),
        ({"further": "NOWHERE"}, "Further recipients"),
        ({"valid_from": "2026-02-02", "valid_until": "2026-02-01"}, "Valid until"),
        ({"year": "x"}, "Year"),
        ({"line-0-total_hours": "0.1"}, "Line 1, Hours in all"),
        ({"line-0-total_hours": "-1"}, "Line 1, Hours in all"),
        ({"line-0-required_course_hours": "60"}, "Line 1, Hours in all"),
        ({"line-0-courses": "SASW/NONE"}, "Line 1, Name courses"),
        ({"line-0-highest_level": "160", "line-0-lowest_level": "101"}, "Line 1, Down to the level"),
        ({"line-0-total_hours": ""}, "Line 1"),
        ({"line-0-over_years": "9"}, "Line 1, Over how many years"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_kept(
    province: Any, said: dict[str, str], wrong: str
) -> None:
    made = drafted(line("50"))
    send(province.get(edit_of(made)), goals="不应保存", **said)
    assert (province.status, province.each("//div[@role='alert']//a")) == (400, [wrong])
    (target,) = province.page.xpath("//div[@role='alert']//a/@href")
    assert province.page.get_element_by_id(target[1:]) is not None
    made.refresh_from_db()
    assert made.goals == ""


def test_a_draft_course_is_nobodys_to_find(province: Any) -> None:
    factories.draft("C9", title="机密草稿")
    send(province.get(edit_of(drafted())), **{"line-0-courses": "SASW/C9"})
    assert province.status == 400
    assert "机密草稿" not in province.said("//body")


def test_it_is_issued(province: Any) -> None:
    made = drafted()
    province.get(f"/cadretrain/plans/{made.uuid}/").press("/issue/")
    assert "Issued." in province.said("//*[@role='status']")
    made.refresh_from_db()
    assert made.state == "issued"


def test_what_cannot_be_issued_is_said_at_the_field_to_mend(province: Any) -> None:
    made = drafted(to=())
    province.get(f"/cadretrain/plans/{made.uuid}/").press("/issue/")
    assert (province.status, province.each("//div[@role='alert']//a")) == (400, ["Recipients"])
    assert province.page.get_element_by_id("id_recipients") is not None
    send(province, recipients=[CITY])
    assert made.recipients.count() == 1


def test_what_refines_may_ask_for_nothing_less(city: Any) -> None:
    above = issued()
    made = plans.refine(officer(body(CITY)), above, body(CITY))
    send(city.get(edit_of(made)), **{"line-0-total_hours": "40"})
    city.press("/issue/")
    assert city.status == 400
    assert "Line 1 of the plan above is not met" in city.said("//div[@role='alert']")


def test_an_institution_is_offered_the_units_that_it_serves(browse: Any) -> None:
    academy = body(ACADEMY)
    factories_choices.serve(academy, body(UNIT))
    by = holder(Role.ACADEMIC_AFFAIRS_OFFICER, academy)
    made = plans.refine(by, issued(content=plan(to=(ACADEMY, CITY))), academy)
    page = browse(by).get(edit_of(made))
    offered = page.page.xpath("//input[@name='recipients']/@value")
    assert set(offered) == {UNIT, ACADEMY}


def test_what_is_issued_is_not_written_any_more(province: Any) -> None:
    made = drafted()
    province.get(edit_of(made))
    plans.issue(officer(body(PROVINCE)), made)
    send(province, title="后改")
    assert "issued or withdrawn meanwhile" in province.said("//p[@class='note error']")
    made.refresh_from_db()
    assert made.title != "后改"


def test_a_refusal_to_write_is_kept_in_the_audit_log(unit: Any) -> None:
    made = issued()
    token = unit.get("/cadretrain/plans/").page.xpath("//input[@name='csrfmiddlewaretoken']/@value")[0]
    assert unit.client.post(edit_of(made), {"csrfmiddlewaretoken": token}).status_code == 403
    assert AuditEntry.objects.filter(act="issue", outcome="denied", target_key=str(made.uuid)).count() == 1


def test_the_sheet_costs_the_same_however_many_courses_are_named(province: Any) -> None:
    named = [factories.released(f"C{number}").course for number in range(6)]
    with CaptureQueriesContext(connection) as one:
        province.get(edit_of(drafted(line("50", courses=named[:1]))))
    made = drafted(*[line("50", courses=tuple(named))] * 5)
    with CaptureQueriesContext(connection) as many:
        province.get(edit_of(made))
    assert len(many) <= len(one)


def test_the_refining_plan_of_a_unit_is_written_by_its_liaison_officer(unit: Any) -> None:
    above = issued(content=plan(to=(UNIT,)))
    made = refined(above, UNIT, by=speaker(UNIT))
    assert unit.get(f"/cadretrain/plans/{made.uuid}/").status == 200
    unit.press("/amend/")
    assert unit.response.redirect_chain[0][0].endswith("/edit/")
