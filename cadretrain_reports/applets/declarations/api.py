"""The door to declared hours (8.2.5, R6)."""

from cadretrain_reports.applets.declarations.deciding import approve, endorse, revoke, turn_back
from cadretrain_reports.applets.declarations.making import (
    BEING_MADE,
    Training,
    about_declaration,
    change,
    declare,
    hand_in,
    put_evidence,
    withdraw,
)
from cadretrain_reports.applets.declarations.models import HoursDeclaration
from cadretrain_reports.applets.declarations.totals import Declared, declared_by_unit, declared_in

__all__ = [
    "BEING_MADE",
    "Declared",
    "HoursDeclaration",
    "Training",
    "about_declaration",
    "approve",
    "change",
    "declare",
    "declared_by_unit",
    "declared_in",
    "endorse",
    "hand_in",
    "put_evidence",
    "revoke",
    "turn_back",
    "withdraw",
]
