"""What R7 takes from a course of the time that its own pages have counted, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from cadretrain_reports.rules.durations import Interval, StudyPolicy, allocate, first_come, unite

WithheldReason = Literal["other_course", "over_cap"]
"""The time went to a course whose interval began first, or to nobody, since the day had had its share."""


def withheld(
    intervals_by_course: Mapping[str, Iterable[Interval]], policy: StudyPolicy
) -> dict[str, list[tuple[Interval, WithheldReason]]]:
    """Return for each course of one trainee what of its intervals does not count, in order of time (R7).

    What `allocate` keeps and what is withheld are together all that the course's intervals cover, and never overlap.
    """
    claims = {course: unite(intervals) for course, intervals in intervals_by_course.items()}
    given: dict[str, list[Interval]] = {course: [] for course in claims}
    for course, piece in first_come(claims):
        given[course].append(piece)
    counted = allocate(claims, policy)
    return {course: sorted(_reasons(own, given[course], counted[course])) for course, own in claims.items()}


def without(intervals: Iterable[Interval], taken: Iterable[Interval]) -> list[Interval]:
    """Return what of the union of ``intervals`` lies outside the union of ``taken`` (R7)."""
    left, gone, next_gone = list[Interval](), unite(taken), 0
    for start, end in unite(intervals):
        begin = start
        while next_gone < len(gone) and gone[next_gone][0] < end:
            first, last = gone[next_gone]
            left.append((begin, max(begin, first)))
            begin = max(begin, last)
            if last > end:
                break  # it may reach into the next interval
            next_gone += 1
        left.append((begin, end))
    return [(start, end) for start, end in left if start < end]


def _reasons(
    own: list[Interval], given: list[Interval], counted: list[Interval]
) -> Iterator[tuple[Interval, WithheldReason]]:
    for interval in without(own, given):
        yield interval, "other_course"
    for interval in without(given, counted):
        yield interval, "over_cap"
