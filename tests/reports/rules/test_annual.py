"""What a year comes to, with the arithmetic shown."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cadretrain_reports.rules.annual import Finding, propose
from cadretrain_reports.rules.requirements import (
    ApprovedRelief,
    Figures,
    Line,
    Requirement,
    Situation,
    requirements,
)


def figures(*hours: str) -> Figures:
    return Figures(*map(Decimal, hours))


def asked(*hours: str, courses: frozenset[int] = frozenset(), relief: ApprovedRelief | None = None) -> Requirement:
    line = Line("P-1", 1, figures(*hours), courses=courses)
    (requirement,) = requirements([line], Situation(), {1: 12}, relief=relief or ApprovedRelief())
    return requirement


@pytest.mark.parametrize(
    ("done", "finding"),
    [
        (("50", "20", "30"), Finding.MET),
        (("49.75", "20", "29.75"), Finding.NOT_MET),
        (("60", "19.75", "40.25"), Finding.NOT_MET),
    ],
)
def test_every_figure_is_to_be_met(done: tuple[str, ...], finding: Finding) -> None:
    found = propose(asked("50", "20", "0"), figures(*done))
    assert found.finding == finding
    assert found.arithmetic["asked"] == {
        "total_hours": "50",
        "required_course_hours": "20",
        "elective_course_hours": "0",
    }
    assert found.arithmetic["done"]["total_hours"] == done[0]  # type: ignore[index]
    assert found.arithmetic["sources"]["total_hours"] == {"plan": "P-1", "line": 1, "hours": "50"}  # type: ignore[index]


def test_named_courses_are_to_be_done() -> None:
    requirement = asked("1", "0", "0", courses=frozenset({7, 8}))
    assert propose(requirement, figures("5", "5", "0"), {7}).finding == Finding.NOT_MET
    found = propose(requirement, figures("5", "5", "0"), {7, 8})
    assert (found.finding, found.arithmetic["named_courses"], found.arithmetic["open_courses"]) == ("met", 2, 0)


@pytest.mark.parametrize("relief", [ApprovedRelief(let_off=Decimal(50)), ApprovedRelief(put_off=Decimal(50))])
def test_relief_from_everything_waives(relief: ApprovedRelief) -> None:
    found = propose(asked("50", relief=relief), Figures())
    assert found.finding == Finding.WAIVED
    assert "50" in (found.arithmetic["let_off"], found.arithmetic["put_off"])


def test_of_less_relief_the_rest_is_asked() -> None:
    requirement = asked("50", relief=ApprovedRelief(let_off=Decimal(40)))
    assert propose(requirement, figures("9", "0", "9")).finding == Finding.NOT_MET
    assert propose(requirement, figures("10", "0", "10")).finding == Finding.MET


def test_where_nothing_is_asked_it_is_waived() -> None:
    found = propose(None, figures("3", "0", "3"))
    assert (found.finding, found.arithmetic["done"]["total_hours"]) == (Finding.WAIVED, "3")  # type: ignore[index]
