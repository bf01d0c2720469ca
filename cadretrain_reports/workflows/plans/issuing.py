"""Drafting, issuing, amending, refining and withdrawing (5.2, 8.2.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.plans import api as plans
from cadretrain_reports.applets.plans.api import Content, Issuance
from cadretrain_reports.scopes.api import require


def draft(actor: Any, issuer: Organization, content: Content) -> Issuance:
    """Write a draft in the name of a department (5.2): nobody else sees it. Raises ``Denied`` or ``Refused``."""
    require(actor, "issue", issuer, organizations.about(issuer))
    with transaction.atomic():
        made = plans.draft(issuer, content, actor, clock.now())
        _record("issuance.draft", actor, made)
    return made


def draft_from_template(actor: Any, issuer: Organization, template: str, year: int) -> Issuance:
    """Begin an annual plan with a template, to be edited (8.1). Raises ``Denied`` or ``Refused``."""
    return draft(actor, issuer, plans.content_from(template, year))


def change_draft(actor: Any, issuance: Issuance, content: Content) -> Issuance:
    """Write a draft anew (5.2). Raises ``Denied`` or ``Refused``."""
    _require_author(actor, issuance)
    with transaction.atomic():
        changed = plans.change_draft(issuance, content)
        _record("issuance.change", actor, changed)
    return changed


def issue(actor: Any, issuance: Issuance) -> Issuance:
    """Issue a draft to its recipients, once (5.2, 8.2.1). Raises ``Denied`` or ``Refused``.

    A plan that refines another is refused where it asks for less of anybody; the refusal names the line.
    """
    _require_author(actor, issuance)
    with transaction.atomic():
        issued = plans.issue(issuance, actor, clock.now())
        day = issued.in_force_from.isoformat() if issued.in_force_from else ""
        _record("issuance.issue", actor, issued, in_force_from=day, recipients=issued.recipients.count())
    return issued


def amend(actor: Any, issuance: Issuance) -> Issuance:
    """Draft a new edition of what is issued, to begin with in the same words (5.2).

    What refined a plan refines its newest edition. Raises ``Denied`` or ``Refused``.
    """
    _require_author(actor, issuance)
    plans.require_amendable(issuance)
    above = issuance.refines and plans.newest_edition(issuance.refines)
    with transaction.atomic():
        content = plans.content_of(issuance)
        made = plans.draft(issuance.issuer, content, actor, clock.now(), replaces=issuance, refines=above)
        _record("issuance.amend", actor, made, replaces=str(issuance.uuid))
    return made


def refine(actor: Any, issuance: Issuance, issuer: Organization) -> Issuance:
    """Draft a recipient's own plan below an annual plan, to begin with by its lines (5.2, 8.2.1).

    It goes to the recipient itself, and all below, until it is changed. Raises ``Denied`` or ``Refused``.
    """
    require(actor, "refine_plan", issuer, organizations.about(issuer))
    plans.require_amendable(issuance)
    _require_received(issuance, issuer)
    content = replace(plans.content_of(issuance), recipients=(issuer,), number="", to_all_below=False)
    with transaction.atomic():
        made = plans.draft(issuer, content, actor, clock.now(), refines=issuance)
        _record("issuance.refine", actor, made, refines=str(issuance.uuid))
    return made


def withdraw(actor: Any, issuance: Issuance, reason: str) -> Issuance:
    """Withdraw the newest edition, or give up a draft (5.2). Raises ``Denied`` or ``Refused``."""
    _require_author(actor, issuance)
    with transaction.atomic():
        withdrawn = plans.withdraw(issuance, clock.now(), reason)
        _record("issuance.withdraw", actor, withdrawn, reason=withdrawn.reason)
    return withdrawn


def _require_author(actor: Any, issuance: Issuance) -> None:
    """A plan that refines another may be a unit's or an institution's; all else is a department's to issue."""
    act = "refine_plan" if issuance.refines_id else "issue"
    require(actor, act, issuance.issuer, plans.about(issuance))


def _require_received(issuance: Issuance, issuer: Organization) -> None:
    if issuance.kind != Issuance.Kind.ANNUAL_PLAN or not plans.reaches(issuance, issuer):
        text = _("This is no annual plan, or it does not go to this organization.")
        raise plans.PlanRefused("not_received", "organization", text)


def _record(act: str, actor: Any, issuance: Issuance, reason: str = "", **details: Any) -> None:
    audit.record(act, actor.pk, plans.about(issuance), reason=reason, kind=issuance.kind, **details)
