"""Issuing, amending and withdrawing (5.2). What is issued never changes and never holds for a day that has passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.organizations.api import Organization, Service, lineage, subtree
from cadretrain_reports.applets.plans.content import PlanRefused
from cadretrain_reports.applets.plans.drafting import locked, locked_draft
from cadretrain_reports.applets.plans.models import Issuance, PlanLine, Recipient
from cadretrain_reports.applets.plans.reading import rule_lines
from cadretrain_reports.refusals import checked_text
from cadretrain_reports.rules.periods import local_day, zone_named
from cadretrain_reports.rules.refinement import shortfall

LONGEST_REASON: Final = 500
"""Characters of a reason."""


def issue(issuance: Issuance, by: Any, at: datetime) -> Issuance:
    """Issue a draft, once; return it as it is now. Call inside a transaction. Raises ``Refused``.

    An amendment ends the edition that it replaces on the day from which it holds itself.
    """
    replaced = locked(issuance.replaces) if issuance.replaces_id and issuance.replaces else None
    stored = locked_draft(issuance)
    stored.in_force_from = _first_day(stored, replaced, day_of(at))
    _check_recipients(stored)
    _check_refinement(stored)
    if replaced:
        _require_newest(replaced)
        replaced.in_force_until = stored.in_force_from
        replaced.save(update_fields=["in_force_until"])
    stored.state, stored.issued_by, stored.issued_at = Issuance.State.ISSUED, by, at
    stored.save(update_fields=["in_force_from", "state", "issued_by", "issued_at"])
    if stored.to_all_below:
        Recipient.objects.bulk_create(_below(stored))
    return stored


def withdraw(issuance: Issuance, at: datetime, reason: str) -> Issuance:
    """Withdraw the newest edition, or give up a draft; call inside a transaction. Raises ``Refused``.

    An edition that was in force ends today, and no earlier one comes back. One that was not yet in force never will
    be, and the edition before it goes on.
    """
    reason = checked_text("reason", reason, LONGEST_REASON)
    replaced = locked(issuance.replaces) if issuance.replaces_id and issuance.replaces else None
    stored = locked(issuance)
    today = day_of(at)
    if stored.state == Issuance.State.ISSUED:
        _require_newest(stored, drafts=True)
        was_in_force = stored.in_force_from is not None and stored.in_force_from < today
        stored.in_force_until = today if was_in_force else stored.in_force_from
    elif stored.state == Issuance.State.DRAFT:
        was_in_force = False
    else:
        raise PlanRefused("withdrawn", "", _("This has been withdrawn already."))
    if not was_in_force:
        stored.standing = None
        if replaced and stored.issued_at:
            replaced.in_force_until = None
            replaced.save(update_fields=["in_force_until"])
    stored.state, stored.withdrawn_at, stored.reason = Issuance.State.WITHDRAWN, at, reason
    stored.save(update_fields=["state", "withdrawn_at", "reason", "in_force_until", "standing"])
    return stored


def newest_edition(issuance: Issuance) -> Issuance | None:
    """Return the newest edition of what has been amended since, or ``None`` where that was withdrawn."""
    edition = Issuance.objects.filter(pk=issuance.pk).first()
    while edition and edition.state == Issuance.State.ISSUED and edition.in_force_until is not None:
        edition = edition.amendments.filter(standing=True, state=Issuance.State.ISSUED).first()
    return edition if edition and edition.state == Issuance.State.ISSUED else None


def require_amendable(issuance: Issuance) -> None:
    """Raise ``Refused`` unless an issuance is issued and stands as the newest edition."""
    if issuance.state != Issuance.State.ISSUED:
        text = _("Only what is issued is amended or refined: a draft is changed, and what is withdrawn is over.")
        raise PlanRefused("not_issued", "", text)
    _require_newest(issuance)


def about(issuance: Issuance) -> Target:
    """Return how the audit log names an issuance."""
    return Target("issuance", str(issuance.uuid), issuance.issuer.code)


def day_of(at: datetime) -> date:
    """Return the site's local day."""
    return local_day(at, zone_named(conf.time_zone()))


def reaches(issuance: Issuance, body: Organization) -> bool:
    """Tell whether an issuance goes to a body or to one above it."""
    above = lineage(body.path)
    return issuance.recipients.filter(named=True, organization__path__in=above).exists()


def _first_day(issuance: Issuance, replaced: Issuance | None, today: date) -> date:
    first = issuance.in_force_from or today
    if first < today:
        text = _("What is issued holds from today or from a later day: what was reported for a past day stays right.")
        raise PlanRefused("day_has_passed", "in_force_from", text)
    if replaced and replaced.in_force_from and first < replaced.in_force_from:
        text = _("An amendment holds from the first day of the edition that it replaces, %(first)s, or later.")
        raise PlanRefused("before_the_amended", "in_force_from", text, first=replaced.in_force_from.isoformat())
    return first


def _require_newest(issuance: Issuance, *, drafts: bool = False) -> None:
    later = issuance.amendments.filter(standing=True)
    if issuance.state != Issuance.State.ISSUED or issuance.in_force_until is not None:
        raise PlanRefused("superseded", "", _("There is a newer edition of this, or it was withdrawn."))
    if drafts and later.filter(state=Issuance.State.DRAFT).exists():
        raise PlanRefused("amendment_drafted", "", _("An amendment of this is being drafted. Give that up first."))


def _check_recipients(issuance: Issuance) -> None:
    bodies = [row.organization for row in issuance.recipients.select_related("organization").order_by("pk")]
    if not bodies:
        raise PlanRefused("no_recipients", "recipients", _("Say to which organizations this goes."))
    for body in bodies:
        if body.active_until is not None:
            text = _("%(body)s is closed.")
            raise PlanRefused("recipient_closed", "recipients", text, body=body.code)
        if not body.path.startswith(issuance.issuer.path) and not _serves(issuance, body):
            text = _("%(body)s does not stand below the issuer, nor does the issuer serve it.")
            raise PlanRefused("recipient_not_below", "recipients", text, body=body.code)


def _serves(issuance: Issuance, body: Organization) -> bool:
    """An institution refines a plan for the units that it serves (8.2.1)."""
    services = Service.objects.filter(institution=issuance.issuer, standing=True, unit__path__in=lineage(body.path))
    return issuance.refines_id is not None and services.exists()


def _check_refinement(issuance: Issuance) -> None:
    above = issuance.refines
    if above is None:
        return
    require_amendable(above)
    for row in issuance.recipients.select_related("organization").order_by("pk"):
        if not reaches(above, row.organization):
            text = _("The plan that is refined does not go to %(body)s.")
            raise PlanRefused("recipient_not_reached", "recipients", text, body=row.organization.code)
    short = shortfall(rule_lines(above), rule_lines(issuance))
    if short:
        text = _("Line %(line)s of the plan above is not met for everybody whom it touches: %(what)s.")
        column: Any = PlanLine._meta.get_field(short.what)
        raise PlanRefused("below_the_plan_above", "lines", text, line=short.line, what=column.verbose_name)


def _below(issuance: Issuance) -> Iterator[Recipient]:
    """Yield the open bodies below the named recipients, each once, of whom a receipt is asked as well."""
    named = [row.organization for row in issuance.recipients.select_related("organization")]
    known = {body.pk for body in named}
    for top in named:
        for body in subtree(top).filter(active_until=None):
            if body.pk not in known:
                known.add(body.pk)
                yield Recipient(issuance=issuance, organization=body, named=False)
