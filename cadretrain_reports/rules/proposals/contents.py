"""What a course can hold, as far as the time it takes goes. A title is what the author called it, perhaps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from cadretrain_reports.rules.proposals.reading import TextCount


@dataclass(frozen=True, slots=True)
class Video:
    """A video: its ``stated`` length, the ``start`` and ``end`` of the clip (0: not set), the ``last_cue``; seconds."""

    title: str
    stated: float | None = None
    start: int = 0
    end: int = 0
    last_cue: int | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A page; ``embedded`` are the things in it that lie elsewhere (frames, players)."""

    title: str
    count: TextCount
    embedded: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem: what there is to read of it, and how many ``answers`` of which kind it asks for (see ``tasks``)."""

    title: str
    count: TextCount = field(default_factory=TextCount)
    answers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Activity:
    """A block of another type, with so many items; its text, where it has some."""

    title: str
    block_type: str
    items: int = 1
    count: TextCount = field(default_factory=TextCount)


@dataclass(frozen=True, slots=True)
class Draw:
    """So many problems ``drawn`` at random of all that are ``held``; a negative number draws all."""

    title: str
    held: tuple[Content, ...]
    drawn: int


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Groups of content of which each learner is shown one."""

    title: str
    groups: tuple[tuple[Content, ...], ...]


Content: TypeAlias = Video | Text | Problem | Activity | Draw | Alternatives
