"""Declared conformity to the sister standards: what an institution says of its courses, on record (7.1.2).

All functions are called inside a transaction and raise ``Refused``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.construction.models import ConformityStatement
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.steps import held

LONGEST_EVIDENCE: Final = 4000
"""Characters of the evidence."""

_State = ConformityStatement.State


@dataclass(frozen=True, slots=True)
class Claim:
    """To which standard what conforms, and on what evidence; without a course all that ``scope`` names."""

    standard: str
    scope: str
    evidence: str
    course: Course | None = None


def declare(institution: Organization, claim: Claim, by: Any, at: datetime) -> ConformityStatement:
    """Record that an institution declares conformity, of one of its courses or as a whole."""
    if not institution.is_training_institution:
        raise Refused("no_institution", _("A training institution declares the conformity of its courses."))
    if claim.standard not in ConformityStatement.Standard.values:
        raise Refused("bad_standard", _("Choose one of the standards that clause 7.1.2 names."), "standard")
    if claim.course is not None and claim.course.institution_id != institution.pk:
        raise Refused("other_course", _("An institution speaks for its own courses."), "course")
    return ConformityStatement.objects.create(
        institution=institution,
        course=claim.course,
        standard=claim.standard,
        scope=checked_text("scope", claim.scope, 500),
        evidence=checked_text("evidence", claim.evidence, LONGEST_EVIDENCE),
        declared_by=by,
        declared_at=at,
    )


def withdraw(statement: ConformityStatement, reason: str, by: Any, at: datetime) -> ConformityStatement:
    """Withdraw a statement with the reason; it stays on record."""
    current = held(statement, _State.DECLARED)
    current.reason = checked_text("reason", reason, 500)
    current.state, current.withdrawn_by, current.withdrawn_at = _State.WITHDRAWN, by, at
    current.save(update_fields=["reason", "state", "withdrawn_by", "withdrawn_at"])
    return current


def about_statement(statement: ConformityStatement) -> Target:
    """Return how the audit log names a statement."""
    return Target("conformity_statement", str(statement.uuid), statement.institution.code)
