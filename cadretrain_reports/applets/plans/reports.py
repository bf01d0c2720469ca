"""How a recipient has fulfilled a plan: reported, and accepted or returned by the issuer (5.2, 8.2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.plans.content import LONGEST_TEXT, PlanRefused
from cadretrain_reports.applets.plans.models import FulfilmentReport, Issuance, Recipient
from cadretrain_reports.applets.plans.receipts import locked_recipient
from cadretrain_reports.refusals import checked_text

LONGEST_ANSWER: Final = 500
"""Characters of an answer."""

_OPEN: Final = (FulfilmentReport.State.DRAFT, FulfilmentReport.State.RETURNED)


def write_report(
    recipient: Recipient, text: str, figures: Mapping[str, Any], on: date, by: Any, at: datetime
) -> FulfilmentReport:
    """Write a report, or write it anew while it is a draft or was returned; call inside a transaction.

    ``figures`` are of the day ``on``. Raises ``Refused``.
    """
    text = checked_text("text", text, LONGEST_TEXT)
    stored = locked_recipient(recipient)
    if stored.issuance.state != Issuance.State.ISSUED or stored.issuance.kind != Issuance.Kind.ANNUAL_PLAN:
        raise PlanRefused("no_plan", "", _("Fulfilment is reported of an annual plan that is issued."))
    if stored.issuance.in_force_until and stored.issuance.in_force_until <= on:
        raise PlanRefused("superseded", "", _("There is a newer edition of this: report on that."))
    said = {"text": text, "figures": dict(figures), "reported_on": on, "written_by": by, "written_at": at}
    found = FulfilmentReport.objects.filter(recipient=stored).first()
    if found is None:
        return FulfilmentReport.objects.create(recipient=stored, **said)
    _require(found, *_OPEN)
    for name, value in {**said, "state": FulfilmentReport.State.DRAFT}.items():
        setattr(found, name, value)
    found.save()
    return found


def submit_report(report: FulfilmentReport, by: Any, at: datetime) -> FulfilmentReport:
    """Hand a draft in, once; call inside a transaction. Raises ``Refused``."""
    stored = _locked(report)
    _require(stored, FulfilmentReport.State.DRAFT)
    stored.state, stored.submitted_by, stored.submitted_at = FulfilmentReport.State.SUBMITTED, by, at
    stored.save(update_fields=["state", "submitted_by", "submitted_at"])
    return stored


def accept_report(report: FulfilmentReport, by: Any, at: datetime, answer: str = "") -> FulfilmentReport:
    """Accept a report that was handed in, once; call inside a transaction. Raises ``Refused``."""
    answer = checked_text("answer", answer, LONGEST_ANSWER, optional=True)
    return _decide(report, FulfilmentReport.State.ACCEPTED, by, at, answer)


def return_report(report: FulfilmentReport, by: Any, at: datetime, answer: str) -> FulfilmentReport:
    """Return a report with the reason, so that it is written anew; call inside a transaction. Raises ``Refused``."""
    answer = checked_text("answer", answer, LONGEST_ANSWER)
    return _decide(report, FulfilmentReport.State.RETURNED, by, at, answer)


def about_report(report: FulfilmentReport) -> Target:
    """Return how the audit log names a report."""
    return Target("fulfilment_report", str(report.uuid), report.recipient.organization.code)


def _decide(
    report: FulfilmentReport, state: FulfilmentReport.State, by: Any, at: datetime, answer: str
) -> FulfilmentReport:
    stored = _locked(report)
    _require(stored, FulfilmentReport.State.SUBMITTED)
    stored.state, stored.decided_by, stored.decided_at, stored.answer = state, by, at, answer
    stored.save(update_fields=["state", "decided_by", "decided_at", "answer"])
    return stored


def _locked(report: FulfilmentReport) -> FulfilmentReport:
    return FulfilmentReport.objects.select_for_update().get(pk=report.pk)


def _require(report: FulfilmentReport, *states: FulfilmentReport.State) -> None:
    if report.state not in states:
        text = _("This report has been handed in or answered meanwhile.")
        raise PlanRefused("report_settled", "", text)
