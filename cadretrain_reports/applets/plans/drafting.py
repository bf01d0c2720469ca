"""Drafts of what is to be issued: written, changed, made of an earlier edition or of the plan above (5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.plans.content import Content, LineContent, PlanRefused, checked
from cadretrain_reports.applets.plans.models import Issuance, PlanLine, Recipient

_LISTS: Final = ("recipients", "lines")
_KEPT: Final = tuple(name for name in Content.__slots__ if name not in _LISTS)
_OF_LINE: Final = tuple(name for name in LineContent.__slots__ if name != "courses")


def draft(
    issuer: Organization,
    content: Content,
    by: Any,
    at: datetime,
    *,
    replaces: Issuance | None = None,
    refines: Issuance | None = None,
) -> Issuance:
    """Keep a new draft; call inside a transaction. Raises ``Refused``.

    One amendment of an edition stands at a time: of two who draft one the second is refused.
    """
    content = checked(content)
    said = {name: getattr(content, name) for name in _KEPT}
    bound = {"replaces": replaces, "refines": refines}
    try:
        with transaction.atomic():
            made = Issuance.objects.create(issuer=issuer, drafted_by=by, drafted_at=at, **bound, **said)
    except IntegrityError:
        raise PlanRefused("amendment_stands", "", _("There is an amendment of this edition already.")) from None
    _write_lists(made, content)
    return made


def change_draft(issuance: Issuance, content: Content) -> Issuance:
    """Write a draft anew; return it as it is now. Call inside a transaction. Raises ``Refused``.

    What it amends or refines, and for that its kind and year, stay.
    """
    stored = locked_draft(issuance)
    content = checked(content)
    is_bound = stored.replaces_id or stored.refines_id
    if is_bound and (content.kind, content.year) != (stored.kind, stored.year):
        raise PlanRefused("bound", "year", _("Kind and year are those of the plan that this one amends or refines."))
    for name in _KEPT:
        setattr(stored, name, getattr(content, name))
    stored.save(update_fields=_KEPT)
    for line in stored.lines.all():
        line.courses.clear()
        line.delete()
    stored.recipients.all().delete()
    _write_lists(stored, content)
    return stored


def locked_draft(issuance: Issuance) -> Issuance:
    """Return a draft as it is now, locked; of two who act on it the second finds it settled. Raises ``Refused``."""
    stored = locked(issuance)
    if stored.state != Issuance.State.DRAFT:
        text = _("This has been issued or withdrawn meanwhile. What is issued is amended by a new edition.")
        raise PlanRefused("not_a_draft", "", text)
    return stored


def locked(issuance: Issuance) -> Issuance:
    """Return an issuance as it is now, locked."""
    return Issuance.objects.select_for_update().get(pk=issuance.pk)


def content_of(issuance: Issuance) -> Content:
    """Return what an issuance says, for a new edition or a refinement to begin with; no day is taken over."""
    said = {name: getattr(issuance, name) for name in _KEPT if name != "in_force_from"}
    named = issuance.recipients.filter(named=True).select_related("organization").order_by("pk")
    return Content(**said, recipients=tuple(row.organization for row in named), lines=lines_of(issuance))


def lines_of(issuance: Issuance) -> tuple[LineContent, ...]:
    """Return the lines of a plan in their order."""
    return tuple(_content(line) for line in issuance.lines.prefetch_related("courses").order_by("number"))


def _content(line: PlanLine) -> LineContent:
    said = {name: getattr(line, name) for name in _OF_LINE}
    said["cadre_categories"] = tuple(line.cadre_categories)
    return LineContent(**said, courses=tuple(sorted(line.courses.all(), key=lambda course: course.pk)))


def _write_lists(issuance: Issuance, content: Content) -> None:
    Recipient.objects.bulk_create(
        Recipient(issuance=issuance, organization=organization) for organization in content.recipients
    )
    _write_lines(issuance, content.lines)


def _write_lines(issuance: Issuance, lines: Sequence[LineContent]) -> None:
    for number, line in enumerate(lines, 1):
        said = {name: getattr(line, name) for name in _OF_LINE}
        said["cadre_categories"] = list(line.cadre_categories)
        made = PlanLine.objects.create(issuance=issuance, number=number, **said)
        made.courses.set(line.courses)
