"""Naming who or what lies outside one's own field: an account, a trainee or a unit elsewhere (6.1.3, 6.3.3).

Whoever may not act learns nothing: each function is called after ``require``. Whoever may is refused in the same words
whatever is wrong, and a name of a person that leads nowhere is kept in the audit log as a denial (9.2.3): names cannot
be tried out unseen. What was typed is not kept, since it may be somebody's.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.transfers import api as transfers
from cadretrain_reports.refusals import Refused


def named_account(actor: Any, act: str, about: audit.Target, username: str) -> Any:
    """Return the active platform user of this name, for ``act`` of the audit log.

    Raises ``Refused`` (``unknown_person``) alike for a name that nobody has and for whoever is deactivated.
    """
    found = get_user_model().objects.filter(username=username, is_active=True).first()
    if found is None:
        _keep(actor, act, about, "unknown_person")
        text = _("No active account of the platform has this name. Ask the person how they sign in.")
        raise Refused("unknown_person", text, "user")
    return found


def named_trainee(actor: Any, act: str, about: audit.Target, code: str, name: str) -> people.Trainee:
    """Return the trainee who has both this identifier and this name, wherever the trainee is.

    Raises ``Refused`` (``unknown_trainee``) alike whichever of the two is wrong, or cannot even be one.
    """
    found = _of_code_and_name(code, name)
    if found is None:
        _keep(actor, act, about, "unknown_trainee")
        text = _("No trainee has both this identifier and this name. Ask the unit that the trainee leaves.")
        raise Refused("unknown_trainee", text, "code")
    return found


def named_unit(code: str) -> Organization:
    """Return the employing unit of this code, wherever it stands.

    Raises ``Refused`` alike for a code that no body has and for a body that is no employing unit.
    """
    found: Organization | None = Organization.objects.filter(code=code, is_employing_unit=True).first()
    if found is None:
        raise transfers.no_employing_unit(code)
    return found


def named_department(code: str) -> Organization:
    """Return the management department of this code; whether it has authority is asked later.

    Raises ``Refused`` in the words in which one without authority is refused.
    """
    found: Organization | None = Organization.objects.filter(code=code, is_management_department=True).first()
    if found is None:
        raise transfers.no_authority()
    return found


def _of_code_and_name(code: str, name: str) -> people.Trainee | None:
    try:
        found = people.find_trainee(code)
        return found if found is not None and found.name == people.checked("name", name) else None
    except Refused:
        return None


def _keep(actor: Any, act: str, about: audit.Target, cause: str) -> None:
    audit.record(act, actor.pk, about, outcome=audit.AuditEntry.Outcome.DENIED, cause=cause)
