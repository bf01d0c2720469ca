"""A plan below asks for nothing less than the plan above (5.2)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports.rules.refinement import Shortfall, shortfall
from cadretrain_reports.rules.requirements import Figures, Form, Line, Whom


def line(number: int, total: int, required: int = 0, elective: int = 0, **other: Any) -> Line:
    return Line("P", number, Figures(Decimal(total), Decimal(required), Decimal(elective)), **other)


def of(*categories: str, highest: str = "", lowest: str = "") -> Whom:
    return Whom(frozenset(categories), highest, lowest)


ABOVE = [line(1, 50, 10, 5), line(2, 60, whom=of(lowest="132")), line(3, 90, form=Form.CONCENTRATED)]


def test_the_same_lines_and_higher_ones_are_enough() -> None:
    assert shortfall(ABOVE, ABOVE) is None
    assert shortfall(ABOVE, [line(1, 60, 10, 5), line(2, 90, form=Form.CONCENTRATED)]) is None


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ([], Shortfall(1, "total_hours")),
        ([line(1, 49, 10, 5), *ABOVE[1:]], Shortfall(1, "total_hours")),
        ([line(1, 50, 9, 5), *ABOVE[1:]], Shortfall(1, "required_course_hours")),
        ([line(1, 50, 10, 4), *ABOVE[1:]], Shortfall(1, "elective_course_hours")),
        ([ABOVE[0], ABOVE[2]], Shortfall(2, "total_hours")),
        (ABOVE[:2], Shortfall(3, "total_hours")),
        ([*ABOVE[:2], line(3, 90)], Shortfall(3, "total_hours")),
        ([*ABOVE[:2], line(3, 450, form=Form.CONCENTRATED, over_years=5)], Shortfall(3, "total_hours")),
    ],
)
def test_what_falls_short_is_named_with_its_line(below: list[Line], expected: Shortfall) -> None:
    assert shortfall(ABOVE, below) == expected


def test_a_line_may_be_met_by_several_that_share_its_people() -> None:
    above = [line(1, 50, whom=of(lowest="142"))]
    parts = [line(1, 50, whom=of(lowest="132")), line(2, 55, whom=of(highest="141", lowest="142"))]
    assert shortfall(above, parts) is None
    assert shortfall(above, parts[:1]) == Shortfall(1, "total_hours")


def test_a_category_that_nobody_names_counts_too() -> None:
    above = [line(1, 50)]
    assert shortfall(above, [line(1, 50, whom=of("公务员", "国企"))]) == Shortfall(1, "total_hours")
    assert shortfall([line(1, 50, whom=of("公务员"))], [line(1, 50, whom=of("公务员", "国企"))]) is None


def test_figures_and_courses_may_come_from_different_lines() -> None:
    above = [line(1, 50, 10, courses=frozenset({1, 2}))]
    below = [line(1, 50, courses=frozenset({1})), line(2, 10, 10, courses=frozenset({2, 3}))]
    assert shortfall(above, below) is None
    assert shortfall(above, below[:1]) == Shortfall(1, "required_course_hours")
    assert shortfall(above, [line(1, 50, 10, courses=frozenset({1}))]) == Shortfall(1, "courses")
