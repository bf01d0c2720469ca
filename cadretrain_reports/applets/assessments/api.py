"""The door to assessment (8.2.1, 8.2.5)."""

from cadretrain_reports.applets.assessments.annual import (
    SETTLED,
    State,
    about_annual,
    confirm,
    is_confirmed,
    propose,
    receive,
    reopen,
    report,
    standing_in,
    turn_down,
)
from cadretrain_reports.applets.assessments.models import AnnualAssessment, AssessmentResult
from cadretrain_reports.applets.assessments.results import (
    Outcome,
    Source,
    about_result,
    check,
    correct,
    counted,
    counted_of,
    keep,
    passes,
    results_of,
)

__all__ = [
    "SETTLED",
    "AnnualAssessment",
    "AssessmentResult",
    "Outcome",
    "Source",
    "State",
    "about_annual",
    "about_result",
    "check",
    "confirm",
    "correct",
    "counted",
    "counted_of",
    "is_confirmed",
    "keep",
    "passes",
    "propose",
    "receive",
    "reopen",
    "report",
    "results_of",
    "standing_in",
    "turn_down",
]
