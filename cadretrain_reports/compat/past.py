"""What the platform's tables say of the years before installation: completions, grades, enrolments (9.1.1)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, TypeAlias

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet

from cadretrain_reports.compat.host import stand_in

PastTable: TypeAlias = Literal["completions", "course_grades", "subsection_grades", "enrolments"]

PAST_TABLES: Final[tuple[PastTable, ...]] = ("completions", "course_grades", "subsection_grades", "enrolments")


@dataclass(frozen=True, slots=True)
class PastRow:
    """One row of the platform: ``subject`` is a usage key or course run, ``value`` a share from 0 to 1 or ``None``."""

    pk: int
    user_id: int
    course_run: str
    subject: str
    at: datetime
    value: float | None


def past_rows(table: PastTable, course_runs: Collection[str], after: int, size: int) -> list[PastRow] | None:
    """Return at most ``size`` rows of some course runs with keys above ``after``, in the order of their keys.

    ``None`` where the host has no such table.
    """
    if settings.CADRETRAIN_HOST:
        ask = getattr(stand_in(), "past_rows", None)
        return None if ask is None else ask(table, course_runs, after, size)
    label, column, read = _TABLES[table]
    if not apps.is_installed(label):
        return None
    rows = _model(table).objects.filter(pk__gt=after, **{f"{column}__in": _keys(course_runs)}).order_by("pk")
    return [read(row) for row in _using_replica(rows)[:size]]


def _model(table: PastTable) -> Any:
    if table == "completions":
        from completion.models import BlockCompletion

        return BlockCompletion
    if table == "enrolments":
        from common.djangoapps.student.models import CourseEnrollment

        return CourseEnrollment
    from lms.djangoapps.grades.models import PersistentCourseGrade, PersistentSubsectionGrade

    return PersistentCourseGrade if table == "course_grades" else PersistentSubsectionGrade


def _keys(course_runs: Collection[str]) -> list[Any]:
    from opaque_keys import InvalidKeyError
    from opaque_keys.edx.keys import CourseKey

    keys = []
    for run in course_runs:
        try:
            keys.append(CourseKey.from_string(run))
        except InvalidKeyError:
            continue
    return keys


def _using_replica(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.using("read_replica") if "read_replica" in settings.DATABASES else rows


def _completion(row: Any) -> PastRow:
    return PastRow(row.pk, row.user_id, str(row.context_key), str(row.block_key), row.modified, float(row.completion))


def _course_grade(row: Any) -> PastRow:
    run = str(row.course_id)
    return PastRow(row.pk, row.user_id, run, run, row.modified, float(row.percent_grade))


def _subsection_grade(row: Any) -> PastRow:
    """Read a grade; without anything to be earned it says nothing of how well somebody did."""
    share = row.earned_graded / row.possible_graded if row.possible_graded else None
    at = row.first_attempted or row.modified
    return PastRow(row.pk, row.user_id, str(row.course_id), str(row.usage_key), at, share)


def _enrolment(row: Any) -> PastRow:
    run = str(row.course_id)
    return PastRow(row.pk, row.user_id, run, run, row.created, None)


_TABLES: Final[Mapping[PastTable, tuple[str, str, Callable[[Any], PastRow]]]] = {
    "completions": ("completion", "context_key", _completion),
    "course_grades": ("lms.djangoapps.grades", "course_id", _course_grade),
    "subsection_grades": ("lms.djangoapps.grades", "course_id", _subsection_grade),
    "enrolments": ("common.djangoapps.student", "course", _enrolment),
}
"""For each table the app that has it, the column of the course run, and how a row is read."""
