"""What is held of a page and of its study, and how it is written down."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cadretrain_reports.rules.merging import Known, Lost, joined
from cadretrain_reports.rules.runs import Aside, Run, Taken
from cadretrain_reports.rules.shallow import values_of


@dataclass(frozen=True, slots=True)
class HeldPage:
    """A page's run, and what is not stored yet: runs put aside and spans lost since the last flush."""

    usage_key: str
    run: Run
    asides: tuple[Aside, ...] = ()
    lost: tuple[Lost, ...] = ()
    position: str = ""

    @property
    def known(self) -> Known:
        """Return the part that is brought together with the database."""
        return Known(self.run, self.asides)

    def after(self, taken: Taken, position: str) -> HeldPage:
        """Return the page after a further message."""
        asides, lost = (*self.asides, *taken.asides), joined((*self.lost, *taken.lost))
        return HeldPage(self.usage_key, taken.run, asides, lost, position or self.position)


@dataclass(frozen=True, slots=True)
class StudyState:
    """What beats of a study may rely on without asking the database.

    ``checked_at`` is when it was last seen that the account may study and the block marks the course; from ``due_at``
    on, if there is such an instant, it has to be asked whether the course is fulfilled.
    """

    checked_at: datetime
    due_at: datetime | None


def page_text(page: HeldPage) -> str:
    """Return a page as it is written down."""
    asides, lost = map(values_of, page.asides), ((*span, reason) for span, reason in page.lost)
    value = [page.usage_key, values_of(page.run), list(asides), list(lost), page.position]
    return json.dumps(value, default=datetime.isoformat, separators=(",", ":"))


def read_page(text: str) -> HeldPage | None:
    """Return what was written down; ``None`` for nothing, or what another version of the product has written."""
    try:
        usage_key, run, asides, lost, position = json.loads(text)
        return HeldPage(usage_key, _run(run), tuple(map(_aside, asides)), tuple(map(_lost, lost)), position)
    except (TypeError, ValueError):
        return None


def state_text(state: StudyState) -> str:
    """Return a state as it is written down: before the comma what the next beats rely on, after it since when."""
    return json.dumps([state.due_at, state.checked_at], default=datetime.isoformat, separators=(",", ":"))


def read_state(text: str) -> StudyState | None:
    """Return what was written down; ``None`` for nothing."""
    try:
        due_at, checked_at = json.loads(text)
        return StudyState(datetime.fromisoformat(checked_at), due_at and datetime.fromisoformat(due_at))
    except (TypeError, ValueError):
        return None


def _run(values: list[Any]) -> Run:
    start_at, end_at, active_at, present_at, live_at, late, left = values
    instant = datetime.fromisoformat
    last_active_at = active_at and instant(active_at)
    return Run(instant(start_at), instant(end_at), last_active_at, instant(present_at), instant(live_at), late, left)


def _aside(values: list[Any]) -> Aside:
    start_at, end_at, late = values
    return Aside(datetime.fromisoformat(start_at), datetime.fromisoformat(end_at), late)


def _lost(values: list[Any]) -> Lost:
    start_at, end_at, reason = values
    return (datetime.fromisoformat(start_at), datetime.fromisoformat(end_at)), reason
