"""The two commands of an archive: a plan made of it, and a plan written into it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cadretrain_reports.offline.messages import gettext
from cadretrain_reports.offline.olx.archive import CourseArchive, read_archive
from cadretrain_reports.offline.olx.edits import with_block, with_mark
from cadretrain_reports.offline.olx.marks import BLOCK, Mark
from cadretrain_reports.offline.olx.outline import CourseOutline
from cadretrain_reports.offline.olx.planning import plan_headers, plan_rows
from cadretrain_reports.offline.olx.policy import switched_on
from cadretrain_reports.offline.olx.reading import Planned, read_plan
from cadretrain_reports.offline.olx.rewrite import rewrite
from cadretrain_reports.offline.olx.structure import Course, Place, Reader, read_course
from cadretrain_reports.offline.olx.survey import blocks_in, outline_of
from cadretrain_reports.offline.olx.tree import Element
from cadretrain_reports.offline.sheets import write_csv

Edit = tuple[Element, Callable[[bytes], bytes]]


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of the units of a plan: newly marked, changed, found as planned, left alone.

    ``ignored`` are headers of the plan that name none of its columns.
    """

    added: int
    changed: int
    unchanged: int
    left: int
    ignored: tuple[str, ...] = ()


def make_plan(archive: Path, target: Path) -> CourseOutline:
    """Write the plan of a course to ``target`` as CSV; raise ``OlxError`` for an archive that holds no course."""
    _archive, _reader, _course, outline = _opened(archive)
    write_csv(target, plan_headers(), plan_rows(outline, gettext))
    return outline


def apply_plan(archive: Path, plan: Path, target: Path) -> Applied:
    """Write the archive with the blocks that a plan asks for; all else in it stays, byte for byte.

    A block that says what the plan says is left, one that says something else is changed in its place; no block is
    taken away. Raises ``OlxError``, ``SheetError``, and ``PlanRefused`` with all that is wrong with the plan; then
    nothing is written.
    """
    opened, reader, course, outline = _opened(archive)
    planned = read_plan(plan, outline)
    marks = {place.name: planned.marks[place.name] for place in course.places if place.name in planned.marks}
    edits = [
        edit for place in course.places if place.name in marks for edit in _edits(reader, place, marks[place.name])
    ]
    texts = _edited(opened.texts, edits)
    if marks:
        texts |= switched_on(course, {**opened.texts, **texts})
    changed = {path: data for path, data in texts.items() if data != opened.texts[path]}
    rewrite(archive, target, opened, changed)
    return told(outline, Planned(marks, planned.left, planned.ignored))


def _opened(path: Path) -> tuple[CourseArchive, Reader, Course, CourseOutline]:
    archive = read_archive(path)
    reader = Reader(archive)
    course = read_course(reader)
    return archive, reader, course, outline_of(reader, course)


def _edits(reader: Reader, place: Place, mark: Mark) -> list[Edit]:
    """Return what is to be changed of a unit: in what is published, and in the draft that will follow it."""
    edits: list[Edit] = []
    for unit in place.versions:
        blocks = blocks_in(reader, unit)
        if blocks:
            edits += [(block, _changing(block, mark)) for block in blocks[:1]]
        else:
            edits.append((unit, _adding(unit, _block_name(place.name), mark)))
    return edits


def _adding(unit: Element, name: str, mark: Mark) -> Callable[[bytes], bytes]:
    return lambda data: with_block(data, unit, name, mark)


def _changing(block: Element, mark: Mark) -> Callable[[bytes], bytes]:
    return lambda data: with_mark(data, block, mark)


def _edited(texts: Mapping[str, bytes], edits: list[Edit]) -> dict[str, bytes]:
    """Return the changed files; in each the last change is made first, so that the others keep their places."""
    changed: dict[str, bytes] = {}
    for element, edit in sorted(edits, key=lambda pair: pair[0].start, reverse=True):
        changed[element.file] = edit(changed.get(element.file, texts[element.file]))
    return changed


def _block_name(unit: str) -> str:
    """Return the ``url_name`` of a new block: the same for the same unit, whenever and wherever it is marked."""
    return sha256(f"{BLOCK}/{unit}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def told(outline: CourseOutline, planned: Planned) -> Applied:
    """Return what a plan makes of the units as they were."""
    before = {unit.key: unit.marks for unit in outline.units if unit.key in planned.marks}
    added = sum(not said for said in before.values())
    unchanged = sum(said[:1] == (planned.marks[key],) for key, said in before.items())
    return Applied(added, len(before) - added - unchanged, unchanged, planned.left, planned.ignored)
