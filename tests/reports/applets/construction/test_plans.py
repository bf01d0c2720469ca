"""A plan is drawn up, approved by a second person, submitted, and then never changes (7.1.2)."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports import clock
from cadretrain_reports.applets.construction import api as construction
from cadretrain_reports.applets.construction.api import ConstructionPlan
from cadretrain_reports.applets.organizations.api import Capacity, Organization
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_steering import academy, line, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def institution() -> Organization:
    return academy()


def drawn_up(institution: Organization, by: Any = None, year: int = 2026, **other: Any) -> ConstructionPlan:
    return construction.draw_up(institution, year, "建成十门课程", [line(**other)], by or factories.user(), clock.now())


def test_a_plan_as_it_is_kept(institution: Organization) -> None:
    by = factories.user()
    lines = [line(), line(category="", source="purchased", courses=None, credit_hours=Decimal("7.5"))]
    plan = construction.draw_up(institution, 2026, " 目标 ", lines, by, NEW_YEAR)
    plan.refresh_from_db()
    assert (plan.goals, plan.state, plan.edition, plan.drawn_up_by) == ("目标", "draft", 1, by)
    assert [row.number for row in plan.lines.all()] == [1, 2]
    for row, said in zip(plan.lines.all(), lines, strict=True):
        assert {name: getattr(row, name) for name in asdict(said)} == asdict(said)


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({"topic": " "}, ("missing", "topic")),
        ({"topic": "x" * 256}, ("too_long", "topic")),
        ({"responsible": ""}, ("missing", "responsible")),
        ({"category": "x" * 65}, ("too_long", "category")),
        ({"source": "stolen"}, ("bad_source", "source")),
        ({"courses": None}, ("no_amount", "courses")),
        ({"courses": 0}, ("no_amount", "courses")),
        ({"courses": 10_000}, ("no_amount", "courses")),
        ({"credit_hours": Decimal("0.3")}, ("bad_hours", "credit_hours")),
        ({"year": 26}, ("bad_year", "year")),
    ],
)
def test_what_is_no_plan(institution: Organization, wrong: dict[str, Any], expected: tuple[str, str]) -> None:
    assert refusal(drawn_up, institution, **wrong) == expected
    assert not ConstructionPlan.objects.exists()


def test_lines_are_told_apart(institution: Organization) -> None:
    for lines, code in ([], "no_lines"), ([line(), line(topic="另一个")], "same_line"), ([line()] * 101, "no_lines"):
        assert refusal(construction.draw_up, institution, 2026, "x", lines, None, NEW_YEAR) == (code, "lines")
    # On every database letters of another case make another category.
    both = [line(category="a"), line(category="A")]
    assert construction.draw_up(institution, 2026, "x", both, factories.user(), NEW_YEAR).lines.count() == 2


def test_only_an_institution_plans() -> None:
    assert refusal(drawn_up, factories.organization("BUREAU")) == ("no_institution", "institution")


def test_nobody_approves_what_they_drew_up(institution: Organization) -> None:
    author, other = factories.user(), factories.user()
    plan = drawn_up(institution, author)
    assert refusal(construction.approve, plan, author, NEW_YEAR) == ("four_eyes", "")
    construction.change(plan, "改", [line()], other, NEW_YEAR)
    assert refusal(construction.approve, plan, other, NEW_YEAR) == ("four_eyes", "")
    approved = construction.approve(plan, author, NEW_YEAR)
    assert (approved.state, approved.approved_by, approved.goals) == ("approved", author, "改")


def test_an_approved_plan_is_sent_back_to_be_changed(institution: Organization) -> None:
    plan = drawn_up(institution)
    construction.approve(plan, factories.user(), NEW_YEAR)
    assert refusal(construction.change, plan, "改", [line()], None, NEW_YEAR) == ("not_possible", "")
    assert refusal(construction.send_back, plan, " ") == ("missing", "reason")
    sent = construction.send_back(plan, "数量过少")
    assert (sent.state, sent.remark, sent.approved_by) == ("draft", "数量过少", None)
    changed = construction.change(plan, "改", [line(courses=5)], factories.user(), NEW_YEAR)
    assert [row.courses for row in changed.lines.all()] == [5]


def test_a_submitted_plan_stays_and_a_further_edition_follows(institution: Organization) -> None:
    plan = drawn_up(institution)
    assert refusal(construction.submit, plan, NEW_YEAR) == ("not_possible", "")
    construction.approve(plan, factories.user(), NEW_YEAR)
    assert refusal(drawn_up, institution) == ("plan_open", "year")
    submitted = construction.submit(plan, NEW_YEAR)
    assert (submitted.state, submitted.submitted_to) == ("submitted", factories.department())
    for act in (
        lambda: construction.change(plan, "改", [line()], None, NEW_YEAR),
        lambda: construction.approve(plan, factories.user(), NEW_YEAR),
        lambda: construction.send_back(plan, "改"),
        lambda: construction.submit(plan, NEW_YEAR),
    ):
        assert refusal(act) == ("not_possible", "")
    assert drawn_up(institution).edition == 2
    assert drawn_up(institution, year=2027).edition == 1


def test_without_a_department_there_is_nobody_to_submit_to() -> None:
    alone = factories.organization("ALONE", Capacity.TRAINING_INSTITUTION)
    plan = drawn_up(alone)
    construction.approve(plan, factories.user(), NEW_YEAR)
    assert refusal(construction.submit, plan, NEW_YEAR) == ("no_department", "")
