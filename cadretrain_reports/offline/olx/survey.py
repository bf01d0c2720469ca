"""From an archive to the outline that a plan is made of."""

from __future__ import annotations

from collections.abc import Iterator

from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.olx.components import contents_of, title_of
from cadretrain_reports.offline.olx.marks import BLOCK, Mark, mark_of
from cadretrain_reports.offline.olx.outline import CourseOutline, UnitOutline
from cadretrain_reports.offline.olx.structure import Course, Place, Reader
from cadretrain_reports.offline.olx.tree import Element
from cadretrain_reports.offline.problems import shown


def outline_of(reader: Reader, course: Course) -> CourseOutline:
    """Return the outline of a course in an archive; units are known by their ``url_name``."""
    units = tuple(_unit(reader, place) for place in course.places)
    return CourseOutline(course.number, units, tuple(_remarks(reader, course)))


def blocks_in(reader: Reader, unit: Element) -> list[Element]:
    """Return the elements that define the Credit course blocks of a unit."""
    return [reader.defined(child) for child in unit.children if child.tag == BLOCK]


def marks_in(reader: Reader, unit: Element) -> tuple[Mark, ...]:
    """Return what the Credit course blocks of a unit say."""
    return tuple(mark_of(block.attributes) for block in blocks_in(reader, unit))


def _unit(reader: Reader, place: Place) -> UnitOutline:
    next_published = place.versions[-1]
    return UnitOutline(
        place.name,
        place.chapter,
        place.subsection,
        place.subsection_name,
        title_of(next_published),
        contents_of(reader, next_published),
        marks_in(reader, next_published),
        is_draft=place.draft is not None,
    )


def _remarks(reader: Reader, course: Course) -> Iterator[str]:
    for name in reader.missing:
        yield _("%(file)s is named in the course and missing in the archive.") % {"file": shown(name, 120)}
    for name in course.twice:
        yield _("Unit %(unit)s occurs more than once; only its first place is in the plan.") % {"unit": shown(name, 80)}
    if course.nameless:
        yield _("Units without a url_name, which a plan cannot name: %(count)d.") % {"count": course.nameless}
    if course.strays:
        yield _("Blocks and drafts outside of any unit, which are not in the plan: %(count)d.") % {
            "count": course.strays
        }
