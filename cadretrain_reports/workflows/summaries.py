"""Summaries of units: written by the liaison officer, submitted with frozen figures, received or returned (8.2.4).

The acting platform user comes first. Each function raises ``Denied``, or ``Refused`` for what the applet refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Sum

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.credits.api import CreditTotal
from cadretrain_reports.applets.declarations.api import declared_in
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.summaries import api as summaries
from cadretrain_reports.applets.summaries.api import UnitCounts, UnitSummary
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.progress import Progress, progress_in

_PAGE: Final = 200


def write_summary(actor: Any, unit: Organization, receiver: str, year: int, text: str = "") -> UnitSummary:
    """Begin a summary of a unit's year (8.2.4); ``receiver`` is the code of an institution or department."""
    require(actor, "summarize_unit", unit, organizations.about(unit))
    return _on_record(actor, "summary.write", partial(summaries.write, unit, receiver, year, text, actor, clock.now()))


def change_summary(actor: Any, summary: UnitSummary, receiver: str, text: str = "") -> UnitSummary:
    """Change a draft, or what was returned (8.2.4)."""
    _require(actor, "summarize_unit", summary, summary.unit)
    return _on_record(actor, "summary.change", partial(summaries.change, summary, receiver, text, actor, clock.now()))


def submit_summary(actor: Any, summary: UnitSummary) -> UnitSummary:
    """Submit a summary with the figures of now, which never change from then on (8.2.4)."""
    _require(actor, "summarize_unit", summary, summary.unit)
    counts = counts_of(summary.unit, summary.year)
    return _on_record(actor, "summary.submit", partial(summaries.submit, summary, counts, clock.now()))


def receive_summary(actor: Any, summary: UnitSummary, answer: str = "") -> UnitSummary:
    """Take a summary in for its receiver (8.2.4)."""
    _require(actor, "receive_summary", summary, summary.receiver)
    return _on_record(actor, "summary.receive", partial(summaries.receive, summary, answer, actor, clock.now()), answer)


def return_summary(actor: Any, summary: UnitSummary, answer: str) -> UnitSummary:
    """Return a summary with the reason (8.2.4)."""
    _require(actor, "receive_summary", summary, summary.receiver)
    take = partial(summaries.turn_back, summary, answer, actor, clock.now())
    return _on_record(actor, "summary.return", take, answer)


def counts_of(unit: Organization, year: int) -> UnitCounts:
    """Return the figures of a unit and the bodies below it as they are now; a few queries for each 200 trainees."""
    found = UnitCounts()
    for ids in _pages(unit):
        found = _plus(found, _counted(ids, year))
    return found


def _pages(unit: Organization) -> Iterator[list[int]]:
    trainees = Trainee.objects.filter(organizations.within(unit.path, "unit__path")).order_by("pk")
    last = 0
    while page := list(trainees.filter(pk__gt=last).values_list("pk", flat=True)[:_PAGE]):
        yield page
        last = page[-1]


def _counted(ids: list[int], year: int) -> UnitCounts:
    progress = progress_in(ids, year).values()
    declared = declared_in(ids, year).values()
    hours = CreditTotal.objects.filter(trainee__in=ids, year=year).aggregate(
        online=Sum(F("credit_hours") + F("activity_hours")), on_the_spot=Sum("face_to_face_hours")
    )
    return UnitCounts(
        trainees=len(ids),
        asked=len(progress),
        met=sum(one.left.is_nothing for one in progress),
        lagging=sum(map(_lags, progress)),
        total_hours=hours["online"] or Decimal(0),
        face_to_face=sum((one.face_to_face for one in declared), hours["on_the_spot"] or Decimal(0)),
        outside=sum((one.outside for one in declared), Decimal(0)),
    )


def _lags(progress: Progress) -> bool:
    return not progress.left.is_nothing and progress.behind >= conf.reminder_policy().lag_percent


def _plus(one: UnitCounts, other: UnitCounts) -> UnitCounts:
    return UnitCounts(
        one.trainees + other.trainees,
        one.asked + other.asked,
        one.met + other.met,
        one.lagging + other.lagging,
        one.total_hours + other.total_hours,
        one.face_to_face + other.face_to_face,
        one.outside + other.outside,
    )


def _require(actor: Any, act: str, summary: UnitSummary, body: Organization) -> None:
    require(actor, act, body, summaries.about_summary(summary))


def _on_record(actor: Any, act: str, take: Callable[[], UnitSummary], reason: str = "") -> UnitSummary:
    with transaction.atomic():
        taken = take()
        audit.record(act, actor.pk, summaries.about_summary(taken), reason=reason, year=taken.year)
    return taken
