"""Builders of plans and of all else that is issued, through the workflows, and what further processes do to them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from cadretrain_reports.applets.organizations.api import Capacity, Organization, get
from cadretrain_reports.applets.plans.api import Content, FulfilmentReport, Issuance, LineContent, Recipient
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows import plans
from tests import factories
from tests.factories_people import liaison, officer

PROVINCE, CITY, UNIT, BESIDE, ACADEMY = "P", "PC", "PCU", "PD", "PI"


def land() -> None:
    """Add a province, a city with a unit, another city, and an academy of the province."""
    department, unit, institution = (
        Capacity.MANAGEMENT_DEPARTMENT,
        Capacity.EMPLOYING_UNIT,
        Capacity.TRAINING_INSTITUTION,
    )
    province = factories.organization(PROVINCE, department)
    city = factories.organization(CITY, department, parent=province)
    factories.organization(UNIT, unit, parent=city)
    factories.organization(BESIDE, department, parent=province)
    factories.organization(ACADEMY, institution, parent=province)


def line(total: str, required: str = "0", elective: str = "0", **other: Any) -> LineContent:
    """Return a line that asks for so many hours."""
    return LineContent(Decimal(total), Decimal(required), Decimal(elective), **other)


def plan(*lines: LineContent, to: tuple[str, ...] = (CITY,), **other: Any) -> Content:
    """Return what an annual plan of 2026 says: 50 hours, unless lines are given."""
    recipients = tuple(get(code) for code in to)
    said = {"kind": "annual_plan", "title": "年度培训计划", "year": 2026, **other}
    return Content(**said, recipients=recipients, lines=lines or (line("50"),))


def issued(issuer: str = PROVINCE, content: Content | None = None, by: Any = None) -> Issuance:
    """Return what a department has issued."""
    body = get(issuer)
    by = by or officer(body)
    return plans.issue(by, plans.draft(by, body, content or plan()))


def amended(issuance: Issuance, *lines: LineContent, by: Any = None, **other: Any) -> Issuance:
    """Return a new edition of a plan that is issued, with other lines."""
    by = by or officer(issuance.issuer)
    drafted = plans.amend(by, issuance)
    content = plan(*lines, to=tuple(row.organization.code for row in drafted.recipients.filter(named=True)), **other)
    return plans.issue(by, plans.change_draft(by, drafted, content))


def refined(issuance: Issuance, issuer: str, *lines: LineContent, by: Any, to: tuple[str, ...] = ()) -> Issuance:
    """Return the plan of a recipient that refines one above, with its own lines if any are given."""
    drafted = plans.refine(by, issuance, get(issuer))
    if lines or to:
        content = plan(*(lines or (line("50"),)), to=to or (issuer,))
        drafted = plans.change_draft(by, drafted, replace(content, title=drafted.title))
    return plans.issue(by, drafted)


def recipient(issuance: Issuance, code: str) -> Recipient:
    """Return the row of a recipient."""
    return Recipient.objects.select_related("organization", "issuance__issuer").get(
        issuance=issuance, organization__code=code
    )


def refusal(act: Any, *arguments: Any, **options: Any) -> tuple[str, str]:
    """Return the code and the field with which an act is refused; ``("", "")`` if it is done."""
    try:
        act(*arguments, **options)
    except Refused as refused:
        return (refused.code, refused.field) if str(refused) else ("says nothing", refused.code)
    return "", ""


def body(code: str) -> Organization:
    """Return a body of the land."""
    return get(code)


def speaker(code: str) -> Any:
    """Return the person who speaks for a unit, or an officer of a department."""
    found = get(code)
    return officer(found) if found.is_management_department else liaison(found)


def do_issue(user: int, issuance: int) -> str:
    """In a further process: issue a draft; return its state, or how that was refused."""
    return _done(lambda: plans.issue(_person(user), Issuance.objects.select_related("issuer").get(pk=issuance)).state)


def do_amend(user: int, issuance: int) -> str:
    """In a further process: draft an amendment; return its state, or how that was refused."""
    return _done(lambda: plans.amend(_person(user), Issuance.objects.select_related("issuer").get(pk=issuance)).state)


def do_acknowledge(user: int, recipient: int) -> str:
    """In a further process: acknowledge; return whether that is new."""
    row = Recipient.objects.select_related("organization").get(pk=recipient)
    return _done(lambda: str(plans.acknowledge(_person(user), row)))


def do_decide(user: int, report: int, accept: bool) -> str:
    """In a further process: accept or return a report; return its state, or how that was refused."""
    rows = FulfilmentReport.objects.select_related("recipient__organization", "recipient__issuance__issuer")
    row, by = rows.get(pk=report), _person(user)
    return _done(lambda: (plans.accept_report(by, row) if accept else plans.return_report(by, row, "核实")).state)


def _done(act: Any) -> str:
    try:
        return str(act())
    except Refused as refused:
        return refused.code


def _person(user: int) -> Any:
    return factories.get_user_model().objects.get(pk=user)
