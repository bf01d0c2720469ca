"""The acts on bodies: one function for each, and this is their door (5.1, 5.3, 5.4, 6.1.3).

Each takes the acting platform user first, asks for the right, and does all of it, with its entry in the audit log, in
one transaction. ``scopes.api.Denied`` and ``refusals.Refused`` say why not.
"""

from cadretrain_reports.workflows.bodies.closing import close_body, reopen_body
from cadretrain_reports.workflows.bodies.merging import merge_bodies
from cadretrain_reports.workflows.bodies.relations import delegate, end_service, set_service, withdraw
from cadretrain_reports.workflows.bodies.tree import add_body, change_body, move_body, rename_body, revise_body

__all__ = [
    "add_body",
    "change_body",
    "close_body",
    "delegate",
    "end_service",
    "merge_bodies",
    "move_body",
    "rename_body",
    "reopen_body",
    "revise_body",
    "set_service",
    "withdraw",
]
