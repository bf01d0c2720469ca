"""A beat that finds its page in Redis costs the database nothing (3.9).

Whatever is more than a further span of an open page goes to the database, which then says what the next beats may rely
on: a page that opens, comes back after a gap or is left, whose course may be fulfilled, or of which it was not asked
for a while whether it may study.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cadretrain_reports import conf
from cadretrain_reports.applets.learning.buffer import store
from cadretrain_reports.applets.learning.buffer.merge import Changes, run_of
from cadretrain_reports.applets.learning.buffer.pages import (
    HeldPage,
    StudyState,
    page_text,
    read_page,
    read_state,
    state_text,
)
from cadretrain_reports.applets.learning.models import StudyInterval
from cadretrain_reports.rules import runs
from cadretrain_reports.rules.runs import Heard, Taken

RECHECKED: Final = timedelta(minutes=2)
"""How long beats rely on it that an account may study and a block marks the course. Every flush asks anew."""

_MOST_SPANS: Final = 100
"""How much is held of one page before its next beat stores it, whatever the page sends."""

_TRIES: Final = 5
"""How often a beat tries again because another of the same page came in between."""


@dataclass(frozen=True, slots=True)
class HeldBeat:
    """What became of a message that the database knows nothing of; as in ``BeatOutcome``."""

    at: datetime
    reason: str | None
    ask_presence: bool


def extend_held(study: int, session: str, usage_key: str, heard: Heard, now: Callable[[], datetime]) -> HeldBeat | None:
    """Extend a page that is held; ``None`` for a message that has to go to the database.

    What this process remembers of the page is tried first: often it is still held, and if not, that is found out in the
    same go.
    """
    if heard.leaving:
        return None
    for look in (store.remembered, store.look):
        seen = look(study, session)
        beat = _extend(seen, usage_key, heard, now) if seen else None
        if beat is not None:
            return beat
    return None


def take_in(row: StudyInterval) -> store.Seen | None:
    """Bring what is held of a page into its current run, which is locked along with its study.

    From here on every beat of the study has to come this way, and waits for the locks, until ``hold``: the run cannot
    go on in both places. Returns what was seen, for ``hold``; ``None`` without a buffer.
    """
    seen = store.take(row.study_id, row.session)
    page = read_page(seen.page) if seen else None
    if page is not None and (page.asides or page.lost or page.run != run_of(row)):
        changes = Changes()
        further = StudyInterval.objects.filter(study=row.study_id, session=row.session).exclude(pk=row.pk)
        changes.bring([row, *further.order_by("pk")], page)
        changes.write()
    return seen


def hold(seen: store.Seen | None, row: StudyInterval, usage_key: str, at: datetime) -> None:
    """Hold a page as it is stored at ``at``, so that its next beats need no database. Call under the same locks.

    It is held before the transaction ends: whoever waits for the locks finds it. Where something else was held
    meanwhile, nothing is relied on, and the next beat brings all together.
    """
    if seen is None:
        return
    page = HeldPage(usage_key, run_of(row), position=row.position)
    state = StudyState(at, row.study.check_due_at)
    if not store.swap(seen, page_text(page), state_text(state), at):
        store.recall([row.study_id])


def _extend(seen: store.Seen, usage_key: str, heard: Heard, now: Callable[[], datetime]) -> HeldBeat | None:
    """Extend a page as it was seen, or as it turns out to be.

    It is changed only if it is still the one that was seen, and ``now`` is asked after that: messages of one page are
    taken one after the other, and their times are in that order.
    """
    for _try in range(_TRIES):
        page, state = read_page(seen.page), read_state(seen.state)
        if page is None or state is None or page.usage_key != usage_key:
            return None
        at, policy = now(), conf.study_policy()
        if not _may_rely(page, state, at):
            return None
        taken = runs.taken(page.run, heard, at, policy)
        if _needs_database(page, taken):
            return None
        text = page_text(page.after(taken, heard.position))
        held = store.extend(seen, text, at)
        if held is None:
            return None
        if held.page == text:
            return HeldBeat(at, taken.reason, runs.asks_presence(taken.run, policy))
        seen = held
    return None


def _may_rely(page: HeldPage, state: StudyState, at: datetime) -> bool:
    """Tell whether nothing has to be asked: it was lately, nothing is due, and the clock goes forward."""
    is_due = state.due_at is not None and state.due_at <= at
    is_orderly = page.run.end_at <= page.run.live_at < at
    return is_orderly and not is_due and at - state.checked_at < RECHECKED


def _needs_database(page: HeldPage, taken: Taken) -> bool:
    """Tell whether a message may show that the database knows better, or brings more than is held of one page."""
    has_gap = any(reason == "gap" for _span, reason in taken.lost)
    return has_gap or len(page.asides) + len(page.lost) + len(taken.asides) + len(taken.lost) > _MOST_SPANS
