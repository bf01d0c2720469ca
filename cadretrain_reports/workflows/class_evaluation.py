"""Trainees evaluate their class; what it comes to is shown without names, once the class is closed (8.3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.class_life.api import ClassEvaluation, ClassResults, Question
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.scopes.api import may, require
from cadretrain_reports.workflows.attendance import require_own


def change_form(actor: Any, theme_class: ThemeClass, questions: Sequence[Question]) -> list[Question]:
    """Ask something else of a class than usual, before anybody has answered. Raises ``Denied`` or ``Refused``."""
    about = theme_classes.about_class(theme_class)
    require(actor, "run_class", theme_class, about)
    with transaction.atomic():
        class_life.change_form(theme_class, questions, actor, clock.now())
        audit.record("class_evaluation.change_form", actor.pk, about, questions=len(questions))
    return class_life.questions_of(theme_class)


def evaluate_class(
    actor: Any, registration: ClassRegistration, scores: Sequence[int], comment: str = ""
) -> ClassEvaluation:
    """Say, for oneself and once, what one thinks of one's class. Raises ``Refused``."""
    require_own(actor, registration)
    with transaction.atomic():
        given = class_life.evaluate(registration, scores, comment, actor, clock.now())
        audit.record("class_evaluation.give", actor.pk, class_life.about_class_evaluation(given))
    return given


def class_results(actor: Any, theme_class: ThemeClass) -> ClassResults:
    """Return how a class was evaluated, without names; its staff sees no words, by which trainees may be known.

    Raises ``Denied``.
    """
    about = theme_classes.about_class(theme_class)
    reads_comments = may(actor, "read_class_comments", theme_class) and not _serves(actor, theme_class)
    if not reads_comments:
        require(actor, "keep_class", theme_class, about)
    audit.record("read", actor.pk, audit.Target("class_results", str(theme_class.uuid), about.organization))
    found = class_life.class_results(theme_class)
    return found if reads_comments else replace(found, comments=None)


def _serves(actor: Any, theme_class: ThemeClass) -> bool:
    return bool(theme_class.duties.filter(assignment__user=actor.pk).exists())
