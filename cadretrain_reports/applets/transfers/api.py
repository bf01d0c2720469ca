"""The door to transfers and hand-overs (6.1.3)."""

from cadretrain_reports.applets.transfers.handovers import (
    PackageName,
    end_standing,
    handed_over,
    keep,
    packages_out,
    taken_in,
)
from cadretrain_reports.applets.transfers.models import HandOver, Transfer
from cadretrain_reports.applets.transfers.requests import (
    AS_USUAL,
    Terms,
    about,
    accept,
    ask,
    decide,
    department_afterwards,
    no_authority,
    no_employing_unit,
    other_unit,
    refuse,
    standing,
    usual_department,
    withdraw,
)

__all__ = [
    "AS_USUAL",
    "HandOver",
    "PackageName",
    "Terms",
    "Transfer",
    "about",
    "accept",
    "ask",
    "decide",
    "department_afterwards",
    "end_standing",
    "handed_over",
    "keep",
    "no_authority",
    "no_employing_unit",
    "other_unit",
    "packages_out",
    "refuse",
    "standing",
    "taken_in",
    "usual_department",
    "withdraw",
]
