"""Asking, withdrawing and answering appeals; each step is called inside a transaction (8.2.5, 9.1.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.appeals.models import Appeal
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.learning.api import CourseStudy
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.steps import held, second_person

LONGEST: Final = 500
"""Characters of a reason and of an answer."""

State = Appeal.State


def ask(study: CourseStudy, subject: str, reason: str, by: Any, at: datetime) -> Appeal:
    """Make an appeal; of one study and subject one is open at a time. Raises ``Refused``."""
    if subject not in Appeal.Subject:
        raise Refused("bad_subject", _("An appeal is about learning time, credit-hours or an assessment."), "subject")
    reason = checked_text("reason", reason, LONGEST)
    try:
        with transaction.atomic():
            return Appeal.objects.create(study=study, subject=subject, reason=reason, asked_by=by, asked_at=at)
    except IntegrityError:
        raise Refused("already_asked", _("An appeal about this is open already."), "subject") from None


def withdraw(appeal: Appeal) -> Appeal:
    """Take back an appeal that nobody has answered yet. Raises ``Refused``."""
    current = held(appeal, State.ASKED)
    current.state, current.standing = State.WITHDRAWN, None
    current.save(update_fields=["state", "standing"])
    return current


def hold(appeal: Appeal, by: Any) -> Appeal:
    """Return an appeal that is to be answered, locked; nobody answers their own. Raises ``Refused``."""
    current = held(appeal, State.ASKED)
    second_person(by, current.asked_by_id)
    return current


def answer(current: Appeal, state: State, by: Any, at: datetime, text: str, **entry: Any) -> Appeal:
    """Answer an appeal that is held, with reasons, and name the ``correction`` or ``result`` that it led to."""
    current.answer = checked_text("answer", text, LONGEST)
    said = {"state": state, "standing": None, "decided_by": by, "decided_at": at, **entry}
    for name, value in said.items():
        setattr(current, name, value)
    current.save(update_fields=["answer", *said])
    return current


def about_appeal(appeal: Appeal) -> Target:
    """Return how the audit log names an appeal."""
    return Target("appeal", str(appeal.uuid), appeal.study.course.institution.code)
