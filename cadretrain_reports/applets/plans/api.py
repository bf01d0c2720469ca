"""The door to plans and to all else that is issued downwards (5.2, 8.1)."""

from cadretrain_reports.applets.plans.content import Content, LineContent, PlanRefused
from cadretrain_reports.applets.plans.drafting import change_draft, content_of, draft
from cadretrain_reports.applets.plans.issuing import (
    about,
    day_of,
    issue,
    newest_edition,
    reaches,
    require_amendable,
    withdraw,
)
from cadretrain_reports.applets.plans.models import FulfilmentReport, Issuance, PlanLine, Recipient
from cadretrain_reports.applets.plans.reading import plans_in_force
from cadretrain_reports.applets.plans.receipts import about_recipient, acknowledge, carry_out
from cadretrain_reports.applets.plans.reports import (
    about_report,
    accept_report,
    return_report,
    submit_report,
    write_report,
)
from cadretrain_reports.applets.plans.requirement import (
    CreditedBefore,
    reporting_day,
    requirement_of,
    requirements_of,
)
from cadretrain_reports.applets.plans.templates import TEMPLATES, PlanTemplate, content_from

__all__ = [
    "TEMPLATES",
    "Content",
    "CreditedBefore",
    "FulfilmentReport",
    "Issuance",
    "LineContent",
    "PlanLine",
    "PlanRefused",
    "PlanTemplate",
    "Recipient",
    "about",
    "about_recipient",
    "about_report",
    "accept_report",
    "acknowledge",
    "carry_out",
    "change_draft",
    "content_from",
    "content_of",
    "day_of",
    "draft",
    "issue",
    "newest_edition",
    "plans_in_force",
    "reaches",
    "reporting_day",
    "require_amendable",
    "requirement_of",
    "requirements_of",
    "return_report",
    "submit_report",
    "withdraw",
    "write_report",
]
