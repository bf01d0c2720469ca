"""Bringing together what two stores know of one page (3.9).

A page's run may be kept in two places, of which either may be behind: what a store knows is then a set of runs by their
starts, and of one run the later end is right. Whatever is brought together twice, in another order or by two at once
comes to the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cadretrain_reports.rules.durations import Interval
from cadretrain_reports.rules.runs import Aside, LostReason, Run

Lost = tuple[Interval, LostReason]
"""A span that does not count, and why."""


@dataclass(frozen=True, slots=True)
class Known:
    """What one store knows of a page: its current run, and the runs that were put aside."""

    run: Run
    asides: tuple[Aside, ...] = ()


def together(one: Known, other: Known) -> Known:
    """Return what both know: the run that was heard of last goes on, all others that count anything are asides."""
    newer, older = sorted((one.run, other.run), key=_progress, reverse=True)
    behind = [Aside(older.start_at, older.end_at, older.late)] if older.start_at < older.end_at else []
    longest: dict[datetime, Aside] = {}
    for aside in (*one.asides, *other.asides, *behind):
        known = longest.get(aside.start_at)
        longest[aside.start_at] = aside if known is None else _longer(known, aside)
    if _is_part(longest.get(newer.start_at), newer):
        del longest[newer.start_at]
    return Known(newer, tuple(longest[start] for start in sorted(longest)))


def not_yet_said(lost: Iterable[Lost], until: datetime) -> list[Lost]:
    """Return what a store that has heard of a page up to ``until`` does not know yet of the spans that it has lost."""
    return [((max(start, until), end), reason) for (start, end), reason in lost if end > until]


def joined(lost: Iterable[Lost]) -> tuple[Lost, ...]:
    """Return lost spans with those made one that follow each other for the same reason."""
    spans: list[Lost] = []
    for (start, end), reason in lost:
        if spans and spans[-1][1] == reason and spans[-1][0][1] == start:
            spans[-1] = ((spans[-1][0][0], end), reason)
        else:
            spans.append(((start, end), reason))
    return tuple(spans)


def _progress(run: Run) -> tuple[datetime, datetime, datetime]:
    return run.end_at, run.live_at, run.start_at


def _longer(one: Aside, other: Aside) -> Aside:
    return Aside(one.start_at, max(one.end_at, other.end_at), one.late or other.late)


def _is_part(aside: Aside | None, run: Run) -> bool:
    return aside is not None and aside.end_at <= run.end_at
