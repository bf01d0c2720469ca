"""Requests for reduced or deferred hours, and their answers (8.1, 6.3.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.upkeep.models import ReliefRequest
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.credit_hours import is_quarters
from cadretrain_reports.rules.requirements import ApprovedRelief
from cadretrain_reports.rules.values import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_REASON: Final = 500
"""Characters of a reason and of an answer."""

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "bad_kind": _("Ask for reduced or for deferred hours."),
    "bad_year": _("This is no year of training. Write it with four digits."),
    "bad_hours": _("Credit-hours are a positive multiple of 0.25."),
    "bad_until_year": _("Deferred hours are due in a later year. Name it; reduced hours have none."),
    "already_asked": _("For this year there is an open or an approved request of this kind already."),
    "already_decided": _("This request has been answered or withdrawn meanwhile."),
}


class ReliefRefused(Refused):
    """A request that cannot be made or decided; ``code`` is a key of the texts above."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, _TEXTS[code], field)


@dataclass(frozen=True, slots=True)
class Relief:
    """What is asked for: hours let off in ``year``, or put off from it into ``until_year``, and why.

    ``year`` is the label of an annual period (9.1.2).
    """

    kind: str
    year: int
    credit_hours: Decimal
    reason: str
    until_year: int | None = None


def ask(trainee: Trainee, relief: Relief, at: datetime, by: Any = None) -> ReliefRequest:
    """Make a request; call inside a transaction. Raises ``Refused``.

    One request of a kind stands for a trainee and year until it is returned or withdrawn.
    """
    _check(relief)
    said = {name: getattr(relief, name) for name in relief.__slots__}
    said["reason"] = checked_text("reason", relief.reason, LONGEST_REASON)
    try:
        with transaction.atomic():
            return ReliefRequest.objects.create(trainee=trainee, asked_at=at, asked_by=by, **said)
    except IntegrityError:
        raise ReliefRefused("already_asked", "kind") from None


def withdraw(request: ReliefRequest) -> ReliefRequest:
    """Take back a request that nobody has answered yet; return it as it is now. Call inside a transaction.

    Raises ``ReliefRefused``.
    """
    asked = _lock_asked(request)
    asked.state, asked.standing = ReliefRequest.State.WITHDRAWN, None
    asked.save(update_fields=["state", "standing"])
    return asked


def approve(request: ReliefRequest, by: Any, at: datetime, answer: str = "") -> ReliefRequest:
    """Grant a request, once; return it as it is now. Call inside a transaction. Raises ``Refused``."""
    return _decide(request, ReliefRequest.State.APPROVED, by, at, answer)


def turn_down(request: ReliefRequest, by: Any, at: datetime, answer: str) -> ReliefRequest:
    """Return a request with the reason, once, so that it can be made anew. Call inside a transaction.

    Raises ``Refused``.
    """
    return _decide(request, ReliefRequest.State.RETURNED, by, at, answer)


def approved_relief(trainee_ids: Iterable[int], year: int) -> dict[int, ApprovedRelief]:
    """Return what was let off, put off and put here in an annual period, by trainee (R6); one query.

    Whoever has no approved relief is not named.
    """
    approved = ReliefRequest.objects.filter(trainee__in=list(trainee_ids), state=ReliefRequest.State.APPROVED)
    hours: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in approved.filter(Q(year=year) | Q(until_year=year)):
        is_let_off = row.kind == ReliefRequest.Kind.REDUCTION
        what = "put_here" if row.until_year == year else "let_off" if is_let_off else "put_off"
        hours[row.trainee_id][what] += row.credit_hours
    return {trainee: ApprovedRelief(**figures) for trainee, figures in hours.items()}


def about_relief(request: ReliefRequest) -> Target:
    """Return how the audit log names a request."""
    return Target("relief_request", str(request.uuid), request.trainee.unit.code)


def _decide(request: ReliefRequest, state: ReliefRequest.State, by: Any, at: datetime, answer: str) -> ReliefRequest:
    is_approved = state == ReliefRequest.State.APPROVED
    answer = checked_text("answer", answer, LONGEST_REASON, optional=is_approved)
    asked = _lock_asked(request)
    asked.state, asked.decided_by, asked.decided_at, asked.answer = state, by, at, answer
    asked.standing = True if is_approved else None
    asked.save(update_fields=["state", "decided_by", "decided_at", "answer", "standing"])
    return asked


def _lock_asked(request: ReliefRequest) -> ReliefRequest:
    """Return the request as it is now, locked; of two who decide the second finds it decided."""
    current = ReliefRequest.objects.select_for_update().get(pk=request.pk)
    if current.state != ReliefRequest.State.ASKED:
        raise ReliefRefused("already_decided")
    return current


def _check(relief: Relief) -> None:
    if relief.kind not in ReliefRequest.Kind:
        raise ReliefRefused("bad_kind", "kind")
    if not FIRST_YEAR <= relief.year <= LAST_YEAR:
        raise ReliefRefused("bad_year", "year")
    if not is_quarters(relief.credit_hours):
        raise ReliefRefused("bad_hours", "credit_hours")
    if not _is_due_rightly(relief):
        raise ReliefRefused("bad_until_year", "until_year")


def _is_due_rightly(relief: Relief) -> bool:
    if relief.kind == ReliefRequest.Kind.REDUCTION:
        return relief.until_year is None
    return relief.until_year is not None and relief.year < relief.until_year <= LAST_YEAR
