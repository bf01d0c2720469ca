"""The door to the upkeep of accounts (6.1.2, 6.3.3)."""

from cadretrain_reports.applets.upkeep.instruction import record_instruction
from cadretrain_reports.applets.upkeep.models import Instruction, PlatformRules, ReliefRequest, RulesAcceptance
from cadretrain_reports.applets.upkeep.platform_rules import (
    RulesRefused,
    about_rules,
    accept,
    accepted_at,
    has_accepted,
    publish_rules,
    rules_in_force,
)
from cadretrain_reports.applets.upkeep.relief import (
    Relief,
    ReliefRefused,
    about_relief,
    approve,
    approved_relief,
    ask,
    turn_down,
    withdraw,
)

__all__ = [
    "Instruction",
    "PlatformRules",
    "Relief",
    "ReliefRefused",
    "ReliefRequest",
    "RulesAcceptance",
    "RulesRefused",
    "about_relief",
    "about_rules",
    "accept",
    "accepted_at",
    "approve",
    "approved_relief",
    "ask",
    "has_accepted",
    "publish_rules",
    "record_instruction",
    "rules_in_force",
    "turn_down",
    "withdraw",
]
