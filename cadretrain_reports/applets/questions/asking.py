"""Asking, answering and adding to questions; each step is called inside a transaction (8.2.3, 8.3.4)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import BooleanField, Case, Count, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.questions.answering import Place, at
from cadretrain_reports.applets.questions.models import Question, Reply
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.periods import zone_named

State = Question.State
LONGEST_QUESTION: Final = 1000
LONGEST_REPLY: Final = 2000
"""Characters of a question, and of an answer or what is added."""
_HOUR: Final = timedelta(hours=1)


def ask(place: Place, trainee: Trainee, text: str, by: Any, now: datetime) -> Question:
    """Ask a question; call with the trainee locked. Raises ``Refused``, also for who wrote too much in an hour."""
    said = checked_text("text", text, LONGEST_QUESTION)
    _check_rate(trainee, now)
    whose = {"institution": place.institution, "trainee": trainee, "asked_by": by}
    return Question.objects.create(**at(place), **whose, text=said, asked_at=now, waits_since=now)


def locked(question: Question) -> Question:
    """Return a question as it is now, locked until the transaction ends. Raises ``Refused`` for one that is hidden."""
    current = Question.objects.select_for_update().get(pk=question.pk)
    if current.hidden:
        raise Refused("hidden", _("Moderation has hidden this. Nothing can be added to it."))
    return current


def answer(question: Question, text: str, by: Any, now: datetime) -> Reply:
    """Answer a question that is ``locked``: it awaits nothing more. Raises ``Refused``."""
    reply = Reply.objects.create(question=question, by=by, text=checked_text("text", text, LONGEST_REPLY), at=now)
    question.state, question.answered_at = State.ANSWERED, now
    question.save(update_fields=["state", "answered_at"])
    return reply


def follow_up(question: Question, trainee: Trainee, text: str, by: Any, now: datetime) -> Reply:
    """Add to a question that is ``locked``; where its asker asks on after an answer it is open again.

    Call with the trainee locked too. Raises ``Refused``.
    """
    said = checked_text("text", text, LONGEST_REPLY)
    _check_rate(trainee, now)
    reply = Reply.objects.create(question=question, trainee=trainee, by=by, text=said, at=now)
    if question.trainee_id == trainee.pk and question.state == State.ANSWERED:
        question.state, question.waits_since = State.OPEN, now
        question.save(update_fields=["state", "waits_since"])
    return reply


def overdue(now: datetime) -> Q:
    """Return the condition that a question has waited for longer than the policy allows; hidden ones wait no more."""
    since = conf.question_policy().overdue_since(now, zone_named(conf.time_zone()))
    return Q(state=State.OPEN, hidden=False, waits_since__lte=since)


def newly_overdue(now: datetime) -> QuerySet[Question]:
    """Return the overdue questions of which nobody was reminded since they wait, the longest waiting first."""
    rows = Question.objects.select_related("course__institution", "theme_class__institution")
    return rows.filter(overdue(now)).exclude(told_overdue=F("waits_since")).order_by("waits_since", "pk")


def claim_overdue(question: Question) -> bool:
    """Take it on to remind of a question; tell whether it is the caller's to do: of two at once one has it."""
    rows = Question.objects.filter(pk=question.pk, waits_since=question.waits_since)
    return bool(rows.exclude(told_overdue=F("waits_since")).update(told_overdue=question.waits_since))


def with_overdue(questions: QuerySet[Question], now: datetime) -> QuerySet[Question]:
    """Return questions that say by ``overdue`` whether they are."""
    late = Case(When(overdue(now), then=Value(True)), default=Value(False), output_field=BooleanField())
    return questions.annotate(overdue=late)


def due_at(question: Question) -> datetime | None:
    """Return until when a question is to be answered; ``None`` for one that awaits no answer."""
    if question.state != State.OPEN or question.hidden:
        return None
    return conf.question_policy().due_at(question.waits_since, zone_named(conf.time_zone()))


def figures(questions: QuerySet[Question], now: datetime) -> list[dict[str, Any]]:
    """Return how many questions are open, overdue, answered and ``withheld`` (hidden), by code of the institution."""
    rows = questions.order_by("institution__code").values(organization=F("institution__code"))
    counted = rows.annotate(
        open=Count("pk", filter=Q(state=State.OPEN, hidden=False)),
        overdue=Count("pk", filter=overdue(now)),
        answered=Count("pk", filter=Q(state=State.ANSWERED, hidden=False)),
        withheld=Count("pk", filter=Q(hidden=True)),
    )
    return [dict(row) for row in counted]


def _check_rate(trainee: Trainee, now: datetime) -> None:
    """Refuse more than the policy allows within an hour, counting what is there."""
    since, most = now - _HOUR, conf.question_policy().most_per_hour
    asked = Question.objects.filter(trainee=trainee, asked_at__gt=since).count()
    if asked + Reply.objects.filter(trainee=trainee, at__gt=since).count() >= most:
        raise Refused("too_many", _("You have written %(most)s times within an hour. Go on later."), most=most)
