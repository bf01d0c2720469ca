"""The plan of a course: one row for each unit, with what is proposed for it or what it says already (R1, 3.7, 3.8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from hashlib import sha256
from typing import Final

from cadretrain_reports.offline.messages import gettext_noop as _
from cadretrain_reports.offline.olx.columns import COLUMNS, LABELS
from cadretrain_reports.offline.olx.marks import LISTS, Mark
from cadretrain_reports.offline.olx.outline import CourseOutline, UnitOutline
from cadretrain_reports.offline.olx.sentences import Gettext, parts_text
from cadretrain_reports.offline.sheets import Value
from cadretrain_reports.rules.credit_hours import course_credit_hours
from cadretrain_reports.rules.proposals import Proposal, propose

LONG_COURSE_S: Final = 30 * 60
"""Above this a course gives one credit-hour however long it is (R1)."""

LONGEST_TITLE: Final = 255
_NO_CODE: Final = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NUMBER: Final = 40
_SHORTEST_DIGEST: Final = 8


def plan_headers() -> list[str]:
    """Return the headers of a plan."""
    return [column.header for column in COLUMNS]


def plan_rows(outline: CourseOutline, gettext: Gettext) -> Iterator[list[Value]]:
    """Yield a row for each unit, in order; what is said in words is said in the language of ``gettext``.

    Units that are marked already show their present values. A unit is proposed for marking where the time of all that
    it holds is known; the others wait for a person to look.
    """
    codes = proposed_codes(outline)
    for unit in outline.units:
        yield _row(unit, codes[unit.key], gettext)


def proposed_codes(outline: CourseOutline) -> dict[str, str]:
    """Return a course code for each unit: the course's number and a digest of the unit's key.

    It hangs on nothing else, so a unit keeps its code when others come, go or move, and in every rerun (R1).
    """
    number = _NO_CODE.sub("-", outline.number)[:_LONGEST_NUMBER].strip("-._") or "course"
    taken = {mark.course_code for unit in outline.units for mark in unit.marks}
    codes: dict[str, str] = {}
    for unit in outline.units:
        codes[unit.key] = next(code for code in _codes(number, unit.key) if code not in taken)
        taken.add(codes[unit.key])
    return codes


def _codes(number: str, key: str) -> Iterator[str]:
    digest = sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
    for length in range(_SHORTEST_DIGEST, len(digest) + 1):
        yield f"{number}-{digest[:length]}"[:64]


def _row(unit: UnitOutline, code: str, gettext: Gettext) -> list[Value]:
    proposal = propose(unit.contents)
    proposed = Mark(_title(unit), code, proposal.course_duration)
    mark = unit.marks[0] if unit.marks else proposed
    is_marked = len(unit.marks) == 1 or (not unit.marks and proposal.is_complete and proposal.seconds > 0)
    cells: dict[str, Value] = {
        "unit": unit.key,
        "chapter": unit.chapter,
        "subsection": unit.subsection,
        "unit_title": unit.title,
        "mark": is_marked,
        "course_duration": minutes_text(mark.course_duration),
        "proposed_seconds": proposal.seconds,
        "credit_hours": _hours(mark.course_duration),
        "pass_mark": mark.pass_mark,
        "parts": parts_text(proposal, gettext),
        "remark": "\n".join(map(gettext, _remarks(unit, proposal, mark))),
    }
    cells |= {name: labels[getattr(mark, name)] for name, labels in LABELS.items()}
    cells |= {name: "；".join(getattr(mark, name).split("\n")) for name in LISTS}
    return [cells[column.key] if column.key in cells else getattr(mark, column.key) for column in COLUMNS]


def _remarks(unit: UnitOutline, proposal: Proposal, mark: Mark) -> Iterable[str]:
    if len(unit.marks) > 1:
        yield _("Several Credit course blocks are in this unit: change them in Studio.")
    elif unit.marks:
        yield _("Marked already; these are the present values.")
    if unit.is_draft:
        yield _("This unit has a draft that is not published.")
    if not proposal.parts:
        yield _("Nothing was found in this unit that takes time.")
    elif not proposal.is_complete:
        yield _("The time of some content is unknown: add it to the duration.")
    if mark.course_duration > LONG_COURSE_S:
        yield _("More than 30 minutes give one credit-hour however long: mark the parts, if they stand on their own.")


def minutes_text(seconds: int) -> str:
    """Return a duration in minutes as a plan has it: ``16``, ``15.02`` for 901 s, nothing for 0; no second is lost."""
    if seconds <= 0:
        return ""
    return f"{(Decimal(seconds) / 60).quantize(Decimal('0.01')).normalize():f}"


def _hours(seconds: int) -> Decimal | None:
    return course_credit_hours(seconds) if seconds > 0 else None


def _title(unit: UnitOutline) -> str:
    return (unit.title or unit.subsection or unit.chapter)[:LONGEST_TITLE]
