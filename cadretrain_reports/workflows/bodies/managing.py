"""Who manages the trainees of a body that comes under another department (5.1)."""

from __future__ import annotations

from datetime import datetime

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people


def follow(body: Organization, before: Organization | None, after: Organization | None, at: datetime) -> int:
    """Have whom the department above a body managed be managed by the one above its new place; return how many.

    It is for those of the body and of all below it; who is managed from elsewhere (省管干部) stays so. A body that is
    a department itself manages its own.
    """
    if before is None or after is None or before in (after, body):
        return 0
    return people.reassign_below(body, before, after, at)
