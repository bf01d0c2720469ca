"""The texts that people give to bodies: their codes, names and reasons."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import LONGEST_REASON
from cadretrain_reports.applets.organizations.errors import OrganizationError
from cadretrain_reports.applets.organizations.models import Organization
from cadretrain_reports.refusals import checked_line
from cadretrain_reports.rules.values import RecordError, is_institution


def longest(field: str) -> int:
    """Return how many characters a field of a body holds."""
    column: Any = Organization._meta.get_field(field)
    return int(column.max_length)


def checked_code(code: str) -> str:
    """Return a code that archive records can hold: without a slash, because INSTITUTION/CODE names a course (R1).

    Raises ``OrganizationError``.
    """
    try:
        is_institution("code", code)
    except RecordError:
        good = False
    else:
        good = len(code) <= longest("code") and code not in {".", ".."}  # which an address cannot hold
    if not good:
        text = _(
            "The code of an organization has 1 to %(longest)d visible characters, no slash, no space at either end."
        )
        raise OrganizationError("bad_code", text, "code", longest=longest("code"))
    return code


def checked_name(name: str) -> str:
    """Return a body's name in its one spelling; raise ``Refused`` where there is none or it cannot be kept."""
    name = checked_line("name", name, longest("name"), optional=True)
    if not name:
        raise OrganizationError("name_missing", _("Give the organization a name."), "name")
    return name


def checked_reason(reason: str, *, needed: bool = False) -> str:
    """Return a reason in its one spelling; raise ``Refused`` where one is needed and there is none."""
    reason = checked_line("reason", reason, LONGEST_REASON, optional=True)
    if needed and not reason:
        raise OrganizationError("reason_missing", _("Give the reason: it goes on record."), "reason")
    return reason
