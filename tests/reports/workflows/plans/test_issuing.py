"""Who drafts, issues, amends, refines and withdraws, and what becomes of it (5.2, 8.2.1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.plans.api import Content, Issuance, PlanRefused, plans_in_force
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import plans
from tests import factories
from tests.factories_classes import officer as holder
from tests.factories_people import acts, liaison, officer, operator
from tests.factories_plans import (
    ACADEMY,
    BESIDE,
    CITY,
    PROVINCE,
    UNIT,
    amended,
    body,
    issued,
    land,
    line,
    plan,
    refined,
    refusal,
)
from tests.workers import crew, together

pytestmark = pytest.mark.django_db

TODAY = date(2026, 1, 5)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def bodies(at_new_year: SimulatedClock) -> None:
    land()


def in_force(on: date) -> list[Issuance]:
    return list(plans_in_force(2026, on).order_by("pk"))


# Drafts.


def test_an_officer_drafts_in_the_name_of_the_own_department_alone() -> None:
    by = officer(body(PROVINCE))
    made = plans.draft(by, body(PROVINCE), plan())
    assert (made.state, made.issuer.code, made.drafted_by) == ("draft", PROVINCE, by)
    for stranger in (officer(body(CITY)), liaison(body(UNIT)), factories.user(), officer(body(BESIDE))):
        with pytest.raises(Denied):
            plans.draft(stranger, body(PROVINCE), plan())
        with pytest.raises(Denied):
            plans.issue(stranger, made)
    with pytest.raises(Denied):
        plans.draft(by, body(CITY), plan(to=(UNIT,)))
    assert ("issuance.draft", "done") in acts()
    assert ("issue", "denied") in acts()


def test_a_draft_is_the_issuers_alone() -> None:
    by = officer(body(CITY))
    made = plans.draft(by, body(CITY), plan(to=(UNIT,)))
    unit = liaison(body(UNIT))
    readers = [by, officer(body(CITY)), officer(body(PROVINCE)), unit, officer(body(BESIDE))]
    rows = Issuance.objects.all()
    assert [in_scope(rows, reader).exists() for reader in readers] == [True, True, False, False, False]
    plans.issue(by, made)
    assert [in_scope(rows, reader).exists() for reader in readers] == [True, True, True, True, False]


def test_a_trainee_sees_the_annual_plans_that_touch_the_unit_and_nothing_else() -> None:
    trainee, stranger = factories.trainee(unit=UNIT), factories.trainee(unit="BUREAU")
    made = issued()
    issued(content=Content("circular", "通报", text="…", recipients=(body(CITY),)))
    assert list(in_scope(Issuance.objects.all(), trainee.user)) == [made]
    assert not in_scope(Issuance.objects.all(), stranger.user).exists()


def test_a_draft_is_written_anew_and_given_up() -> None:
    by = officer(body(PROVINCE))
    made = plans.draft(by, body(PROVINCE), plan(line("40", courses=(factories.draft().course,)), line("50")))
    changed = plans.change_draft(by, made, plan(line("60"), to=(BESIDE,), title="新计划"))
    assert (changed.title, changed.lines.get().total_hours) == ("新计划", 60)
    assert changed.recipients.get().organization.code == BESIDE
    withdrawn = plans.withdraw(by, changed, "不再需要")
    assert (withdrawn.state, withdrawn.issued_at) == ("withdrawn", None)
    assert refusal(plans.issue, by, made)[0] == "not_a_draft"
    assert refusal(plans.withdraw, by, made, "再次")[0] == "withdrawn"


def test_a_template_is_a_draft_to_begin_with() -> None:
    made = plans.draft_from_template(officer(body(PROVINCE)), body(PROVINCE), "regulation-2023", 2026)
    rows = [(row.form, row.over_years, row.total_hours) for row in made.lines.order_by("number")]
    assert rows == [("concentrated", 5, 550), ("concentrated", 1, 90), ("online", 1, 50)]
    assert "12371.cn" in made.text
    assert refusal(plans.issue, made.drafted_by, made) == ("no_recipients", "recipients")


# Issuing.


def test_what_is_issued_holds_from_today_and_is_on_record() -> None:
    made = issued()
    assert (made.state, made.in_force_from, made.issued_by) == ("issued", TODAY, made.drafted_by)
    assert in_force(TODAY) == [made]
    assert in_force(TODAY - DAY) == []
    entry = AuditEntry.objects.get(act="issuance.issue")
    assert (entry.target_key, entry.organization, entry.details) == (
        str(made.uuid),
        PROVINCE,
        {"kind": "annual_plan", "in_force_from": "2026-01-05", "recipients": 1},
    )
    assert refusal(plans.change_draft, made.drafted_by, made, plan())[0] == "not_a_draft"


def test_what_was_issued_is_not_issued_again() -> None:
    made = issued()
    assert refusal(plans.issue, made.issued_by, made) == ("not_a_draft", "")


def test_all_bodies_below_are_asked_to_acknowledge_where_the_issuer_wishes() -> None:
    made = issued(content=plan(to_all_below=True))
    found = {row.organization.code: row.named for row in made.recipients.select_related("organization")}
    assert found == {CITY: True, UNIT: False}


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"to": ()}, ("no_recipients", "recipients")),
        ({"to": ("BUREAU",)}, ("recipient_not_below", "recipients")),
        ({"in_force_from": TODAY - DAY}, ("day_has_passed", "in_force_from")),
    ],
)
def test_what_cannot_be_issued(said: dict[str, Any], refused: tuple[str, str]) -> None:
    factories.organization("BUREAU")
    assert refusal(issued, content=plan(**said)) == refused


def test_nothing_goes_to_a_closed_body() -> None:
    drafted = plans.draft(officer(body(PROVINCE)), body(PROVINCE), plan(to=(BESIDE,)))
    organizations.close(body(BESIDE))
    assert refusal(plans.issue, drafted.drafted_by, drafted) == ("recipient_closed", "recipients")


# Amending.


def test_an_amendment_replaces_the_edition_from_its_day_on() -> None:
    first = issued()
    second = amended(first, line("60"), in_force_from=TODAY + 10 * DAY)
    assert second.replaces == first
    assert in_force(TODAY + 9 * DAY) == [first]
    assert in_force(TODAY + 10 * DAY) == [second]
    first.refresh_from_db()
    assert (first.state, first.in_force_until) == ("issued", TODAY + 10 * DAY)
    assert [row.total_hours for row in first.lines.all()] == [50]
    assert refusal(plans.amend, first.issued_by, first)[0] == "superseded"


def test_an_amendment_begins_with_the_words_of_the_edition_and_keeps_its_kind_and_year() -> None:
    course = factories.draft().course
    first = issued(content=plan(line("50", "10", cadre_categories=("公务员",), courses=(course,)), goals="目标"))
    drafted = plans.amend(first.issued_by, first)
    assert (drafted.goals, drafted.in_force_from, drafted.recipients.get().organization.code) == ("目标", None, CITY)
    copied = drafted.lines.get()
    assert (copied.required_course_hours, copied.cadre_categories, copied.courses.get()) == (10, ["公务员"], course)
    assert refusal(plans.change_draft, first.issued_by, drafted, plan(year=2027)) == ("bound", "year")


def test_one_amendment_is_drafted_at_a_time() -> None:
    first = issued()
    drafted = plans.amend(first.issued_by, first)
    assert refusal(plans.amend, first.issued_by, first)[0] == "amendment_stands"
    assert refusal(plans.withdraw, first.issued_by, first, "取消")[0] == "amendment_drafted"
    plans.withdraw(first.issued_by, drafted, "不再需要")
    assert plans.amend(first.issued_by, first).state == "draft"


def test_an_amendment_holds_no_earlier_than_what_it_amends() -> None:
    first = issued(content=plan(in_force_from=TODAY + 10 * DAY))
    assert refusal(amended, first, in_force_from=TODAY + 9 * DAY) == ("before_the_amended", "in_force_from")


# Withdrawing.


def test_what_was_in_force_ends_on_the_day_on_which_it_is_withdrawn(at_new_year: SimulatedClock) -> None:
    made = issued()
    at_new_year.advance(5 * 86400)
    withdrawn = plans.withdraw(made.issued_by, made, "政策调整")
    assert (withdrawn.state, withdrawn.in_force_until) == ("withdrawn", TODAY + 5 * DAY)
    assert in_force(TODAY + 4 * DAY) == [made]
    assert in_force(TODAY + 5 * DAY) == []
    entry = AuditEntry.objects.get(act="issuance.withdraw")
    assert entry.reason == "政策调整"
    assert refusal(plans.withdraw, made.issued_by, made, " ") == ("missing", "reason")


def test_an_amendment_that_was_in_force_brings_nothing_back_when_it_is_withdrawn(at_new_year: SimulatedClock) -> None:
    first = issued()
    second = amended(first, line("60"))
    at_new_year.advance(86400)
    plans.withdraw(second.issued_by, second, "取消")
    assert in_force(TODAY + DAY) == []
    assert refusal(plans.amend, first.issued_by, first)[0] != ""


def test_an_amendment_that_never_came_into_force_leaves_the_edition_before_it() -> None:
    first = issued()
    second = amended(first, line("60"), in_force_from=TODAY + 10 * DAY)
    plans.withdraw(second.issued_by, second, "取消")
    assert in_force(TODAY + 20 * DAY) == [first]
    first.refresh_from_db()
    assert amended(first, line("70")).state == "issued"


# Refining.


def test_a_city_refines_the_plan_of_the_province_and_a_unit_that_of_the_city() -> None:
    above = issued()
    of_city = refined(above, CITY, by=officer(body(CITY)))
    assert (of_city.refines, of_city.lines.get().total_hours) == (above, 50)
    of_unit = refined(of_city, UNIT, line("55"), by=liaison(body(UNIT)))
    assert (of_unit.refines, of_unit.issuer.code) == (of_city, UNIT)
    assert [act for act, outcome in acts() if outcome == "done"].count("issuance.refine") == 2


def test_a_refinement_below_the_plan_above_is_refused_with_the_line() -> None:
    above = issued(content=plan(line("50"), line("60", lowest_level="132")))
    by = officer(body(CITY))
    drafted = plans.change_draft(by, plans.refine(by, above, body(CITY)), plan(line("55"), to=(UNIT,)))
    with pytest.raises(PlanRefused) as refused:
        plans.issue(by, drafted)
    assert (refused.value.code, refused.value.field) == ("below_the_plan_above", "lines")
    assert refused.value.values["line"] == 2
    assert drafted.lines.get().total_hours == 55
    assert plans.issue(by, plans.change_draft(by, drafted, plan(line("60"), to=(UNIT,)))).state == "issued"


def test_only_a_recipient_refines_and_only_an_annual_plan() -> None:
    above = issued()
    with pytest.raises(Denied):
        plans.refine(officer(body(PROVINCE)), above, body(CITY))
    assert refusal(plans.refine, officer(body(BESIDE)), above, body(BESIDE)) == ("not_received", "organization")
    circular = issued(content=Content("circular", "通报", recipients=(body(CITY),)))
    assert refusal(plans.refine, officer(body(CITY)), circular, body(CITY)) == ("not_received", "organization")
    plans.withdraw(above.issued_by, above, "取消")
    above.refresh_from_db()
    assert refusal(plans.refine, officer(body(CITY)), above, body(CITY))[0] == "not_issued"


def test_a_unit_issues_nothing_but_a_refinement() -> None:
    with pytest.raises(Denied):
        plans.draft(liaison(body(UNIT)), body(UNIT), plan(to=(UNIT,)))


def test_an_institution_names_courses_for_the_units_that_it_serves() -> None:
    above = issued(content=plan(to=(CITY, ACADEMY)))
    by = holder("academic_affairs_officer", body(ACADEMY))
    course = factories.draft().course
    lines = (line("50", courses=(course,)),)
    drafted = plans.refine(by, above, body(ACADEMY))
    drafted = plans.change_draft(by, drafted, plan(*lines, to=(UNIT,)))
    assert refusal(plans.issue, by, drafted) == ("recipient_not_below", "recipients")
    organizations.serve(body(ACADEMY), body(UNIT))
    assert plans.issue(by, drafted).state == "issued"
    assert in_scope(Issuance.objects.all(), liaison(body(UNIT))).count() == 2


def test_a_refinement_goes_only_where_the_plan_above_goes() -> None:
    above = issued(content=plan(to=(UNIT, ACADEMY)))
    by = holder("academic_affairs_officer", body(ACADEMY))
    organizations.serve(body(ACADEMY), factories.organization("PDU", parent=body(BESIDE)))
    drafted = plans.change_draft(by, plans.refine(by, above, body(ACADEMY)), plan(to=("PDU",)))
    assert refusal(plans.issue, by, drafted) == ("recipient_not_reached", "recipients")


def test_an_amended_refinement_refines_the_newest_edition_above() -> None:
    above = issued()
    by = officer(body(CITY))
    of_city = refined(above, CITY, by=by)
    newer = amended(above, line("60"))
    drafted = plans.amend(by, of_city)
    assert drafted.refines == newer
    assert refusal(plans.issue, by, drafted) == ("below_the_plan_above", "lines")


def test_a_site_operator_may_do_all_of_it() -> None:
    assert issued(by=operator()).state == "issued"


# At once.


@pytest.mark.django_db(transaction=True)
def test_two_officers_issue_or_amend_at_once_and_it_is_done_once() -> None:
    one, other = officer(body(PROVINCE)), officer(body(PROVINCE))
    door = "tests.factories_plans"
    with crew() as workers:
        for _round in range(8):
            made = plans.draft(one, body(PROVINCE), plan(to_all_below=True))
            for act, states in (("do_issue", ["issued", "not_a_draft"]), ("do_amend", ["amendment_stands", "draft"])):
                asked = [{"function": f"{door}.{act}", "user": who.pk, "issuance": made.pk} for who in (one, other)]
                assert sorted(together(workers, "call", *asked)) == sorted(states)
            assert made.recipients.count() == 2
    assert AuditEntry.objects.filter(act="issuance.issue").count() == 8
