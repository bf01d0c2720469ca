"""The platform's rules, instruction and relief (6.1.2, 6.3.3): who may do what, in one transaction with its record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.values import hours_text
from cadretrain_reports.scopes.api import require


def publish_rules(actor: Any, version: str, title: str, text: str) -> upkeep.PlatformRules:
    """Put new rules of the platform in force (6.1.2): from now on nobody studies who has not accepted them.

    For the site operator. Raises ``Denied`` or ``Refused``.
    """
    about = upkeep.about_rules(version)
    require(actor, "publish_rules", None, about)
    with transaction.atomic():
        rules = upkeep.publish_rules(version, title, text, clock.now())
        audit.record("rules.publish", actor.pk, about)
    return rules


def accept_rules(actor: Any, version: str) -> bool:
    """Accept, for oneself, the rules that one has read (6.1.2); tell whether that is new.

    Raises ``Refused`` if the actor is no trainee, or if ``version`` is not in force any more.
    """
    account = people.account_of_user(actor.pk)
    if account is None:
        raise Refused("not_a_trainee", _("Your account is not registered as a trainee: there is nothing to accept."))
    with transaction.atomic():
        is_new = upkeep.accept(account.trainee, version, clock.now())
        if is_new:
            audit.record("rules.accept", actor.pk, people.about(account.trainee), version=version)
    return is_new


def record_instruction(
    actor: Any, trainees: Sequence[people.Trainee], kind: upkeep.Instruction.Kind, held_on: date, note: str = ""
) -> list[upkeep.Instruction]:
    """Record that trainees were instructed together in secrecy or operation (6.3.3): all of them or nobody.

    Raises ``Denied`` or ``Refused``.
    """
    for trainee in trainees:
        require(actor, "instruct", trainee, people.about(trainee))
    with transaction.atomic(), audit.operation():
        people.lock_trainees([trainee.pk for trainee in trainees])
        return [_record_instruction(actor, trainee, kind, held_on, note) for trainee in trainees]


def ask_relief(actor: Any, trainee: people.Trainee, relief: upkeep.Relief) -> upkeep.ReliefRequest:
    """Ask for fewer hours or more time: the trainee for oneself, or the unit's liaison officer (8.1).

    Raises ``Denied`` or ``Refused``.
    """
    _require_oneself_or_liaison(actor, trainee)
    with transaction.atomic():
        request = upkeep.ask(trainee, relief, clock.now(), actor)
        _record_relief("relief.ask", actor, request)
    return request


def withdraw_relief(actor: Any, request: upkeep.ReliefRequest) -> upkeep.ReliefRequest:
    """Take a request back before it is answered: by those who might have made it. Raises ``Denied`` or ``Refused``."""
    _require_oneself_or_liaison(actor, request.trainee)
    with transaction.atomic():
        request = upkeep.withdraw(request)
        _record_relief("relief.withdraw", actor, request)
    return request


def decide_relief(
    actor: Any, request: upkeep.ReliefRequest, *, approved: bool, answer: str = ""
) -> upkeep.ReliefRequest:
    """Approve a request, or return it with the reason, once (8.1). Nobody decides on one's own, or on one they made.

    Raises ``Denied`` or ``Refused``.
    """
    require(actor, "decide_relief", request.trainee, upkeep.about_relief(request))
    if people.is_oneself(actor, request.trainee) or request.asked_by_id == actor.pk:
        raise Refused("own_request", _("Nobody decides on a request of one's own. Leave it to a colleague."))
    decide, act = (upkeep.approve, "relief.approve") if approved else (upkeep.turn_down, "relief.return")
    with transaction.atomic():
        request = decide(request, actor, clock.now(), answer)
        _record_relief(act, actor, request, request.answer)
    return request


def _require_oneself_or_liaison(actor: Any, trainee: people.Trainee) -> None:
    if not people.is_oneself(actor, trainee):
        require(actor, "ask_relief", trainee, people.about(trainee))


def _record_instruction(
    actor: Any, trainee: people.Trainee, kind: upkeep.Instruction.Kind, held_on: date, note: str
) -> upkeep.Instruction:
    instruction = upkeep.record_instruction(trainee, kind, held_on, actor, clock.now(), note)
    audit.record("instruction.record", actor.pk, people.about(trainee), kind=str(kind), held_on=held_on.isoformat())
    return instruction


def _record_relief(act: str, actor: Any, request: upkeep.ReliefRequest, reason: str = "") -> None:
    """Keep what was asked for and how it was answered; why it was asked is personal, and stays with the request."""
    about = upkeep.about_relief(request)
    hours = hours_text(request.credit_hours)
    audit.record(act, actor.pk, about, reason=reason, kind=request.kind, year=request.year, credit_hours=hours)
