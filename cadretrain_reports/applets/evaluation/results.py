"""What many evaluations come to, without anybody's name (7.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count

from cadretrain_reports import conf
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.evaluation.giving import DIMENSIONS
from cadretrain_reports.applets.evaluation.models import CourseEvaluation
from cadretrain_reports.applets.organizations.api import Organization


@dataclass(frozen=True, slots=True)
class Results:
    """How a course was evaluated in a year: ``scores`` are means from 1 to 5 by dimension.

    They are ``None`` while there are fewer ``answers`` than the site lets be shown, and then the number is not told
    either.
    """

    course: Course
    answers: int | None
    scores: dict[str, Decimal] | None


def results(institution: Organization, year: int, course: Course | None = None) -> list[Results]:
    """Return how the courses of an institution, or one of them, were evaluated in an annual period, by their codes.

    There are no results over several years: from them and those of single years the hidden ones could be worked out.
    """
    rows = CourseEvaluation.objects.filter(study__course__institution=institution, year=year)
    if course is not None:
        rows = rows.filter(study__course=course)
    means = {name: Avg(name) for name in DIMENSIONS}
    counted = rows.order_by().values("study__course").annotate(answers=Count("pk"), **means)
    by_course = {row["study__course"]: row for row in counted}
    courses = Course.objects.select_related("institution").filter(pk__in=by_course).order_by("code")
    return [_results(found, by_course[found.pk]) for found in courses]


def comments(course: Course, year: int) -> list[str] | None:
    """Return what was said of a course in words, in the order of the texts, or ``None`` while too few have."""
    rows = CourseEvaluation.objects.filter(study__course=course, year=year)
    if rows.count() < conf.fewest_answers():
        return None
    return sorted(rows.exclude(comment="").values_list("comment", flat=True))


def _results(course: Course, row: Mapping[str, Any]) -> Results:
    answers = int(row["answers"])
    if answers < conf.fewest_answers():
        return Results(course, None, None)
    means = {name: Decimal(str(row[name])).quantize(Decimal("0.1")) for name in DIMENSIONS}
    return Results(course, answers, means)
