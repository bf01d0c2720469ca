"""How duties are judged: appraised by the unit or institution, fed back and circulated by the department (6.2-6.4).

All functions are called inside a transaction. They raise ``Refused``: ``own_duty`` for one's own, ``not_held`` for a
year in which the person did not hold the duty, ``missing`` or ``too_long`` for a text, and ``said_already`` for what
was said just so before, as by a request that is sent twice.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.organizations.api import Organization, is_below
from cadretrain_reports.applets.roles.models import Appraisal, Role, RoleAssignment, State
from cadretrain_reports.applets.roles.selectors import today
from cadretrain_reports.applets.roles.texts import said
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.periods import period_of

_APPRAISED: Final = frozenset(Role) - {Role.DEPARTMENT_OFFICER, Role.ARCHIVE_INSPECTOR}
"""Whom a unit or an institution appraises; the standard says nothing of a department's own."""


def years_held(assignment: RoleAssignment) -> range:
    """Return the labels of the annual periods in which a duty was held up to today; empty if it never was (9.1.2)."""
    last = today()
    if assignment.ends_on is not None:
        last = min(last, assignment.ends_on - timedelta(days=1))
    if assignment.state in (State.DECLARED, State.RETURNED) or last < assignment.starts_on:
        return range(0)
    rule = conf.period_rule()
    return range(period_of(assignment.starts_on, rule).label, period_of(last, rule).label + 1)


def appraise(
    assignment: RoleAssignment, year: int, grade: str, remarks: str, by: Any, criteria: str = "", course: str = ""
) -> Appraisal:
    """Keep how the body at which a duty is held judges it for an annual period (5.4, 6.2-6.4).

    ``grade`` is one of ``Appraisal.Grade`` (``unknown_grade``); ``criteria`` are those by which was judged (6.2). A
    teacher may be judged for one ``course``, by its code (``not_teacher``); that there is one is for the caller to
    know. A later appraisal of the same year and course stands beside the earlier one and is the valid one. Refuses
    duties that are not appraised (``not_appraised``).
    """
    if assignment.role not in _APPRAISED:
        raise Refused("not_appraised", _("A department's own officers are not appraised here."))
    if grade not in Appraisal.Grade.values:
        raise Refused("unknown_grade", _("Choose one of the grades."), "grade")
    course = said(Appraisal, "course", course)
    if course and assignment.role != Role.TEACHER:
        raise Refused("not_teacher", _("Only a teacher is appraised for a single course."), "course")
    judgement = Appraisal(
        assignment=assignment,
        kind=Appraisal.Kind.APPRAISAL,
        year=year,
        grade=grade,
        course=course,
        criteria=said(Appraisal, "criteria", criteria),
        remarks=said(Appraisal, "remarks", remarks),
        organization=assignment.organization,
        by=by,
    )
    return _keep(judgement)


def feed_back(assignment: RoleAssignment, department: Organization, year: int, remarks: str, by: Any) -> Appraisal:
    """Keep what a department tells a unit of the work of its liaison officer (6.3.3).

    Refuses other duties (``not_liaison``), and a body that is no department at or above the unit (``no_department``).
    """
    return _keep(_departments(Appraisal.Kind.FEEDBACK, assignment, department, year, remarks, by))


def circulate(assignment: RoleAssignment, department: Organization, year: int, remarks: str, by: Any) -> Appraisal:
    """Keep what a department tells all bodies below it of the work of a liaison officer (通报, 6.3.3).

    Refuses what ``feed_back`` refuses.
    """
    return _keep(_departments(Appraisal.Kind.CIRCULAR, assignment, department, year, remarks, by))


def _departments(
    kind: Appraisal.Kind, assignment: RoleAssignment, department: Organization, year: int, remarks: str, by: Any
) -> Appraisal:
    if assignment.role != Role.LIAISON_OFFICER:
        raise Refused("not_liaison", _("A department judges the work of liaison officers only."))
    unit = assignment.organization
    if not department.is_management_department or not is_below(unit, department):
        text = _("%(department)s is no management department at or above %(unit)s.")
        raise Refused("no_department", text, "department", department=department.name, unit=unit.name)
    remarks = said(Appraisal, "remarks", remarks, needed=True)
    return Appraisal(assignment=assignment, kind=kind, year=year, remarks=remarks, organization=department, by=by)


def _keep(judgement: Appraisal) -> Appraisal:
    """Store a judgement; the duty is locked, so that of two equal ones at the same time one is refused."""
    assignment = RoleAssignment.objects.select_for_update().get(pk=judgement.assignment_id)
    if judgement.by_id == assignment.user_id:
        raise Refused("own_duty", _("Nobody judges a duty of their own. Another person must."))
    if judgement.year not in years_held(assignment):
        raise Refused("not_held", _("The person did not hold this duty in that year."), "year")
    if _said_last(judgement):
        raise Refused("said_already", _("This has been recorded already."))
    judgement.at = clock.now()
    judgement.save()
    return judgement


def _said_last(judgement: Appraisal) -> bool:
    """Tell whether the newest judgement of this kind, year and course, from the same body, says the same."""
    earlier = Appraisal.objects.filter(
        assignment=judgement.assignment_id,
        kind=judgement.kind,
        year=judgement.year,
        organization=judgement.organization_id,
        course=judgement.course,
    )
    last = earlier.order_by("-pk").values_list("grade", "remarks", "criteria", "by").first()
    return last == (judgement.grade, judgement.remarks, judgement.criteria, judgement.by_id)
