"""Exams of a class: sittings, make-up exams and results (8.3.4, 8.3.6).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import ExamMark, ExamResult, ExamSitting, Source
from cadretrain_reports.applets.theme_classes.api import ClassAssessment, ClassRegistration
from cadretrain_reports.rules.scores import score_text
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.attendance import refuse_own


def set_exam(actor: Any, assessment: ClassAssessment, held_at: datetime, place: str = "") -> ExamSitting:
    """Set when trainees sit an exam, as head teacher (8.3.4)."""
    return _set(actor, assessment, held_at, place, is_make_up=False)


def set_make_up(actor: Any, assessment: ClassAssessment, held_at: datetime, place: str = "") -> ExamSitting:
    """Let those who failed and have attempts left sit it again (8.3.4)."""
    return _set(actor, assessment, held_at, place, is_make_up=True)


def record_exam(actor: Any, assessment: ClassAssessment, registration: ClassRegistration, mark: ExamMark) -> ExamResult:
    """Record how a trainee did, for staff of the class, never one's own result (8.3.6)."""
    require(actor, "keep_class", assessment.theme_class, class_life.about_exam(assessment))
    return enter_exam(actor, assessment, registration, mark, Source.STAFF)[0]


def enter_exam(
    actor: Any, assessment: ClassAssessment, registration: ClassRegistration, mark: ExamMark, source: str
) -> tuple[ExamResult, bool]:
    """Keep a result for whoever may record it; return it and whether it is new. Raises ``Refused``."""
    refuse_own(actor, registration)
    with transaction.atomic():
        result, is_new = class_life.record_exam(assessment, registration, mark, source, actor, clock.now())
        if is_new:
            _keep("exam.record", actor, result)
    return result, is_new


def correct_exam(actor: Any, result: ExamResult, mark: ExamMark) -> ExamResult:
    """Put a further result in the place of a wrong one, for a reason, which is its note; both stay (8.3.6).

    For academic affairs and the head teacher, and another person than who recorded it.
    """
    require(actor, "run_class", result.assessment.theme_class, class_life.about_exam(result.assessment))
    refuse_own(actor, result.registration)
    with transaction.atomic():
        corrected = class_life.correct_exam(result, mark, actor, clock.now())
        _keep("exam.correct", actor, corrected, mark.note)
    return corrected


def _set(actor: Any, assessment: ClassAssessment, held_at: datetime, place: str, *, is_make_up: bool) -> ExamSitting:
    about = class_life.about_exam(assessment)
    require(actor, "run_class", assessment.theme_class, about)
    with transaction.atomic():
        made = class_life.set_sitting(assessment, held_at, place, actor, clock.now(), is_make_up=is_make_up)
        audit.record("exam.set", actor.pk, about, number=made.number, make_up=is_make_up)
    return made


def _keep(act: str, actor: Any, result: ExamResult, reason: str = "") -> None:
    about = class_life.about_exam(result.assessment)
    said: dict[str, Any] = {"attempt": result.attempt, "source": result.source}
    score = score_text(result.score)
    audit.record(act, actor.pk, about, reason=reason.strip(), result=str(result.uuid), score=score, **said)
