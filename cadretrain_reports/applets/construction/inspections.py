"""Inspections of how an institution builds and uses its courses, by a department above it (7.1.1).

All functions are called inside a transaction and return the inspection as it is then. They raise ``Refused``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.construction.models import Inspection
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Organization, is_below
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.periods import local_day, zone_named
from cadretrain_reports.rules.values import FIRST_YEAR
from cadretrain_reports.steps import held, second_person

LONGEST_REPORT: Final = 4000
"""Characters of findings, of what is to be mended, and of an answer."""

_State = Inspection.State


@dataclass(frozen=True, slots=True)
class Report:
    """What an inspection found: when, by whom, of what, and what is to be mended by when."""

    held_on: date
    inspectors: str
    subject: str
    findings: str
    to_mend: str = ""
    mend_by: date | None = None
    courses: Sequence[Course] = ()


def inspect(department: Organization, institution: Organization, report: Report, by: Any, at: datetime) -> Inspection:
    """Record an inspection by a management department of an institution at or below it.

    Refuses other bodies (``not_below``), a day to come, courses of others, and a day to mend without what to mend.
    """
    if not (
        department.is_management_department
        and institution.is_training_institution
        and is_below(institution, department)
    ):
        text = _("A management department inspects training institutions at or below it.")
        raise Refused("not_below", text, "institution")
    if any(course.institution_id != institution.pk for course in report.courses):
        raise Refused("other_course", _("Name courses of the inspected institution only."), "courses")
    _check_days(report, at)
    inspection = Inspection.objects.create(
        department=department,
        institution=institution,
        held_on=report.held_on,
        inspectors=checked_text("inspectors", report.inspectors, 255),
        subject=checked_text("subject", report.subject, 500),
        findings=checked_text("findings", report.findings, LONGEST_REPORT),
        to_mend=checked_text("to_mend", report.to_mend, LONGEST_REPORT, optional=True),
        mend_by=report.mend_by,
        recorded_by=by,
        recorded_at=at,
    )
    inspection.courses.set(report.courses)
    return inspection


def answer(inspection: Inspection, text: str, by: Any, at: datetime) -> Inspection:
    """Say for the institution what was mended; until the department closes, a later answer replaces an earlier one."""
    current = held(inspection, _State.OPEN, _State.ANSWERED)
    current.answer = checked_text("answer", text, LONGEST_REPORT)
    current.state, current.answered_by, current.answered_at = _State.ANSWERED, by, at
    current.save(update_fields=["answer", "state", "answered_by", "answered_at"])
    return current


def close(inspection: Inspection, conclusion: str, by: Any, at: datetime) -> Inspection:
    """Close an inspection for the department: nothing of it changes any more.

    Where something was to be mended the institution answers first (``not_answered``); whoever answered does not close.
    """
    current = held(inspection, _State.OPEN, _State.ANSWERED)
    if current.to_mend and current.state == _State.OPEN:
        raise Refused("not_answered", _("Something was to be mended, and the institution has not answered yet."))
    second_person(by, current.answered_by_id)
    current.conclusion = checked_text("conclusion", conclusion, 500)
    current.state, current.closed_by, current.closed_at = _State.CLOSED, by, at
    current.save(update_fields=["conclusion", "state", "closed_by", "closed_at"])
    return current


def about_inspection(inspection: Inspection) -> Target:
    """Return how the audit log names an inspection."""
    return Target("inspection", str(inspection.uuid), inspection.institution.code)


def _check_days(report: Report, at: datetime) -> None:
    if report.held_on > local_day(at, zone_named(conf.time_zone())) or report.held_on.year < FIRST_YEAR:
        raise Refused("bad_date", _("An inspection is recorded after it was held. Check the day."), "held_on")
    if report.mend_by is None:
        return
    if not report.to_mend.strip():
        raise Refused("missing", _("Say what is to be mended by that day."), "to_mend")
    if report.mend_by < report.held_on:
        raise Refused("bad_date", _("What was found is mended after the inspection. Check the day."), "mend_by")
