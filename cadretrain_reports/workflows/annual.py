"""The annual assessment of elective learning (8.2.1): proposed, confirmed by a second person, archived, reported.

Whatever is done for all trainees of an institution is done page by page, each page a transaction of its own: however
many there are, one page lies in memory, and a run that breaks off goes on where the next one begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Final

from celery import shared_task
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.assessments import api as assessments
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.annual import Proposal, propose
from cadretrain_reports.rules.periods import Period, PeriodError, period_by_label
from cadretrain_reports.rules.records import AnnualRecord
from cadretrain_reports.rules.requirements import Figures, Form
from cadretrain_reports.rules.values import instant_text
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.assess import refuse_oneself
from cadretrain_reports.workflows.requirement import Attainment, attainments_of

PAGE: Final = 200
"""Trainees in one transaction."""

Annual = assessments.AnnualAssessment


def propose_year(actor: Any, institution: Organization, year: int) -> int:
    """Propose what is found of a year of everybody whom an institution serves; return how many proposals are new.

    It can be done once the period has ended. Doing it again changes nothing but what figures have changed, as long as
    nobody has confirmed it. Raises ``Denied`` or ``Refused``.
    """
    _require(actor, institution)
    period = ended_period(year)
    count = 0
    for page in _served(institution):
        with transaction.atomic():
            count += _propose_page(actor, institution, period, page)
    audit.record("annual.propose", actor.pk, _about(institution), year=year, rows=count)
    return count


def confirm_year(actor: Any, institution: Organization, year: int) -> int:
    """Confirm the proposals of a year, which archives them; return how many.

    Nobody confirms what they had proposed themselves, or a finding on themselves: such ones stay. Raises ``Denied`` or
    ``Refused`` where nothing is left to be confirmed.
    """
    _require(actor, institution)
    count = _each(institution, year, assessments.State.PROPOSED, partial(_confirm, actor))
    if not count and assessments.standing_in(institution, year, assessments.State.PROPOSED).exists():
        raise Refused("four_eyes", _("Nobody decides on what they made themselves. Another person must."))
    audit.record("annual.confirm", actor.pk, _about(institution), year=year, rows=count)
    return count


def report_year(actor: Any, institution: Organization, year: int) -> int:
    """Report what is confirmed of a year to the departments that manage the trainees; return how many findings."""
    _require(actor, institution)

    def step(row: Annual) -> bool:
        assessments.report(row, actor, clock.now())
        return True

    count = _each(institution, year, assessments.State.CONFIRMED, step)
    audit.record("annual.report", actor.pk, _about(institution), year=year, rows=count)
    return count


def confirm_finding(actor: Any, assessment: Annual) -> Annual:
    """Confirm one proposal, which archives it. Raises ``Denied``, or ``Refused`` where it is the actor's own."""
    _require(actor, assessment.institution)
    refuse_oneself(actor, assessment.trainee)
    return _step(actor, assessment, "annual.confirm", lambda row, by, _at: _archived(by, row))


def report_finding(actor: Any, assessment: Annual) -> Annual:
    """Report one finding to the department. Raises ``Denied`` or ``Refused``."""
    _require(actor, assessment.institution)
    return _step(actor, assessment, "annual.report", assessments.report)


def return_proposal(actor: Any, assessment: Annual, reason: str) -> Annual:
    """Send a proposal back with the reason, within the institution. Raises ``Denied`` or ``Refused``."""
    _require(actor, assessment.institution)
    turn_down = partial(assessments.turn_down, state=assessments.State.PROPOSED, reason=reason)
    return _step(actor, assessment, "annual.return", turn_down)


def reopen_year(actor: Any, assessment: Annual, reason: str) -> Annual:
    """Let a finding be followed by a new one, as where it turns out wrong; what is archived stays (9.1.1)."""
    _require(actor, assessment.institution)
    return _step(actor, assessment, "annual.reopen", partial(assessments.reopen, reason=reason))


def receive_year(actor: Any, assessment: Annual) -> Annual:
    """Take note, as the department, of what was reported. Raises ``Denied`` or ``Refused``."""
    require(actor, "answer_year", assessment.department, assessments.about_annual(assessment))
    return _step(actor, assessment, "annual.receive", assessments.receive)


def return_year(actor: Any, assessment: Annual, reason: str) -> Annual:
    """Return, as the department, what was reported, with the reason. Raises ``Denied`` or ``Refused``."""
    require(actor, "answer_year", assessment.department, assessments.about_annual(assessment))
    turn_down = partial(assessments.turn_down, state=assessments.State.REPORTED, reason=reason)
    return _step(actor, assessment, "annual.return", turn_down)


