"""The year's plan in the invented academy: issued by the province, refined by a city, acknowledged by units (5.2)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from django.contrib.auth.models import User

from cadretrain_reports import clock
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.plans.api import Content, Issuance, LineContent, Recipient, content_from, content_of
from cadretrain_reports.demo.academy import local_time
from cadretrain_reports.demo.catalogue import MUNICIPAL, PROVINCIAL
from cadretrain_reports.rules.periods import Period
from cadretrain_reports.workflows import plans

_PROVINCE: Final = "QH"
_CITY: Final = "JC"
_TOLD: Final = ("JC-01", "JC-02")
"""Units that have acknowledged; the others are still to be reminded."""

_REQUIRED: Final = ("FZ-101", "SZ-303")
_BY_CITY: Final = Decimal(60)


def issue_plans(period: Period) -> int:
    """Have the year's plans issued and answered, as far as a killed run has not; return how many there are."""
    with clock.simulated(local_time(period, 4, 9)):
        above = _issued_by(_PROVINCE, period.label) or _of_province(period.label)
        _acknowledge(above, _CITY, f"officer-{_CITY.lower()}")
        below = _issued_by(_CITY, period.label) or _of_city(above)
        for code in _TOLD:
            _acknowledge(below, code, f"liaison-{code.lower()}")
    return Issuance.objects.filter(year=period.label, issued_at__isnull=False).count()


def _issued_by(code: str, year: int) -> Issuance | None:
    return Issuance.objects.filter(issuer__code=code, year=year, issued_at__isnull=False).order_by("pk").first()


def _of_province(year: int) -> Issuance:
    """Issue the template of the regulation with two named courses, to cities, own people and the academy."""
    begun = content_from("regulation-2023", year)
    courses = tuple(Course.objects.filter(institution__code=PROVINCIAL, code__in=_REQUIRED).order_by("code"))
    online = replace(begun.lines[-1], required_course_hours=Decimal(len(courses)), courses=courses)
    recipients = tuple(organizations.get(code) for code in (_PROVINCE, PROVINCIAL, _CITY, "WL", "LX"))
    content = replace(
        begun,
        title=f"青禾省{year}年度干部网络培训计划",
        number=f"青干教〔{year}〕1号",
        goals="提升依法履职和数字治理能力",
        construction_targets="新建课程不少于16门",
        recipients=recipients,
        lines=(*begun.lines[:-1], online),
    )
    return _issue(_PROVINCE, content)


def _of_city(above: Issuance) -> Issuance:
    officer = _user(f"officer-{_CITY.lower()}")
    drafted = plans.refine(officer, above, organizations.get(_CITY))
    content = content_of(drafted)
    lines = tuple(_raised(line) if line.form == "online" else line for line in content.lines)
    units = tuple(organizations.subtree(organizations.get(_CITY)).filter(is_employing_unit=True))
    academy = organizations.get(MUNICIPAL)
    changed = replace(
        content, title=f"霁川市{above.year}年度干部网络培训计划", recipients=(*units, academy), lines=lines
    )
    return plans.issue(officer, plans.change_draft(officer, drafted, changed))


def _raised(line: LineContent) -> LineContent:
    return replace(line, total_hours=max(line.total_hours, _BY_CITY))


def _issue(issuer: str, content: Content) -> Issuance:
    officer = _user(f"officer-{issuer.lower()}")
    return plans.issue(officer, plans.draft(officer, organizations.get(issuer), content))


def _acknowledge(issuance: Issuance, code: str, username: str) -> None:
    recipient = Recipient.objects.select_related("organization").get(issuance=issuance, organization__code=code)
    if not recipient.carrying_out:
        plans.carry_out(_user(username), recipient, "已传达学习，分解到人，按季度督促")


def _user(username: str) -> Any:
    return User.objects.get(username=username)
