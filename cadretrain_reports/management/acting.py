"""In whose name a command acts, so that the audit log has somebody to name (9.2.3)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError
from django.utils.translation import gettext as _


def acting_user(username: str) -> Any:
    """Return the active platform user of this name, or the only site operator where no name is given.

    Raises ``CommandError``, whose exit code is 2.
    """
    users = get_user_model().objects.filter(is_active=True)
    if username:
        found = list(users.filter(username=username))
        mend = _("The platform has no active account %(username)s.") % {"username": username}
    else:
        found = list(users.filter(is_superuser=True)[:2])
        mend = _("Name the platform user in whose name this is done: --as USERNAME.")
    if len(found) != 1:
        raise CommandError(mend, returncode=2)
    return found[0]
