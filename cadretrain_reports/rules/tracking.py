"""What one event of Open edX's tracking logs says of study (3.9): when, who, where, and what kind of sign it is.

Events come in two shapes, that of ``tracking.log`` (``time``, ``event_type``, ``event``) and that of the event
backends (``timestamp``, ``name``, ``data``); both are read. The one time that is taken is the server's, at which the
event was received. Nothing that a page says of positions or of its own clock is looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from math import isfinite
from typing import Any, Final, Literal, TypeAlias

from cadretrain_reports.rules.periods import as_utc
from cadretrain_reports.rules.tracking_keys import LONGEST, block_key, keys_in, run_in

Sign: TypeAlias = Literal["page", "play", "seek", "pause", "act", "leave", ""]
"""A page was opened; a video was started, moved or stopped; something was done; a page was left; nothing of study."""

FactKind: TypeAlias = Literal["enrolled", "completed", "graded"]

Dropped: TypeAlias = Literal["not_json", "not_an_event", "bad_time", "not_study"]
"""Why a line says nothing: damaged; JSON of another kind; without a time of the server; of other things than study."""

_SIGNS: Final[Mapping[str, Sign]] = {
    **dict.fromkeys(("play_video", "edx.video.played"), "play"),
    **dict.fromkeys(("seek_video", "edx.video.position.changed", "speed_change_video"), "seek"),
    **dict.fromkeys(
        ("pause_video", "edx.video.paused", "stop_video", "edx.video.stopped", "complete_video", "edx.video.completed"),
        "pause",
    ),
    **dict.fromkeys(("seq_goto", "seq_next", "seq_prev", "edx.ui.lms.outline.selected", "load_video"), "page"),
    **dict.fromkeys(("edx.ui.lms.link_clicked", "edx.video.loaded"), "page"),
    "page_close": "leave",
    **dict.fromkeys(("showanswer", "show_transcript", "hide_transcript", "book"), "act"),
    **dict.fromkeys(("edx.grades.problem.submitted", "edx.done.toggled"), "act"),
}
_SIGNS_BY_START: Final[tuple[tuple[str, Sign], ...]] = (
    ("edx.ui.lms.sequence.", "page"),
    ("edx.forum.", "page"),
    ("problem_", "act"),
    ("edx.problem.", "act"),
    ("edx.special_exam.", "act"),
    ("edx.video.", "act"),
    ("video_", "act"),
    ("textbook.", "act"),
    ("edx.drag_and_drop_v2.", "act"),
    ("openassessment", "act"),
    ("edx.completion.block_completion", "act"),
)
_DIGITS: Final = 10
_LONGEST_VIDEO: Final = 86_400
_ENROLLED: Final = "edx.course.enrollment.activated"
_COMPLETED: Final = "edx.completion.block_completion.changed"
_GRADED: Final = ("edx.grades.course.grade_calculated", "edx.grades.subsection.grade_calculated")


@dataclass(frozen=True, slots=True)
class Fact:
    """What the platform noted of a person: enrolled in a run, a block completed, a run or subsection graded.

    ``subject`` is the course run or usage key; ``value`` is a share from 0 to 1, ``None`` for an enrolment.
    """

    kind: FactKind
    user_id: int | None
    username: str
    subject: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One event of study, in UTC. ``user_id`` and ``username`` are the host's, as far as the event says them.

    ``keys`` are the usage keys that it names, the nearest first; ``session`` and ``video`` are digests that tell one
    browser's session and one video from another; ``length`` is the whole video's, in seconds.
    """

    at: datetime
    user_id: int | None
    username: str
    sign: Sign
    course_run: str = ""
    keys: tuple[str, ...] = ()
    session: str = ""
    video: str = ""
    length: int | None = None
    fact: Fact | None = None


def read_line(line: bytes) -> Event | Dropped:
    """Return what a line of a log says, or why it says nothing. Never raises, whatever the line holds.

    What a logger writes before the object, as in ``… INFO [tracking] {…}``, is passed over.
    """
    start = line.find(b"{")
    try:
        said = json.loads(line[start:]) if start >= 0 else None
    except (ValueError, RecursionError):
        return "not_json"
    if said is None:
        return "not_json"
    name = said.get("name") or said.get("event_type") if isinstance(said, dict) else None
    if not isinstance(name, str):
        return "not_an_event"
    at = _time(said)
    if at is None:
        return "bad_time"
    return _event(name, at, _Said(said))


