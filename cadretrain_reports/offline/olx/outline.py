"""A course as a plan sees it, whether it lies in an archive or on a platform: its units, and how each is marked."""

from __future__ import annotations

from dataclasses import dataclass, field

from cadretrain_reports.offline.olx.marks import Mark
from cadretrain_reports.rules.proposals import Content


@dataclass(frozen=True, slots=True)
class UnitOutline:
    """A unit: its ``key``, by which a plan is read back, the titles on the way to it, what it holds and says.

    ``subsection_key`` names the subsection it lies in; ``marks`` are what its Credit course blocks say, as they will
    be published next.
    """

    key: str
    chapter: str
    subsection: str
    subsection_key: str
    title: str
    contents: tuple[Content, ...]
    marks: tuple[Mark, ...] = ()
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class CourseOutline:
    """The units of a course in order; ``number`` begins the codes that are proposed for them.

    ``remarks`` say, as sentences, what is odd about the course.
    """

    number: str
    units: tuple[UnitOutline, ...]
    remarks: tuple[str, ...] = field(default=())
