"""When a course is complete (8.2.5): how much of its duration is to be learned, and whether its content too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

WHOLE: Final = 100
"""Percent."""


@dataclass(frozen=True, slots=True)
class CompletionRule:
    """What completes a course besides its assessment.

    ``time_share`` percent of the course duration are to be learned. ``content``: all that can be completed in it is to
    be completed as well, where the host keeps count of that. Raises ``ValueError`` for another share than 1 to 100.
    """

    time_share: int = WHOLE
    content: bool = True

    def __post_init__(self) -> None:
        if type(self.time_share) is not int or not 0 < self.time_share <= WHOLE:
            raise ValueError(f"time_share is a whole percentage from 1 to {WHOLE}, not {self.time_share!r}")
        if type(self.content) is not bool:
            raise ValueError(f"content is true or false, not {self.content!r}")


def required_duration(course_duration: int, time_share: int) -> int:
    """Return the whole seconds of a course that are to be learned, rounded up."""
    return -(-course_duration * time_share // WHOLE)
