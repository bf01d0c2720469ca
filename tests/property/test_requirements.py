"""What holds for requirements whatever the plans (R6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.refinement import shortfall
from cadretrain_reports.rules.requirements import (
    FIGURES,
    ApprovedRelief,
    Figures,
    Line,
    Requirement,
    Situation,
    Whom,
    requirements,
)

QUARTERS = st.integers(0, 400).map(lambda quarters: Decimal(quarters) / 4)
LEVELS = st.sampled_from(["", "121", "131", "四级调研员", "142", "150"])
CATEGORIES = st.sampled_from(["", "公务员", "国企"])
SITUATIONS = st.builds(Situation, CATEGORIES, LEVELS, st.sampled_from(["", "一级巡视员", "二级主任科员"]))


@st.composite
def lines(draw: Any) -> Line:
    required, elective, free = draw(QUARTERS), draw(QUARTERS), draw(QUARTERS)
    whom = Whom(draw(st.frozensets(st.sampled_from(["公务员", "国企"]))), draw(LEVELS), draw(LEVELS))
    return Line(
        draw(st.sampled_from("ABC")),
        draw(st.integers(1, 9)),
        Figures(required + elective + free, required, elective),
        whom,
        courses=draw(st.frozensets(st.integers(1, 5), max_size=3)),
    )


PLANS = st.lists(lines(), max_size=5)


def one(plans: list[Line], person: Situation, months: int = 12, **other: Any) -> Requirement | None:
    found = requirements(plans, person, {1: months}, **other)
    return found[0] if found else None


def owed(figures: Figures) -> Decimal:
    return max(figures.total_hours, figures.required_course_hours + figures.elective_course_hours)


@given(PLANS, lines(), SITUATIONS)
def test_a_further_line_asks_for_no_less(plans: list[Line], further: Line, person: Situation) -> None:
    before, after = one(plans, person), one([*plans, further], person)
    if before:
        assert after
        assert all(getattr(after.figures, name) >= getattr(before.figures, name) for name in FIGURES)
        assert before.courses.keys() <= after.courses.keys()


@given(PLANS, SITUATIONS, st.randoms(use_true_random=False))
def test_the_order_of_lines_decides_nothing(plans: list[Line], person: Situation, chance: Any) -> None:
    shuffled = chance.sample(plans, len(plans))
    assert one(plans, person) == one(shuffled, person)


@given(PLANS, SITUATIONS, st.integers(1, 12))
def test_months_never_add_and_parts_stay_within_the_whole(plans: list[Line], person: Situation, months: int) -> None:
    whole, part = one(plans, person), one(plans, person, months)
    if whole and part:
        for name in FIGURES:
            hours = getattr(part.figures, name)
            assert hours <= getattr(whole.figures, name)
            assert hours % Decimal("0.25") == 0


@given(PLANS, SITUATIONS, QUARTERS, QUARTERS)
def test_relief_takes_off_what_was_approved_and_no_more(
    plans: list[Line], person: Situation, let_off: Decimal, put_off: Decimal
) -> None:
    before = one(plans, person)
    after = one(plans, person, relief=ApprovedRelief(let_off=let_off, put_off=put_off))
    if before:
        assert after
        assert owed(after.figures) == max(Decimal(0), owed(before.figures) - let_off - put_off)
        assert min(getattr(after.figures, name) for name in FIGURES) >= 0


@given(PLANS, SITUATIONS, st.dictionaries(st.integers(1, 7), st.just(Decimal("0.5"))))
def test_what_was_credited_before_never_lowers_the_total(
    plans: list[Line], person: Situation, credited: dict[int, Decimal]
) -> None:
    before, after = one(plans, person), one(plans, person, credited_before=credited)
    if before:
        assert after
        assert after.figures.total_hours == before.figures.total_hours
        named = sum((credited[course] for course in before.courses if course in credited), Decimal(0))
        assert after.figures.required_course_hours == max(0, before.figures.required_course_hours - named)


@given(PLANS, PLANS, SITUATIONS)
def test_whoever_meets_a_refinement_meets_the_plan_above(
    above: list[Line], below: list[Line], person: Situation
) -> None:
    if shortfall(above, below) is None:
        asked, refined = one(above, person), one(below, person)
        if asked and (owed(asked.figures) or asked.courses):
            assert refined
            assert asked.is_met(refined.figures, refined.courses)
