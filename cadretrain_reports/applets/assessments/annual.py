"""What an institution finds of a year of elective learning: proposed, confirmed, reported, answered (8.2.1)."""

from __future__ import annotations

from typing import Final

from cadretrain_reports.applets.assessments.models import AnnualAssessment

State = AnnualAssessment.State

SETTLED: Final = (State.CONFIRMED, State.REPORTED, State.RECEIVED)
"""States from which on the year of a trainee is settled."""


def is_confirmed(trainee_id: int, year: int) -> bool:
    """Tell whether a year of a trainee has been assessed for good: nothing falls into it any more (R2)."""
    found = AnnualAssessment.objects.filter(trainee_id=trainee_id, year=year, standing=True, state__in=SETTLED)
    return found.exists()
