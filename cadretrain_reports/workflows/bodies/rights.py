"""Asking for a right over bodies, and keeping them where they stood when it was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.scopes.api import require

_TOP: Final = Target("organization")


def require_over(actor: Any, act: str, body: Organization) -> None:
    """Raise ``Denied`` unless the actor may do ``act`` to a body."""
    require(actor, act, body, organizations.about(body))


def require_place(actor: Any, parent: Organization | None) -> None:
    """Raise ``Denied`` unless the actor may put bodies below ``parent``; at the top only the site operator may."""
    if parent is None:
        require(actor, "change_top", None, _TOP)
    else:
        require_over(actor, "add_below", parent)


@contextmanager
def held(*bodies: Organization | None) -> Iterator[list[Organization]]:
    """Do an act inside the ``with`` block, in one transaction and alone with the tree; give the bodies as stored.

    Raises ``OrganizationError`` if one of them was moved since the actor's right over it was asked for.
    """
    with organizations.held_tree(*bodies) as stored:
        if [body.path for body in stored] != [body.path for body in filter(None, bodies)]:
            text = _("The organization was moved meanwhile. Load it again.")
            raise organizations.OrganizationError("moved", text, "organization")
        yield stored
