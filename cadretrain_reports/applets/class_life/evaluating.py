"""What trainees say of their class, and what it comes to without names (8.3.4).

The form is the one in use for theme classes, unless a class has its own. Each question is answered by 10, very
satisfied, to 6, dissatisfied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.class_life.about import TAUGHT, hold_member
from cadretrain_reports.applets.class_life.work import ClassEvaluation, ClassEvaluationForm
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused, checked_line, checked_text

SCORES: Final = {
    10: _("very satisfied"),
    9: _("satisfied"),
    8: _("rather satisfied"),
    7: _("fair"),
    6: _("dissatisfied"),
}
_MOST_QUESTIONS: Final = 30
_DESIGN, _TEACHING = gettext_noop("Training design"), gettext_noop("Teaching")
_MANAGEMENT, _EFFECT = gettext_noop("Management of the class"), gettext_noop("Effect")
_USUAL: Final = (
    (_DESIGN, gettext_noop("Setting of objectives")),
    (_DESIGN, gettext_noop("Choice of courses")),
    (_DESIGN, gettext_noop("Choice of teachers")),
    (_TEACHING, gettext_noop("Teaching content")),
    (_TEACHING, gettext_noop("Teaching method")),
    (_TEACHING, gettext_noop("Teaching quality")),
    (_MANAGEMENT, gettext_noop("Management of trainees")),
    (_MANAGEMENT, gettext_noop("Quality of service")),
    (_EFFECT, gettext_noop("Help for your work")),
    (_EFFECT, gettext_noop("Help for your own growth")),
)
"""专题班评估表: what the form in use asks."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the form, below the part that it belongs to."""

    part: str
    text: str


@dataclass(frozen=True, slots=True)
class ClassResults:
    """How a class was evaluated: ``means`` from 6 to 10 by question, in their order, and what was said in words.

    All are ``None`` while trainees may still answer, and where fewer have than the site lets be shown: who answered
    what could be worked out from what was there before and after.
    """

    questions: Sequence[Question]
    answers: int | None = None
    means: Sequence[Decimal] | None = None
    comments: Sequence[str] | None = None


def questions_of(theme_class: ThemeClass) -> list[Question]:
    """Return what trainees of a class are asked, in the active language where it is the usual form."""
    form = ClassEvaluationForm.objects.filter(theme_class=theme_class).first()
    if form is not None:
        return [Question(**said) for said in form.questions]
    return [Question(gettext(part), gettext(text)) for part, text in _USUAL]


def change_form(theme_class: ThemeClass, questions: Sequence[Question], by: Any, at: datetime) -> ClassEvaluationForm:
    """Ask something else of a class, before anybody has answered; call inside a transaction. Raises ``Refused``."""
    if not 0 < len(questions) <= _MOST_QUESTIONS:
        raise Refused("bad_number", _("Ask from 1 to %(most)s questions."), "questions", most=_MOST_QUESTIONS)
    said = [
        asdict(Question(checked_line("part", one.part, 64), checked_line("text", one.text, 200))) for one in questions
    ]
    ThemeClass.objects.select_for_update().get(pk=theme_class.pk)
    if ClassEvaluation.objects.filter(registration__theme_class=theme_class).exists():
        raise Refused("already_answered", _("Trainees have answered this form already: it stands as it is."))
    defaults = {"questions": said, "by": by, "at": at}
    return ClassEvaluationForm.objects.update_or_create(theme_class=theme_class, defaults=defaults)[0]


def evaluate(
    registration: ClassRegistration, scores: Sequence[int], comment: str, by: Any, at: datetime
) -> ClassEvaluation:
    """Say, once, what one thinks of one's class while it runs or is assessed; call inside a transaction.

    ``scores`` answer the questions in their order. Raises ``Refused``.
    """
    said = checked_text("comment", comment, 1000, optional=True)
    # Before the registration, as whoever changes the form does: the questions answered are those asked.
    theme_class = ThemeClass.objects.select_for_update().get(pk=registration.theme_class_id)
    member = hold_member(registration)
    if len(scores) != len(questions_of(theme_class)) or any(score not in SCORES for score in scores):
        raise Refused("bad_score", _("Answer every question by 6, dissatisfied, to 10, very satisfied."), "scores")
    try:
        with transaction.atomic():
            return ClassEvaluation.objects.create(
                registration=member, scores=list(scores), comment=said, by=by, given_at=at
            )
    except IntegrityError:
        raise Refused("already_evaluated", _("You have evaluated this class already.")) from None


def has_evaluated(registration: ClassRegistration) -> bool:
    """Tell whether a trainee has evaluated a class: for themselves alone."""
    return ClassEvaluation.objects.filter(registration=registration).exists()


def class_results(theme_class: ThemeClass) -> ClassResults:
    """Return how a class was evaluated, once nobody can answer any more."""
    questions = questions_of(theme_class)
    if theme_class.state in TAUGHT:
        return ClassResults(questions)
    rows = list(ClassEvaluation.objects.filter(registration__theme_class=theme_class).values_list("scores", "comment"))
    if len(rows) < conf.fewest_answers():
        return ClassResults(questions)
    columns = zip(*(scores for scores, _comment in rows), strict=True)
    means = [(Decimal(sum(column)) / len(rows)).quantize(Decimal("0.01")) for column in columns]
    return ClassResults(questions, len(rows), means, sorted(comment for _scores, comment in rows if comment))


def about_class_evaluation(evaluation: ClassEvaluation) -> Target:
    """Return how the audit log names an evaluation: not of which class it is, which would tell who was in it."""
    return Target("class_evaluation", str(evaluation.uuid))
