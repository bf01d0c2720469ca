"""What the tree of bodies refuses (5.1)."""

from __future__ import annotations

from cadretrain_reports.refusals import Refused


class OrganizationError(Refused):
    """What was asked of a body cannot be done. ``field`` names the part of the input to mend."""
