"""Giving and revising an evaluation (7.1.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.evaluation.models import CourseEvaluation
from cadretrain_reports.applets.learning.api import CourseStudy, learned
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.periods import period_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

DIMENSIONS: Final = ("content", "activities", "form", "support")
"""课程内容, 学习活动, 课程形式, 在线学习支持: what GB/T 38859 has people judge."""

LONGEST_COMMENT: Final = 1000
"""Characters of a comment."""

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "not_studied": _("You have not studied this course: it is evaluated by those who have."),
    "already_evaluated": _("You have evaluated this course already. Revise that evaluation."),
    "bad_score": _("Score from 1, dissatisfied, to 5, very satisfied."),
    "year_over": _("The year in which this evaluation was given is over: it stands as it is."),
}


class EvaluationRefused(Refused):
    """An evaluation that cannot be given; ``code`` is a key of the texts above."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, _TEXTS[code], field)


@dataclass(frozen=True, slots=True)
class Opinion:
    """A score from 1 to 5 for each dimension, and what there is to say besides."""

    content: int
    activities: int
    form: int
    support: int
    comment: str = ""

    def as_fields(self) -> dict[str, Any]:
        """Return the fields of the evaluation. Raises ``Refused``."""
        scores = {name: getattr(self, name) for name in DIMENSIONS}
        for name, score in scores.items():
            if score not in CourseEvaluation.Score.values:
                raise EvaluationRefused("bad_score", name)
        return {**scores, "comment": checked_text("comment", self.comment, LONGEST_COMMENT, optional=True)}


def give(study: CourseStudy | None, opinion: Opinion, by: Any, at: datetime) -> CourseEvaluation:
    """Evaluate a course by one's own study of it, once; call inside a transaction.

    Refuses whoever has not learned there for as much as a second (``not_studied``).
    """
    if study is None or not learned(study.trainee_id, study.course_id):
        raise EvaluationRefused("not_studied", "course")
    year = period_of(at, conf.period_rule()).label
    said = opinion.as_fields()
    try:
        with transaction.atomic():
            return CourseEvaluation.objects.create(study=study, by=by, year=year, given_at=at, **said)
    except IntegrityError:
        raise EvaluationRefused("already_evaluated", "course") from None


def revise(evaluation: CourseEvaluation, opinion: Opinion, at: datetime) -> CourseEvaluation:
    """Say something else in the same annual period; call inside a transaction. Raises ``Refused`` once it is over."""
    current = CourseEvaluation.objects.select_for_update().get(pk=evaluation.pk)
    if period_of(at, conf.period_rule()).label != current.year:
        raise EvaluationRefused("year_over")
    for name, value in {**opinion.as_fields(), "revised_at": at}.items():
        setattr(current, name, value)
    current.save()
    return current


def about_evaluation(evaluation: CourseEvaluation) -> Target:
    """Return how the audit log names an evaluation: not whose course it is of, which would tell who studied where."""
    return Target("course_evaluation", str(evaluation.uuid))
