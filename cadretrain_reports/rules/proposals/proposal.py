"""How long a course is by what it holds (3.7): a proposal, with each part and the reason for its figure.

Parts are whole seconds, each rounded up; the course is their sum, rounded up to the minute. Since the edges of the
bands of 3.8 are whole minutes, that rounding never changes the credit-hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import singledispatch

from cadretrain_reports.rules.proposals.contents import Activity, Alternatives, Content, Draw, Problem, Text, Video
from cadretrain_reports.rules.proposals.parts import Part, Reason, unknown
from cadretrain_reports.rules.proposals.reading import TextCount, reading_seconds
from cadretrain_reports.rules.proposals.tasks import ACTIVITIES, QUESTION_READING_S, RESPONSES
from cadretrain_reports.rules.proposals.videos import video_part


@dataclass(frozen=True, slots=True)
class Proposal:
    """The parts of a course in document order (3.7)."""

    parts: tuple[Part, ...]

    @property
    def seconds(self) -> int:
        """The sum of the parts."""
        return sum(part.seconds for part in self.parts)

    @property
    def course_duration(self) -> int:
        """What is proposed: the sum in seconds, rounded up to whole minutes; 0 where nothing takes time."""
        return -(-self.seconds // 60) * 60

    @property
    def is_complete(self) -> bool:
        """Whether there are parts, and the time of all of them is known."""
        return bool(self.parts) and all(part.is_known for part in self.parts)


def propose(contents: Iterable[Content]) -> Proposal:
    """Return how long a learner takes for the contents of a course (3.7); pages with nothing on them are left out."""
    return Proposal(tuple(part for content in contents for part in _parts(content)))


@singledispatch
def _parts(content: object) -> list[Part]:
    raise TypeError(f"no content: {content!r:.80}")


@_parts.register
def _of_video(video: Video) -> list[Part]:
    return [video_part(video)]


@_parts.register
def _of_text(text: Text) -> list[Part]:
    parts = [_read(text.title, text.count)] if text.count else []
    if text.embedded:
        parts.append(unknown("other", text.title, Reason("embedded", {"count": text.embedded})))
    return parts


@_parts.register
def _of_problem(problem: Problem) -> list[Part]:
    known = {kind: count for kind, count in problem.answers.items() if kind in RESPONSES and count > 0}
    if not known:
        strange = unknown("problem", problem.title, Reason("unknown_block", types={"problem": 1}))
        return [_read(problem.title, problem.count), strange] if problem.count else [strange]
    # A longer text is added; that of an ordinary question is in the figures (see ``tasks``).
    longer = max(0, reading_seconds(problem.count) - QUESTION_READING_S * sum(known.values()))
    answering = sum(RESPONSES[kind].seconds * count for kind, count in known.items())
    return [Part("problem", problem.title, answering + longer, Reason("answers", {"longer": longer}, known))]


@_parts.register
def _of_activity(activity: Activity) -> list[Part]:
    reading = [_read(activity.title, activity.count)] if activity.count else []
    items = {activity.block_type: max(0, activity.items)}
    time = ACTIVITIES.get(activity.block_type)
    if time is None:
        return [*reading, unknown("other", activity.title, Reason("unknown_block", types={activity.block_type: 1}))]
    seconds = time.seconds * items[activity.block_type]
    return [*reading, Part("other", activity.title, seconds, Reason("activity", types=items))]


@_parts.register
def _of_draw(draw: Draw) -> list[Part]:
    held = len(draw.held)
    drawn = held if draw.drawn < 0 else min(draw.drawn, held)
    if not held:
        return [unknown("problem", draw.title, Reason("drawn", {"drawn": 0, "held": 0}))]
    inner = propose(draw.held)
    seconds = -(-inner.seconds * drawn // held)
    return [Part("problem", draw.title, seconds, Reason("drawn", {"drawn": drawn, "held": held}), _all_known(inner))]


@_parts.register
def _of_alternatives(alternatives: Alternatives) -> list[Part]:
    proposals = [propose(group) for group in alternatives.groups]
    seconds = max((inner.seconds for inner in proposals), default=0)
    numbers: Mapping[str, int] = {"groups": len(proposals)}
    known = all(_all_known(inner) for inner in proposals)
    return [Part("other", alternatives.title, seconds, Reason("alternatives", numbers), known)]


def _read(title: str, count: TextCount) -> Part:
    numbers = {"characters": count.characters, "words": count.words, "pictures": count.pictures}
    return Part("text", title, reading_seconds(count), Reason("reading", numbers))


def _all_known(inner: Proposal) -> bool:
    return all(part.is_known for part in inner.parts)
