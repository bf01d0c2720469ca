"""What a trainee has to learn (R6): the rules one by one; the worked example is the manual's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports.rules.periods import PeriodRule, period_by_label
from cadretrain_reports.rules.requirements import (
    ApprovedRelief,
    Figures,
    Form,
    Line,
    Requirement,
    Situation,
    Source,
    Whom,
    months_present,
    prorated,
    requirements,
)

WHOLE: Mapping[int, int] = {years: 12 * years for years in range(1, 6)}
CHIEF = Situation("公务员", "131", "二级调研员")
CLERK = Situation("公务员", "150", "")


def hours(total: str, required: str = "0", elective: str = "0") -> Figures:
    return Figures(Decimal(total), Decimal(required), Decimal(elective))


def line(plan: str, number: int, total: str, required: str = "0", elective: str = "0", **other: Any) -> Line:
    return Line(plan, number, hours(total, required, elective), **other)


def online(lines: list[Line], situation: Situation = CHIEF, **other: Any) -> Requirement:
    (found,) = requirements(lines, situation, other.pop("months", WHOLE), **other)
    return found


# Whom a line touches.


@pytest.mark.parametrize(
    ("highest", "lowest", "touched"),
    [
        ("", "", "chief clerk expert nobody"),
        ("", "132", "chief"),
        ("", "四级调研员", "chief"),
        ("132", "", "clerk"),
        ("121", "131", "chief"),
        ("150", "150", "clerk"),
        ("", "420", "expert"),
        ("430", "", ""),
    ],
)
def test_a_range_touches_who_stands_in_it(highest: str, lowest: str, touched: str) -> None:
    people = {"chief": CHIEF, "clerk": CLERK, "expert": Situation("", "412"), "nobody": Situation("", "199", "处长")}
    whom = Whom(highest=highest, lowest=lowest)
    found = {name for name, one in people.items() if whom.touches(one.cadre_category, one.steps)}
    assert found == set(touched.split())


def test_a_category_is_asked_besides_the_level() -> None:
    whom = Whom(frozenset({"公务员"}), lowest="132")
    assert whom.touches("公务员", CHIEF.steps)
    assert not whom.touches("国企", CHIEF.steps)
    assert not whom.touches("公务员", CLERK.steps)


def test_whom_no_line_touches_nothing_is_required() -> None:
    assert requirements([line("A", 1, "50", whom=Whom(lowest="132"))], CLERK, WHOLE) == ()
    assert requirements([], CHIEF, WHOLE) == ()


# Several plans.


def test_of_each_figure_the_highest_and_of_courses_all() -> None:
    province = line("A", 1, "50", "10", "20", courses=frozenset({1, 2}))
    city = line("B", 3, "60", "5", "30", courses=frozenset({2, 3}))
    found = online([province, city])
    assert found.figures == hours("60", "10", "30")
    assert found.sources == {
        "total_hours": Source("B", 3, Decimal(60)),
        "required_course_hours": Source("A", 1, Decimal(10)),
        "elective_course_hours": Source("B", 3, Decimal(30)),
    }
    assert found.courses == {1: (("A", 1),), 2: (("A", 1), ("B", 3)), 3: (("B", 3),)}


def test_of_equal_figures_the_first_line_is_the_reason_whatever_their_order() -> None:
    lines = [line("B", 1, "50"), line("A", 2, "50"), line("A", 1, "50")]
    assert {online(order).sources["total_hours"] for order in (lines, lines[::-1])} == {Source("A", 1, Decimal(50))}


def test_forms_and_spans_are_required_apart() -> None:
    """550 hours in five years and 90 a year are concentrated training; 50 a year are online study."""
    lines = [
        line("A", 1, "550", form=Form.CONCENTRATED, over_years=5, whom=Whom(lowest="132")),
        line("A", 2, "90", form=Form.CONCENTRATED, whom=Whom(highest="141")),
        line("A", 3, "50"),
    ]
    for situation, expected in (
        (CHIEF, [("concentrated", 5, 550), ("online", 1, 50)]),
        (CLERK, [("concentrated", 1, 90), ("online", 1, 50)]),
    ):
        found = requirements(lines, situation, WHOLE)
        assert [(one.form, one.over_years, one.figures.total_hours) for one in found] == expected


# Entry.


@pytest.mark.parametrize(
    ("entered", "months"),
    [
        (date(2020, 3, 3), 12),
        (date(2026, 1, 1), 12),
        (date(2026, 1, 2), 11),
        (date(2026, 7, 1), 6),
        (date(2026, 7, 2), 5),
        (date(2026, 12, 1), 1),
        (date(2026, 12, 2), 0),
        (date(2027, 1, 1), 0),
    ],
)
def test_months_that_somebody_is_there_throughout(entered: date, months: int) -> None:
    assert months_present(entered, period_by_label(2026)) == months


def test_months_of_several_years_and_of_a_period_that_begins_in_autumn() -> None:
    assert months_present(date(2024, 7, 1), period_by_label(2026), 5) == 30
    autumn = period_by_label(2026, PeriodRule(start_month=9, start_day=15))
    assert months_present(date(2027, 3, 15), autumn) == 6
    assert months_present(date(2027, 3, 16), autumn) == 5


def test_who_entered_within_the_year_owes_the_months_that_are_left() -> None:
    found = online([line("A", 1, "50", "20", "10")], months={1: 7})
    assert found.figures == hours("29", "11.5", "5.75")
    assert found.sources["total_hours"].hours == 50
    assert found.months == 7


def test_who_entered_in_the_last_month_owes_nothing() -> None:
    assert requirements([line("A", 1, "50", courses=frozenset({1}))], CHIEF, {1: 0}) == ()


# Courses credited before.


def test_a_named_course_credited_before_lowers_required_hours_and_not_the_total() -> None:
    found = online([line("A", 1, "50", "3", courses=frozenset({1, 2}))], credited_before={1: Decimal(1), 9: Decimal(1)})
    assert found.figures == hours("50", "2")
    assert (found.credited_before, found.done_before) == (1, {1})
    assert found.is_met(hours("50", "2"), {2})
    assert not found.is_met(hours("50", "2"), set())
    assert not found.is_met(hours("50", "1.75"), {2})


def test_required_hours_are_never_below_nothing() -> None:
    found = online([line("A", 1, "50", "0.5", courses=frozenset({1}))], credited_before={1: Decimal(1)})
    assert found.figures == hours("50")


# Relief.


@pytest.mark.parametrize(
    ("off", "figures"),
    [
        ("10", hours("40", "20", "20")),
        ("15", hours("35", "20", "15")),
        ("30", hours("20", "20", "0")),
        ("45", hours("5", "5", "0")),
        ("99", hours("0", "0", "0")),
    ],
)
@pytest.mark.parametrize("kind", ["let_off", "put_off"])
def test_relief_comes_off_free_hours_then_electives_then_required_ones(kind: str, off: str, figures: Figures) -> None:
    relief = ApprovedRelief(**{kind: Decimal(off)})
    assert online([line("A", 1, "50", "20", "20")], relief=relief).figures == figures


def test_relief_takes_off_no_more_than_was_approved_where_plans_add_up_to_more_than_the_total() -> None:
    lines = [line("A", 1, "50", "40", "10"), line("B", 1, "50", "10", "40")]
    assert online(lines, relief=ApprovedRelief(let_off=Decimal(5))).figures == hours("45", "40", "35")


def test_what_was_put_off_is_due_in_its_year_even_where_no_plan_asks_for_anything() -> None:
    relief = ApprovedRelief(put_here=Decimal(12))
    assert online([line("A", 1, "50", "20")], relief=relief).figures == hours("62", "20")
    found = online([], relief=relief)
    assert (found.figures, found.sources) == (hours("12"), {})


def test_relief_is_of_online_study_alone() -> None:
    lines = [line("A", 1, "90", form=Form.CONCENTRATED), line("A", 2, "50")]
    concentrated, online_study = requirements(lines, CHIEF, WHOLE, relief=ApprovedRelief(let_off=Decimal(20)))
    assert (concentrated.figures.total_hours, online_study.figures.total_hours) == (90, 30)


def test_hours_are_rounded_down_to_quarters() -> None:
    assert prorated(Decimal(50), 7) == Decimal(29)
    assert prorated(Decimal("0.25"), 11) == 0
    assert prorated(Decimal(550), 19, 5) == Decimal(174)


def test_the_worked_example_of_the_manual() -> None:
    """docs/explanation/requirements.md."""
    province = [
        line("province", 1, "50", "10", "20", courses=frozenset({1, 2})),
        line("province", 2, "550", form=Form.CONCENTRATED, over_years=5, whom=Whom(lowest="132")),
    ]
    city = [line("city", 1, "60", "12", "20", courses=frozenset({1, 2, 3}), whom=Whom(lowest="142"))]
    months = {years: months_present(date(2026, 3, 20), period_by_label(2026), years) for years in WHOLE}
    concentrated, found = requirements(
        [*province, *city],
        Situation("公务员", "132", "二级调研员"),
        months,
        credited_before={1: Decimal(1)},
        relief=ApprovedRelief(let_off=Decimal(10), put_here=Decimal(5)),
    )
    assert concentrated.figures.total_hours == Decimal("82.5")
    assert found.months == 9
    assert found.figures == hours("40", "8", "15")
    assert found.sources["total_hours"] == Source("city", 1, Decimal(60))
