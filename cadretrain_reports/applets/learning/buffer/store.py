"""Pages in Redis: one hash for each study, in it one value for each open page, and a list of what waits for the flush.

Values are texts here; ``pages`` says what is in them. Every function is the same as no buffer where Redis fails.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from cadretrain_reports import conf
from cadretrain_reports.applets.learning.buffer.connection import ask, script
from cadretrain_reports.applets.learning.buffer.scripts import ACKNOWLEDGE, EXTEND, STATE, SWAP

REMEMBERED: Final = timedelta(hours=1)
"""How long a page that is stored can be gone on with in Redis; later its next beat finds it in the database."""

_MOST_REMEMBERED: Final = 10_000
"""Pages that a process remembers, some hundred bytes each."""

_gathered: ContextVar[set[int] | None] = ContextVar("recalled_together", default=None)


@dataclass(frozen=True, slots=True)
class Seen:
    """One page's value and its study's state as they were looked at; empty where there was none."""

    study: int
    session: str
    page: str
    state: str


@dataclass(frozen=True, slots=True)
class Held:
    """All that is held of one study: its state and the values of its pages by session."""

    study: int
    state: str
    pages: dict[str, str]


_remembered: OrderedDict[tuple[int, str], Seen] = OrderedDict()


def look(study: int, session: str) -> Seen | None:
    """Return what is held of a page; ``None`` without a buffer."""
    found = ask(lambda redis: redis.hmget(_key(study), session, STATE))
    return None if found is None else Seen(study, session, found[0] or "", found[1] or "")


def take(study: int, session: str) -> Seen | None:
    """Return what is held of a page, and have no beat of its study rely on anything until it is held again."""
    found = ask(lambda redis: _take(redis, study, session))
    return None if found is None else Seen(study, session, found[0] or "", "")


def remembered(study: int, session: str) -> Seen | None:
    """Return what this process held of a page last, which spares a look if it is still held; ``None`` if nothing."""
    return _remembered.get((study, session))


def extend(seen: Seen, page: str, at: datetime) -> Seen | None:
    """Hold ``page`` if what was seen is still held and as much may be relied on; ``None`` without a buffer.

    Returns what is held now: it was done if that is ``page``.
    """
    beginning = seen.state.partition(",")[0]
    values = (seen.session, seen.page, page, beginning, seen.study, at.timestamp())
    now = _said(seen, EXTEND, values)
    if now is not None:
        _remember(now)
    return now


def swap(seen: Seen, page: str, state: str, at: datetime) -> bool:
    """Hold ``page`` and ``state`` if what was seen is still held; tell whether it was."""
    values = (seen.session, seen.page, page, seen.state, state, seen.study, at.timestamp())
    return _said(seen, SWAP, values) == Seen(seen.study, seen.session, page, state)


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database has taken of what was held, and what goes on: pages that ``kept`` leaves out are forgotten."""

    held: Held
    state: str
    kept: dict[str, str]


def acknowledge(stored: Iterable[Stored]) -> None:
    """Say what is stored: whatever has not changed since it was looked at no longer waits for the flush."""
    ask(lambda redis: _acknowledge(redis, stored))


def waiting() -> list[int]:
    """Return the studies that wait for the flush, those that wait longest first."""
    return [int(study) for study in ask(lambda redis: redis.zrange(_marked(), 0, -1)) or ()]


def waiting_among(studies: Sequence[int]) -> list[int]:
    """Return which of some studies wait for the flush."""
    if not studies:
        return []
    marks = ask(lambda redis: redis.zmscore(_marked(), studies)) or ()
    return [study for study, mark in zip(studies, marks, strict=False) if mark is not None]


def held(studies: Collection[int]) -> list[Held]:
    """Return all that is held of some studies."""
    found = ask(lambda redis: _all(redis, studies)) or ()
    return [Held(study, values.pop(STATE, ""), values) for study, values in zip(studies, found, strict=False)]


def recall(studies: Sequence[int]) -> None:
    """Have the next beat of every page of some studies go to the database, which then says what it may rely on.

    Inside ``recalled_together`` that waits for the end of the block.
    """
    gathered = _gathered.get()
    if gathered is not None:
        gathered.update(studies)
    elif studies:
        ask(lambda redis: _drop_states(redis, studies))


@contextmanager
def recalled_together() -> Iterator[None]:
    """Recall at once, at the end of the block, whatever is recalled in it: many studies cost one way to Redis.

    Until then a page may ask the database once more than it has to, or once less: whatever is due by then is found
    by the task that asks for it without a beat.
    """
    gathered = set[int]()
    token = _gathered.set(gathered)
    try:
        yield
    finally:
        _gathered.reset(token)
        recall(sorted(gathered))


def _said(seen: Seen, text: str, values: Iterable[Any]) -> Seen | None:
    """Return what is held of a page once a script was asked to change it."""
    found = ask(lambda redis: script(redis, text)(keys=(_key(seen.study), _marked()), args=values))
    return None if found is None else Seen(seen.study, seen.session, found[0] or "", found[1] or "")


def _remember(seen: Seen) -> None:
    _remembered[seen.study, seen.session] = seen
    _remembered.move_to_end((seen.study, seen.session))
    if len(_remembered) > _MOST_REMEMBERED:
        _remembered.popitem(last=False)


def _acknowledge(redis: Any, stored: Iterable[Stored]) -> bool:
    acknowledge_one, together = script(redis, ACKNOWLEDGE), redis.pipeline(transaction=False)
    for one in stored:
        held = one.held
        pages = [text for session, page in held.pages.items() for text in (session, page, one.kept.get(session, ""))]
        values = (held.study, int(REMEMBERED.total_seconds()), held.state, one.state, *pages)
        acknowledge_one(keys=(_key(held.study), _marked()), args=values, client=together)
    together.execute()
    return True


def _all(redis: Any, studies: Collection[int]) -> list[dict[str, str]]:
    together = redis.pipeline(transaction=False)
    for study in studies:
        together.hgetall(_key(study))
    found: list[dict[str, str]] = together.execute()
    return found


def _take(redis: Any, study: int, session: str) -> tuple[str | None]:
    at_once = redis.pipeline(transaction=True)
    at_once.hget(_key(study), session)
    at_once.hdel(_key(study), STATE)
    page, _dropped = at_once.execute()
    return (page,)


def _drop_states(redis: Any, studies: Iterable[int]) -> bool:
    together = redis.pipeline(transaction=False)
    for study in studies:
        together.hdel(_key(study), STATE)
    together.execute()
    return True


def _key(study: int) -> str:
    return f"{_prefix()}study:{study}"


def _marked() -> str:
    return f"{_prefix()}waiting"


def _prefix() -> str:
    """Two sites may share one Redis; the braces keep a site's keys together in a cluster."""
    return f"{{cadretrain:{conf.site_name()}}}:"