class _Said:
    """An event's parts wherever its shape puts them."""

    def __init__(self, said: Mapping[str, Any]) -> None:
        self.context = _mapping(said.get("context"))
        self.data = _mapping(said.get("data", said.get("event")))
        self.type = _text(said.get("event_type"))
        self.page = _text(self.context.get("page") or said.get("page"))
        self.path = _text(self.context.get("path"))
        self.referer = _text(self.context.get("referer") or said.get("referer"))
        self.username = _text(said.get("username") or self.context.get("username"))
        self.session = _text(said.get("session") or self.context.get("session"))

    @property
    def user_id(self) -> int | None:
        return _whole(self.context.get("user_id"))

    @property
    def course_run(self) -> str:
        run = _text(self.context.get("course_id") or self.data.get("course_id")) or run_in(self.page or self.path)
        return run if len(run) <= LONGEST else ""


def _event(name: str, at: datetime, said: _Said) -> Event | Dropped:
    fact = _fact(name, said)
    sign = _sign(name)
    if not sign and fact is None:
        return "not_study"
    if sign and fact is not None and (fact.user_id or said.user_id) != said.user_id:
        sign = ""  # who completed a block for somebody else did not study in it
    run = said.course_run
    return Event(
        at=at,
        user_id=said.user_id,
        username=said.username,
        sign=sign,
        course_run=run,
        keys=tuple(dict.fromkeys(_keys(name, sign, run, said))),
        session=_digest(said.session),
        video=_digest(_text(said.data.get("id"))) if sign in ("play", "seek", "pause") else "",
        length=_length(said.data.get("duration")) if sign in ("play", "seek") else None,
        fact=fact,
    )


def _sign(name: str) -> Sign:
    if name.startswith("/"):
        return "page" if _is_courseware(name) else ""
    found: Sign = _SIGNS.get(name, "")
    return found or next((sign for start, sign in _SIGNS_BY_START if name.startswith(start)), "")


def _is_courseware(path: str) -> bool:
    """Tell whether a request was for a page of a course: what pages load by themselves is no sign of anybody."""
    return "/handler/" not in path and (path.startswith("/xblock/") or "/courseware/" in path or "/jump_to" in path)


def _keys(name: str, sign: Sign, run: str, said: _Said) -> Iterator[str]:
    """Yield what an event is of, the nearest first; of a way to another page only where it leads counts."""
    target = _text(said.data.get("target_url"))
    if name.startswith("edx.forum."):
        return
    if name.startswith("/"):
        yield from keys_in([name])
    elif target:
        yield from keys_in([target])
    else:
        if sign in ("play", "seek", "pause") and "@" not in _text(said.data.get("id")):
            yield from block_key(run, "video", _text(said.data.get("id")))
        module = _text(_mapping(said.context.get("module")).get("usage_key"))
        own = [value for value in said.data.values() if isinstance(value, str) and "block-v1" in value]
        yield from keys_in([module, *own, said.page, said.path, said.referer])
    if run and not (target and run_in(target) != run):
        yield from block_key(run, "course", "course")


def _fact(name: str, said: _Said) -> Fact | None:
    data = said.data
    user_id = _whole(data.get("user_id"))
    who = (user_id, "") if user_id is not None else (said.user_id, _text(data.get("username")) or said.username)
    run = _text(data.get("course_id"))[:LONGEST]
    block = _text(data.get("block_id"))[:LONGEST]
    if name == _ENROLLED and run:
        return Fact("enrolled", *who, run)
    if name == _COMPLETED and block:
        return _valued("completed", who, block, data.get("completion"))
    if name == _GRADED[0] and run:
        return _valued("graded", who, run, data.get("percent_grade"))
    if name == _GRADED[1] and block:
        earned, possible = _number(data.get("weighted_graded_earned")), _number(data.get("weighted_graded_possible"))
        return _valued("graded", who, block, earned / possible if earned is not None and possible else None)
    return None


def _valued(kind: FactKind, who: tuple[int | None, str], subject: str, value: object) -> Fact | None:
    share = _number(value)
    return Fact(kind, *who, subject, share) if share is not None and 0 <= share <= 1 else None


def _time(said: Mapping[str, Any]) -> datetime | None:
    text = said.get("time") or said.get("timestamp")
    try:
        return as_utc(datetime.fromisoformat(text)) if isinstance(text, str) else None
    except (ValueError, OverflowError):
        return None


def _mapping(value: object) -> Mapping[str, Any]:
    """Return an object, also one that a browser sent as text; anything else is an empty one."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _whole(value: object) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= _DIGITS:
        value = int(value)
    return value if type(value) is int and 0 <= value < 1 << 31 else None


def _number(value: object) -> float | None:
    return float(value) if type(value) in (int, float) and isfinite(value) else None  # type: ignore[arg-type]


def _length(value: object) -> int | None:
    seconds = _number(value)
    return int(seconds) if seconds is not None and 0 < seconds < _LONGEST_VIDEO else None


def _digest(text: str) -> str:
    return blake2b(text.encode(errors="replace"), digest_size=8).hexdigest() if text else ""
