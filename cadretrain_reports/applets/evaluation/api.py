"""The door to course evaluation (7.1.2)."""

from cadretrain_reports.applets.evaluation.giving import (
    DIMENSIONS,
    EvaluationRefused,
    Opinion,
    about_evaluation,
    give,
    revise,
)
from cadretrain_reports.applets.evaluation.models import CourseEvaluation
from cadretrain_reports.applets.evaluation.results import Results, comments, results

__all__ = [
    "DIMENSIONS",
    "CourseEvaluation",
    "EvaluationRefused",
    "Opinion",
    "Results",
    "about_evaluation",
    "comments",
    "give",
    "results",
    "revise",
]
