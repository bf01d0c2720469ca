"""What an issuance says, before it is kept, and whether it can be (5.2, 8.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.plans.models import Issuance, PlanLine
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.credit_hours import is_quarters
from cadretrain_reports.rules.levels import step_of
from cadretrain_reports.rules.requirements import FIGURES
from cadretrain_reports.rules.values import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_TEXT: Final = 100_000
"""Characters of a text: more is a wrong file."""

MOST_LINES: Final = 100
MOST_RECIPIENTS: Final = 200
MOST_COURSES: Final = 200
MOST_CATEGORIES: Final = 50
LONGEST_SPAN: Final = 5
"""Years over which hours may be asked for."""

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "bad_kind": _("Issue an annual plan, rules, a programme or a circular."),
    "bad_year": _("An annual plan names the year of its period, with four digits; nothing else names one."),
    "bad_link": _("A link begins with https:// or http://."),
    "days_out_of_order": _("The last day lies before the first."),
    "no_lines_here": _("Lines and goals belong to an annual plan."),
    "too_many": _("These are too many at once."),
    "bad_form": _("A line asks for online study or for concentrated training."),
    "bad_span": _("Hours are asked for over 1 to 5 years."),
    "bad_hours": _("Credit-hours are 0 or a positive multiple of 0.25."),
    "hours_out_of_order": _("The hours in all are at least those of required and of elective courses together."),
    "nothing_asked": _("The line asks for nothing. Give it hours, or name a course."),
    "only_total": _("Only online study of one year has required and elective hours and named courses."),
    "bad_level": _("This is neither a position level of GB/T 12407 nor a rank."),
    "levels_apart": _("Both ends of a range stand on the same ladder, the higher one first."),
}


class PlanRefused(Refused):
    """What cannot be issued or answered as it is said; ``code`` is stable; ``field`` counts lines from 0."""

    def __init__(self, code: str, field: str = "", text: str | StrPromise = "", **values: object) -> None:
        super().__init__(code, text or _TEXTS[code], field, **values)


@dataclass(frozen=True, slots=True)
class LineContent:
    """One line of a plan, as ``PlanLine`` keeps it."""

    total_hours: Decimal = Decimal(0)
    required_course_hours: Decimal = Decimal(0)
    elective_course_hours: Decimal = Decimal(0)
    form: str = "online"
    over_years: int = 1
    cadre_categories: tuple[str, ...] = ()
    highest_level: str = ""
    lowest_level: str = ""
    note: str = ""
    courses: tuple[Course, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What an issuance says and to whom it goes, as ``Issuance`` keeps it.

    ``in_force_from`` is the day of issue unless it is given. ``recipients`` stand for themselves and all below.
    """

    kind: str
    title: str
    number: str = ""
    text: str = ""
    link: str = ""
    year: int | None = None
    goals: str = ""
    construction_targets: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    in_force_from: date | None = None
    to_all_below: bool = False
    recipients: tuple[Organization, ...] = ()
    lines: tuple[LineContent, ...] = ()


def checked(content: Content) -> Content:
    """Return the content in the one spelling in which it is kept; raise ``Refused`` for what cannot be."""
    if content.kind not in Issuance.Kind:
        raise PlanRefused("bad_kind", "kind")
    is_plan = content.kind == Issuance.Kind.ANNUAL_PLAN
    if is_plan != (content.year is not None) or not FIRST_YEAR <= (content.year or FIRST_YEAR) <= LAST_YEAR:
        raise PlanRefused("bad_year", "year")
    if not is_plan and (content.lines or content.goals or content.construction_targets):
        raise PlanRefused("no_lines_here", "lines")
    if content.valid_from and content.valid_until and content.valid_until < content.valid_from:
        raise PlanRefused("days_out_of_order", "valid_until")
    for field, most in (("recipients", MOST_RECIPIENTS), ("lines", MOST_LINES)):
        if len(getattr(content, field)) > most:
            raise PlanRefused("too_many", field)
    texts = {
        "title": checked_text("title", content.title, 255),
        "number": checked_text("number", content.number, 64, optional=True),
        "link": _checked_link(content.link),
    }
    for field in ("text", "goals", "construction_targets"):
        texts[field] = checked_text(field, getattr(content, field), LONGEST_TEXT, optional=True)
    lines = tuple(_checked_line(line, f"lines.{number}") for number, line in enumerate(content.lines))
    recipients = tuple(dict.fromkeys(content.recipients))
    return replace(content, **texts, lines=lines, recipients=recipients)  # type: ignore[arg-type]


def _checked_link(link: str) -> str:
    link = checked_text("link", link, 500, optional=True)
    try:
        parts = urlsplit(link)
    except ValueError:
        raise PlanRefused("bad_link", "link") from None
    if link and (parts.scheme not in ("https", "http") or not parts.netloc):
        raise PlanRefused("bad_link", "link")
    return link


def _checked_line(line: LineContent, where: str) -> LineContent:
    if line.form not in PlanLine.Form:
        raise PlanRefused("bad_form", f"{where}.form")
    if not 1 <= line.over_years <= LONGEST_SPAN:
        raise PlanRefused("bad_span", f"{where}.over_years")
    _check_hours(line, where)
    _check_levels(line, where)
    for field, most in (("cadre_categories", MOST_CATEGORIES), ("courses", MOST_COURSES)):
        if len(getattr(line, field)) > most:
            raise PlanRefused("too_many", f"{where}.{field}")
    categories = (checked_text(f"{where}.cadre_categories", text, 64) for text in line.cadre_categories)
    return replace(
        line,
        cadre_categories=tuple(dict.fromkeys(categories)),
        note=checked_text(f"{where}.note", line.note, 500, optional=True),
        courses=tuple(dict.fromkeys(line.courses)),
    )


def _check_hours(line: LineContent, where: str) -> None:
    for name in FIGURES:
        hours = getattr(line, name)
        if hours and not is_quarters(hours):
            raise PlanRefused("bad_hours", f"{where}.{name}")
    if line.total_hours < line.required_course_hours + line.elective_course_hours:
        raise PlanRefused("hours_out_of_order", f"{where}.total_hours")
    is_years_study = line.form == PlanLine.Form.ONLINE and line.over_years == 1
    if not is_years_study and (line.required_course_hours or line.elective_course_hours or line.courses):
        raise PlanRefused("only_total", where)
    if not line.total_hours and not line.courses:
        raise PlanRefused("nothing_asked", where)


def _check_levels(line: LineContent, where: str) -> None:
    ends: Sequence[str] = ("highest_level", "lowest_level")
    steps = []
    for end in ends:
        step = step_of(level) if (level := getattr(line, end)) else None
        if level and step is None:
            raise PlanRefused("bad_level", f"{where}.{end}")
        steps.append(step)
    high, low = steps
    if high and low and (high.ladder != low.ladder or low < high):
        raise PlanRefused("levels_apart", f"{where}.lowest_level")
