"""Reports of a class: how it went for each trainee, what it came to in figures, and tables to be filled in (8.3.4).

A report is a table, the same on a page and in a file; whatever else is to be made of one takes a ``Report``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import ATTENDED, Attendance
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassActivity, ClassAssessment, ClassRegistration, ThemeClass
from cadretrain_reports.offline.sheets import Value, write_xlsx
from cadretrain_reports.rules.class_progress import Part
from cadretrain_reports.rules.scores import score_text
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.class_desk import each_progress
from cadretrain_reports.workflows.class_progress import ClassProgress, planned_of
from cadretrain_reports.workflows.imports.classes import STATES
from cadretrain_reports.workflows.imports.columns import ATTENDANCE, CLASS_RESULTS

Row = Sequence[Value]
_WORDS: Final = {state: word for word, state in reversed(STATES.items()) if word != state}


@dataclass(frozen=True, slots=True)
class Report:
    """A table: its ``title``, and the ``rows`` below its ``headers``, which are read once."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Row]


def report(actor: Any, theme_class: ThemeClass, kind: str) -> Report:
    """Return a report of a class in the active language; ``kind`` is one of ``KINDS``. It goes on record.

    Raises ``Denied``.
    """
    about = theme_classes.about_class(theme_class)
    require(actor, "keep_class", theme_class, about)
    audit.record("read", actor.pk, audit.Target("class_report", about.key, about.organization), report=kind)
    return KINDS[kind](theme_class)


def write_report(actor: Any, theme_class: ThemeClass, kind: str, path: Path) -> None:
    """Write a report as XLSX, row by row. Raises ``Denied``."""
    found = report(actor, theme_class, kind)
    write_xlsx(path, found.title, found.headers, found.rows)


def process_report(theme_class: ThemeClass) -> Report:
    """Return how the class went for each of its trainees (过程评价)."""
    planned = planned_of(theme_class)
    headers = (
        _("Identifier"),
        _("Name"),
        _("Code of the unit"),
        _("Hours asked"),
        _("Hours done"),
        _("Required courses done"),
        _("Activities attended"),
        _("Absences"),
        _("Hours of leave"),
        _("Named for dropping out"),
        _("Assignments done"),
        *(one.title for one in planned.assessments.values()),
        _("Done in percent"),
        _("Behind in points"),
    )
    everybody = each_progress(theme_class, class_life.members(theme_class))
    rows = (_process_row(one, list(planned.assessments)) for one in everybody)
    return Report(_("Process evaluation"), headers, rows)


def statistics_report(theme_class: ThemeClass) -> Report:
    """Return what the class came to in figures: people, hours, attendance, work, exams and its evaluation."""
    return Report(_("Statistics"), (_("Figure"), pgettext("statistics", "Value")), list(_figures(theme_class)))


def attendance_list(theme_class: ThemeClass) -> Report:
    """Return the attendance that is on record, to be filled in and sent back; what is not known yet is empty."""
    return Report(_("Attendance list"), [one.header for one in ATTENDANCE], _attendance_rows(theme_class))


def result_list(theme_class: ThemeClass) -> Report:
    """Return the results that are on record, to be filled in and sent back; what is not known yet is empty."""
    return Report(_("List of results"), [one.header for one in CLASS_RESULTS], _result_rows(theme_class))


KINDS: Final[Mapping[str, Callable[[ThemeClass], Report]]] = {
    "process": process_report,
    "statistics": statistics_report,
    "attendance": attendance_list,
    "results": result_list,
}
"""What reports there are, by name."""


def _process_row(one: ClassProgress, assessments: Sequence[int]) -> Row:
    trainee, standing = one.registration.trainee, one.standing
    return (
        trainee.code,
        trainee.name,
        trainee.unit.code,
        standing.hours_asked,
        standing.hours_done,
        _part(standing.courses),
        _part(standing.activities),
        one.absences,
        one.leave_hours,
        one.over_leave,
        _part(standing.assignments),
        *(one.scores[key].score if key in one.scores else None for key in assessments),
        standing.percent,
        one.behind,
    )


def _part(part: Part) -> str:
    return f"{part.done}/{part.asked}"


def _figures(theme_class: ThemeClass) -> Iterator[Row]:
    """Yield the figures; all trainees are gone through once, none is kept."""
    state = ClassRegistration.State
    registered = ClassRegistration.objects.filter(theme_class=theme_class)
    yield _("Planned number of trainees"), theme_class.planned_number
    yield _("Registered"), registered.count()
    yield _("Withdrawn"), registered.filter(state=state.WITHDRAWN).count()
    trainees = lagging = over_leave = 0
    hours = Decimal(0)
    units = set()
    for one in each_progress(theme_class, class_life.members(theme_class)):
        trainees += 1
        lagging += one.lags
        over_leave += one.over_leave
        hours += one.standing.hours_done
        units.add(one.registration.trainee.unit_id)
    yield _("Trainees"), trainees
    yield _("Units"), len(units)
    yield _("Lagging"), lagging
    yield _("Named for dropping out"), over_leave
    yield _("Hours done in all"), hours
    yield from _of_activities(theme_class)
    yield from _of_exams(theme_class)
    yield from _of_evaluation(theme_class)


def _of_activities(theme_class: ThemeClass) -> Iterator[Row]:
    attended = Count("attendance", filter=Q(attendance__state__in=ATTENDED))
    for one in ClassActivity.objects.filter(theme_class=theme_class).annotate(attended=attended):
        yield _("Attended: %(title)s") % {"title": one.title}, one.attended


def _of_exams(theme_class: ThemeClass) -> Iterator[Row]:
    passed = Count("results__registration", filter=Q(results__passed=True, results__replaced_by=None), distinct=True)
    sat = Count("results__registration", distinct=True)
    for one in ClassAssessment.objects.filter(theme_class=theme_class).annotate(passed=passed, sat=sat):
        yield _("Passed / sat: %(title)s") % {"title": one.title}, f"{one.passed}/{one.sat}"


def _of_evaluation(theme_class: ThemeClass) -> Iterator[Row]:
    found = class_life.class_results(theme_class)
    if found.means is None:
        yield _("Evaluation of the class"), _("not told yet")
        return
    yield _("Evaluations"), found.answers
    for question, mean in zip(found.questions, found.means, strict=True):
        yield f"{question.part}: {question.text}", mean


def _attendance_rows(theme_class: ThemeClass) -> Iterator[Row]:
    for activity in ClassActivity.objects.filter(theme_class=theme_class).order_by("number"):
        there = {row.registration_id: row for row in Attendance.objects.filter(activity=activity)}
        for one in class_life.members(theme_class).iterator(chunk_size=500):
            row = there.get(one.pk)
            said = (_WORDS[row.state], row.note) if row else ("", "")
            yield (*_of_class(theme_class), activity.number, one.trainee.code, one.trainee.name, *said)


def _result_rows(theme_class: ThemeClass) -> Iterator[Row]:
    assessments = list(ClassAssessment.objects.filter(theme_class=theme_class).order_by("number"))
    for one in each_progress(theme_class, class_life.members(theme_class)):
        for assessment in assessments:
            result = one.scores.get(assessment.pk)
            said = (result.assessed_on, score_text(result.score), result.note) if result else (None, "", "")
            trainee = one.registration.trainee
            yield (*_of_class(theme_class), assessment.number, trainee.code, trainee.name, *said)


def _of_class(theme_class: ThemeClass) -> tuple[str, str]:
    return theme_class.institution.code, theme_class.code
