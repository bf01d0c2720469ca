"""What is said of a body besides its code, name and place, and what it may be (5.1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.errors import OrganizationError
from cadretrain_reports.applets.organizations.models import Organization
from cadretrain_reports.applets.organizations.texts import longest
from cadretrain_reports.refusals import checked_line
from cadretrain_reports.rules import identifiers
from cadretrain_reports.rules.values import LAST_YEAR


class Capacity(StrEnum):
    """What a body may be (5.1); a department that trains its own staff is two of them."""

    MANAGEMENT_DEPARTMENT = "management_department"
    TRAINING_INSTITUTION = "training_institution"
    EMPLOYING_UNIT = "employing_unit"


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is said of a body besides its code, name, capacities and place; all of it may be left out.

    ``active_until`` is only read: it is the day on which a body was closed or merged, never one to come.
    """

    is_inner_department: bool = False
    social_credit_code: str = ""
    region: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    active_from: date | None = None
    active_until: date | None = None

    def as_fields(self) -> dict[str, object]:
        """Return the model's fields; a body without a social credit code has none, not an empty one."""
        fields: dict[str, object] = {name: getattr(self, name) for name in self.__slots__}
        return {**fields, "social_credit_code": self.social_credit_code or None}


NOTHING_SAID: Final = Particulars()
"""A body of which there is only code, name, capacities and place."""

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(LAST_YEAR, 12, 31)
"""Days outside are typing errors."""

_CREDIT_CODE_FAULTS: Final = {
    "length": _("A unified social credit code has 18 characters."),
    "character": _("There is a character in this code that a unified social credit code cannot have there."),
    "check_character": _("The last character does not fit those before it: look for a typing error."),
}


def particulars_of(body: Organization) -> Particulars:
    """Return what is said of a body."""
    fields = {name: getattr(body, name) for name in Particulars.__slots__}
    return Particulars(**{**fields, "social_credit_code": body.social_credit_code or ""})


def capacities_of(body: Organization) -> set[Capacity]:
    """Return what a body is."""
    return {capacity for capacity in Capacity if getattr(body, f"is_{capacity}")}


def capacity_fields(capacities: Iterable[str]) -> dict[str, bool]:
    """Return the model's field for each capacity; raise ``OrganizationError`` if there is none (5.1)."""
    chosen = set(capacities)
    if not chosen or chosen - set(Capacity):
        text = _("Name at least one capacity: management department, training institution or employing unit.")
        raise OrganizationError("no_capacity", text, "capacities")
    return {f"is_{capacity}": capacity in chosen for capacity in Capacity}


def checked_particulars(said: Particulars, body: Organization | None = None) -> Particulars:
    """Return particulars in their canonical spelling, for a body that is there or for a new one.

    Raises ``OrganizationError``.
    """
    _check_days(said, body)
    spelled = replace(
        said,
        social_credit_code=_credit_code(said.social_credit_code),
        region=_region(said.region),
        contact_name=checked_line("contact_name", said.contact_name, longest("contact_name"), optional=True),
        contact_phone=checked_line("contact_phone", said.contact_phone, longest("contact_phone"), optional=True),
    )
    if spelled.social_credit_code:
        _check_credit_code(spelled, body)
    return spelled


def _check_days(said: Particulars, body: Organization | None) -> None:
    if said.active_until != (body.active_until if body else None):
        text = _("No last day is entered beforehand: an organization ends by being closed or merged.")
        raise OrganizationError("ends_by_closing", text, "active_until")
    if said.active_from and not EARLIEST <= said.active_from <= LATEST:
        text = _("The day lies outside the years from %(first)d to %(last)d.")
        raise OrganizationError("bad_day", text, "active_from", first=EARLIEST.year, last=LATEST.year)


def _credit_code(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return identifiers.social_credit_code(text)
    except identifiers.IdentifierError as error:
        fault = _CREDIT_CODE_FAULTS[error.reason]
        raise OrganizationError("bad_social_credit_code", fault, "social_credit_code") from None


def _check_credit_code(said: Particulars, body: Organization | None) -> None:
    """Which body has the code already is not said: it may be one that the reader does not see (5.1)."""
    if said.is_inner_department:
        text = _("An inner department has no social credit code of its own.")
        raise OrganizationError("inner_with_credit_code", text, "social_credit_code")
    others = Organization.objects.filter(social_credit_code=said.social_credit_code)
    if others.exclude(pk=body.pk if body else None).exists():
        text = _("Another organization has this social credit code already.")
        raise OrganizationError("credit_code_taken", text, "social_credit_code")


def _region(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return identifiers.region(text)
    except identifiers.IdentifierError:
        raise OrganizationError("bad_region", _("A region code has six digits (GB/T 2260)."), "region") from None
