"""What a proposal says of each part of a course: how long it takes, and why so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["video", "text", "problem", "other"]
Why = Literal[
    "video_length",
    "video_clip",
    "video_transcript",
    "video_unknown",
    "reading",
    "answers",
    "activity",
    "embedded",
    "unknown_block",
    "drawn",
    "alternatives",
]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a part takes as long as it does: a ``code``, ``numbers``, and the ``types`` it speaks of with their counts.

    The sentence is made where it is shown.
    """

    code: Why
    numbers: Mapping[str, int] = field(default_factory=dict)
    types: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a course: its whole ``seconds``, 0 where ``is_known`` says that the content does not tell them."""

    kind: Kind
    title: str
    seconds: int
    reason: Reason
    is_known: bool = True


def unknown(kind: Kind, title: str, reason: Reason) -> Part:
    """Return a part that takes nobody knows how long."""
    return Part(kind, title, 0, reason, is_known=False)
