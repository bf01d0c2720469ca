"""Recipients report how they have fulfilled a plan; whoever issued it accepts or returns that (5.2, 8.2.1)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.plans import api as plans
from cadretrain_reports.applets.plans.api import FulfilmentReport, Issuance, Recipient
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.credit_hours import credit_hours_text
from cadretrain_reports.rules.periods import day_start, period_by_label, zone_named
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.requirement import Attainment, attainments_of

_AT_ONCE: Final = 500
"""Trainees whose attainment is worked out together."""


def report_fulfilment(actor: Any, recipient: Recipient, text: str) -> FulfilmentReport:
    """Write a recipient's report on an annual plan, with the figures of today (5.2); written anew until handed in.

    After the period has ended they are those of its last day. Raises ``Denied`` or ``Refused``.
    """
    require(actor, "report_fulfilment", recipient.organization, plans.about_recipient(recipient))
    on, figures = figures_of(recipient)
    with transaction.atomic():
        report = plans.write_report(recipient, text, figures, on, actor, clock.now())
        _record("report.write", actor, report, reported_on=on.isoformat())
    return report


def submit_report(actor: Any, report: FulfilmentReport) -> FulfilmentReport:
    """Hand a report in to whoever issued the plan, once (5.2). Raises ``Denied`` or ``Refused``."""
    require(actor, "report_fulfilment", report.recipient.organization, plans.about_report(report))
    with transaction.atomic():
        submitted = plans.submit_report(report, actor, clock.now())
        _record("report.submit", actor, submitted)
    return submitted


def accept_report(actor: Any, report: FulfilmentReport, answer: str = "") -> FulfilmentReport:
    """Accept a report that was handed in, once (5.2). Raises ``Denied`` or ``Refused``."""
    _require_judge(actor, report)
    with transaction.atomic():
        accepted = plans.accept_report(report, actor, clock.now(), answer)
        _record("report.accept", actor, accepted, reason=accepted.answer)
    return accepted


def return_report(actor: Any, report: FulfilmentReport, answer: str) -> FulfilmentReport:
    """Return a report with the reason, so that it is written anew (5.2). Raises ``Denied`` or ``Refused``."""
    _require_judge(actor, report)
    with transaction.atomic():
        returned = plans.return_report(report, actor, clock.now(), answer)
        _record("report.return", actor, returned, reason=returned.answer)
    return returned


def figures_of(recipient: Recipient) -> tuple[date, dict[str, Any]]:
    """Return the day and the figures of a report: who is at the body or below then, and how the plan is met (R9).

    Only what is learned online is counted, by the lines of this plan alone: ``trainees`` there, ``bound`` by it,
    ``met``, and ``credit_hours`` of those bound. Nothing, where the issuance is no annual plan.
    """
    issuance = recipient.issuance
    if issuance.year is None:
        return plans.day_of(clock.now()), {}
    on = plans.reporting_day(period_by_label(issuance.year, conf.period_rule()))
    figures = {"trainees": 0, "bound": 0, "met": 0}
    hours = Decimal(0)
    there = _trainees(recipient.organization, on)
    figures["trainees"] = len(there)
    for first in range(0, len(there), _AT_ONCE):
        ids = there[first : first + _AT_ONCE]
        for attainments in attainments_of(ids, issuance.year, on, issuance).values():
            online = [one for one in attainments if one.done is not None]
            figures["bound"] += bool(online)
            figures["met"] += bool(online) and all(one.is_met for one in online)
            hours += _hours(online)
    return on, {**figures, "credit_hours": credit_hours_text(hours)}


def _hours(attainments: list[Attainment]) -> Decimal:
    """Return the hours learned in the year; those of several years contain them."""
    of_year = (one.done.total_hours for one in attainments if one.done and one.requirement.over_years == 1)
    return next(of_year, Decimal(0))


def _trainees(body: Organization, on: date) -> list[int]:
    """Return who is at a body or below it at the end of a day, or now, if that day is today."""
    at = day_start(on + timedelta(days=1), zone_named(conf.time_zone()))
    return list(people.trainees_within(body, min(at, clock.now())))


def _require_judge(actor: Any, report: FulfilmentReport) -> None:
    issuance: Issuance = report.recipient.issuance
    require(actor, "answer_report", issuance.issuer, plans.about_report(report))
    if actor.pk in (report.submitted_by_id, report.written_by_id):
        raise Refused("own_report", _("Nobody answers a report of one's own. Leave it to a colleague."))


def _record(act: str, actor: Any, report: FulfilmentReport, reason: str = "", **details: Any) -> None:
    issuance = str(report.recipient.issuance.uuid)
    audit.record(act, actor.pk, plans.about_report(report), reason=reason, issuance=issuance, **details)
