"""Plans and all else that is issued downwards (5.2, 8.1, 8.2.1): who may do what, in one transaction each."""

from cadretrain_reports.workflows.plans.fulfilment import (
    accept_report,
    figures_of,
    report_fulfilment,
    return_report,
    submit_report,
)
from cadretrain_reports.workflows.plans.issuing import (
    amend,
    change_draft,
    draft,
    draft_from_template,
    issue,
    refine,
    withdraw,
)
from cadretrain_reports.workflows.plans.receipts import acknowledge, carry_out

__all__ = [
    "accept_report",
    "acknowledge",
    "amend",
    "carry_out",
    "change_draft",
    "draft",
    "draft_from_template",
    "figures_of",
    "issue",
    "refine",
    "report_fulfilment",
    "return_report",
    "submit_report",
    "withdraw",
]
