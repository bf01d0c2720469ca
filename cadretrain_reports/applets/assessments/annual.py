"""What an institution finds of a year of elective learning: proposed, confirmed, reported, answered (8.2.1).

All acts are called inside a transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet

from cadretrain_reports.applets.assessments.models import AnnualAssessment
from cadretrain_reports.applets.audit.api import LONGEST_REASON, Target
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.refusals import checked_text
from cadretrain_reports.rules.annual import Proposal
from cadretrain_reports.steps import held, second_person

State = AnnualAssessment.State

SETTLED: Final = (State.CONFIRMED, State.REPORTED, State.RECEIVED)
"""States from which on the year of a trainee is settled."""


def is_confirmed(trainee_id: int, year: int) -> bool:
    """Tell whether a year of a trainee has been assessed for good: nothing falls into it any more (R2)."""
    found = AnnualAssessment.objects.filter(trainee_id=trainee_id, year=year, standing=True, state__in=SETTLED)
    return found.exists()


def propose(
    institution: Organization, year: int, trainee: Trainee, proposal: Proposal, by: Any, at: datetime
) -> AnnualAssessment | None:
    """Propose what is found of a trainee's year; ``None`` where that is proposed, or settled, already.

    A proposal that nobody has confirmed yet gives way to one with other figures, and one that was returned to the next.
    What was confirmed stays, unless it is opened again (``reopen``). The trainee is locked by the caller.
    """
    standing = AnnualAssessment.objects.filter(institution=institution, year=year, trainee=trainee, standing=True)
    current = standing.select_for_update().first()
    if current is not None and not _gives_way(current, proposal):
        return None
    standing.update(standing=None)
    return AnnualAssessment.objects.create(
        institution=institution,
        year=year,
        trainee=trainee,
        unit=trainee.unit,
        department=trainee.managing_department,
        result=proposal.finding,
        arithmetic=proposal.arithmetic,
        proposed_by=by,
        proposed_at=at,
    )


def confirm(assessment: AnnualAssessment, by: Any, at: datetime) -> AnnualAssessment:
    """Confirm a proposal, as another person than who had it made. Raises ``Refused``."""
    current = held(assessment, State.PROPOSED)
    second_person(by, current.proposed_by_id)
    return _moved(current, State.CONFIRMED, confirmed_by=by, confirmed_at=at)


def report(assessment: AnnualAssessment, by: Any, at: datetime) -> AnnualAssessment:
    """Report to the department what was confirmed. Raises ``Refused``."""
    return _moved(held(assessment, State.CONFIRMED), State.REPORTED, reported_by=by, reported_at=at)


def receive(assessment: AnnualAssessment, by: Any, at: datetime) -> AnnualAssessment:
    """Take note of what was reported, as the department. Raises ``Refused``."""
    return _moved(held(assessment, State.REPORTED), State.RECEIVED, answered_by=by, answered_at=at)


def turn_down(assessment: AnnualAssessment, by: Any, at: datetime, *, state: State, reason: str) -> AnnualAssessment:
    """Return what was proposed, or reported, with the reason; a new proposal takes its place. Raises ``Refused``."""
    reason = checked_text("reason", reason, LONGEST_REASON)
    current = held(assessment, state)
    return _moved(current, State.RETURNED, answered_by=by, answered_at=at, reason=reason)


def reopen(assessment: AnnualAssessment, by: Any, at: datetime, reason: str) -> AnnualAssessment:
    """Let a confirmed finding be followed by another: it stays on record and stands no more. Raises ``Refused``."""
    reason = checked_text("reason", reason, LONGEST_REASON)
    current = held(assessment, *SETTLED)
    current.standing, current.reason = None, reason
    current.answered_by, current.answered_at = by, at
    current.save(update_fields=["standing", "reason", "answered_by", "answered_at"])
    return current


def standing_in(institution: Organization, year: int, state: State) -> QuerySet[AnnualAssessment]:
    """Return the standing findings of an institution's year that are in one state, by key."""
    found = AnnualAssessment.objects.filter(institution=institution, year=year, state=state, standing=True)
    return found.select_related("trainee", "institution", "unit").order_by("pk")


def about_annual(assessment: AnnualAssessment) -> Target:
    """Return how the audit log names a finding."""
    return Target("annual_assessment", str(assessment.uuid), assessment.institution.code)


def _gives_way(current: AnnualAssessment, proposal: Proposal) -> bool:
    if current.state == State.RETURNED:
        return True
    is_same = (current.result, current.arithmetic) == (proposal.finding, proposal.arithmetic)
    return current.state == State.PROPOSED and not is_same


def _moved(current: AnnualAssessment, state: State, **said: Any) -> AnnualAssessment:
    for name, value in {"state": state, **said}.items():
        setattr(current, name, value)
    current.save(update_fields=["state", *said])
    return current