@shared_task(name="cadretrain.propose_year")  # type: ignore[untyped-decorator]
def propose_year_later(actor_id: int, institution_id: int, year: int) -> None:
    """Propose a year for an institution with many trainees, in a worker."""
    actor = get_user_model().objects.get(pk=actor_id)
    propose_year(actor, Organization.objects.get(pk=institution_id), year)


def require_assessor(actor: Any, institution: Organization, year: int) -> None:
    """Raise ``Denied`` or ``Refused`` unless the actor may have a year proposed for an institution now."""
    _require(actor, institution)
    ended_period(year)


def ended_period(year: int) -> Period:
    """Return an annual period that has ended; raise ``Refused`` for one that has not."""
    try:
        period = period_by_label(year, conf.period_rule())
    except PeriodError:
        raise Refused("bad_year", _("This is no year of training. Write it with four digits."), "year") from None
    if clock.now() < period.end_at:
        raise Refused("not_ended", _("This annual period has not ended yet."), "year")
    return period


def _propose_page(actor: Any, institution: Organization, period: Period, page: Sequence[Trainee]) -> int:
    ids = [trainee.pk for trainee in page]
    people.lock_trainees(ids)
    last_day = period.end - timedelta(days=1)
    attained = attainments_of(ids, period.label, last_day)
    found = (
        assessments.propose(institution, period.label, trainee, _proposal(attained[trainee.pk]), actor, clock.now())
        for trainee in page
    )
    return sum(one is not None for one in found)


def _proposal(attained: Sequence[Attainment]) -> Proposal:
    """Return what is found by the requirement of one year online; the others are none of elective learning (R6)."""
    for one in attained:
        if (one.requirement.form, one.requirement.over_years) == (Form.ONLINE, 1):
            done = {course for course, state in one.courses.items() if state == "done"}
            return propose(one.requirement, one.done or Figures(), done)
    return propose(None, Figures())


def _served(institution: Organization) -> Iterator[list[Trainee]]:
    """Yield pages of the trainees with an account in the units that an institution serves, unit by unit and by key."""
    trainees = Trainee.objects.select_related("unit", "managing_department").filter(account__isnull=False)
    for path in organizations.served_paths(institution):
        there, last = trainees.filter(organizations.within(path, "unit__path")).order_by("pk"), 0
        while page := list(there.filter(pk__gt=last)[:PAGE]):
            yield page
            last = page[-1].pk


def _confirm(actor: Any, row: Annual) -> bool:
    """Confirm and archive one proposal; tell whether it was done: what is the actor's own is left to others."""
    if row.proposed_by_id == actor.pk or people.is_oneself(actor, row.trainee):
        return False
    _archived(actor, row)
    return True


def _archived(actor: Any, row: Annual) -> Annual:
    """Confirm a proposal and archive it."""
    people.lock_trainees([row.trainee_id])
    archive = people.trainee(row.trainee_id).archive
    archives.lock_archives([archive])
    confirmed = assessments.confirm(row, actor, clock.now())
    archives.append(archive, _record(row, confirmed), clock.now())
    return confirmed


def _each(institution: Organization, year: int, state: assessments.State, step: Callable[[Annual], bool]) -> int:
    """Take a step with all findings that are in a state, page by page; return with how many it was taken."""
    last = count = 0
    while page := list(assessments.standing_in(institution, year, state).filter(pk__gt=last)[:PAGE]):
        last = page[-1].pk
        with transaction.atomic():
            count += sum(_taken(step, row) for row in page)
    return count


def _taken(step: Callable[[Annual], bool], row: Annual) -> bool:
    """Take a step with one finding; one that somebody else has moved meanwhile is passed over."""
    try:
        with transaction.atomic():
            return step(row)
    except Refused:
        return False


def _step(actor: Any, assessment: Annual, act: str, take: Callable[..., Annual]) -> Annual:
    with transaction.atomic():
        taken = take(assessment, actor, clock.now())
        audit.record(act, actor.pk, assessments.about_annual(assessment), reason=taken.reason, year=assessment.year)
    return taken


def _require(actor: Any, institution: Organization) -> None:
    require(actor, "assess_year", institution, _about(institution))


def _about(institution: Organization) -> audit.Target:
    return organizations.about(institution)


def _record(row: Annual, confirmed: Annual) -> AnnualRecord:
    asked, done = row.arithmetic["asked"], row.arithmetic["done"]
    return AnnualRecord(
        trainee=str(row.trainee.uuid),
        institution=row.institution.code,
        result=row.result,
        **asked,
        done_hours=done["total_hours"],
        done_required_hours=done["required_course_hours"],
        done_elective_hours=done["elective_course_hours"],
        confirmed_at=instant_text(confirmed.confirmed_at or clock.now()),
        year=row.year,
        unit=row.unit.code,
    )
