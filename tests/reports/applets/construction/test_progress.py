"""How far a plan is carried out: courses first released in its year and released now (7.1.2)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from cadretrain_reports.applets.construction import api as construction
from cadretrain_reports.applets.construction.models import ConstructionLine
from cadretrain_reports.applets.construction.progress import fitting
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_steering import academy, line

pytestmark = pytest.mark.django_db


def figures(*lines: construction.Line, year: int = 2026) -> list[tuple[int | None, int, Decimal]]:
    plan = construction.draw_up(academy(), year, "x", lines, factories.user(), NEW_YEAR)
    built = construction.progress(plan)
    return [(one.line and one.line.number, one.courses, one.credit_hours) for one in built]


def test_courses_count_for_the_line_that_names_most_of_them(at_new_year: SimulatedClock) -> None:
    academy()
    factories.released("C1", 901, category="法治")
    factories.released("C2", 901, category="法治", source="purchased")
    factories.released("C3", 1801, category="应急", source="purchased")
    factories.released("C4", 120, category="应急")
    lines = [line(source="purchased"), line(), line(category="", source="purchased")]
    hours = [Decimal("0.5"), Decimal("0.5"), Decimal(1), Decimal("0.25")]
    assert figures(*lines) == [(1, 1, hours[0]), (2, 1, hours[1]), (3, 1, hours[2]), (None, 1, hours[3])]


def test_only_what_was_first_released_in_the_year_and_is_released_now_counts(at_new_year: SimulatedClock) -> None:
    academy()
    factories.draft("C1", category="法治")
    for state in ("offline", "revoked"):
        version = factories.released(state, category="法治")
        CourseVersion.objects.filter(pk=version.pk).update(state=state)
    earlier = factories.released("C2", category="法治")
    CourseVersion.objects.filter(pk=earlier.pk).update(released_at=NEW_YEAR - timedelta(days=5))
    factories.released("C2", 1801, category="法治")
    assert figures(line()) == [(1, 0, Decimal(0)), (None, 0, Decimal(0))]
    kept = factories.released("C3", 901, category="法治")
    at_new_year.advance(1)
    factories.released("C3", 1801, category="应急")
    assert kept.course.versions.count() == 2
    assert figures(line(category="应急"), year=2027) == [(1, 0, Decimal(0)), (None, 0, Decimal(0))]


def test_a_course_released_anew_counts_once_as_it_stands(at_new_year: SimulatedClock) -> None:
    academy()
    factories.released("C3", 901, category="法治")
    factories.released("C3", 1801, category="应急")
    factories.draft("C3", 120, category="党建")
    assert figures(line(), line(category="应急")) == [(1, 0, Decimal(0)), (2, 1, Decimal(1)), (None, 0, Decimal(0))]


def test_other_institutions_courses_do_not_count(at_new_year: SimulatedClock) -> None:
    academy("OTHER")
    factories.released("C1", provider="OTHER", category="法治")
    assert figures(line())[0][1] == 0


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([("", "")], 0),
        ([("", ""), ("", "purchased"), ("法治", ""), ("法治", "purchased")], 3),
        ([("", "purchased"), ("法治", "")], 1),
        ([("应急", ""), ("", "solicited")], None),
    ],
)
def test_which_line_fits(lines: list[tuple[str, str]], expected: int | None) -> None:
    rows = [ConstructionLine(category=category, source=source) for category, source in lines]
    assert fitting(rows, "法治", "purchased") is (None if expected is None else rows[expected])
