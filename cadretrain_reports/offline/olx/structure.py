"""The tree of a course as the platform reads it from OLX: what is only named in one file is defined in another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from cadretrain_reports.offline.olx.archive import CourseArchive
from cadretrain_reports.offline.olx.tree import Element, parse

DRAFTS: Final = "drafts/"
UNITS: Final = DRAFTS + "vertical/"
_POINTERS: Final = (frozenset({"url_name"}), frozenset({"url_name", "org", "course"}))
_LAST_STEP: Final = re.compile(r"[^@/+]+\Z")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit as it lies in a course: its ``url_name``, the element that defines it, and what lies above it.

    ``draft`` is the element of the version that is not published yet; a unit that never was has no other.
    """

    name: str
    unit: Element
    chapter: str
    subsection: str
    subsection_name: str
    draft: Element | None = None

    @property
    def versions(self) -> tuple[Element, ...]:
        """The elements that define the unit: as published, and as it will be next."""
        return (self.unit,) if self.draft in {None, self.unit} else (self.unit, self.draft)


@dataclass(slots=True)
class Course:
    """A course in an archive: its root element, its ``name``, its units in order, and what is odd about it.

    ``twice`` are the names of units that occur more than once, of which the first counts; ``nameless`` counts units
    without a name, ``strays`` blocks that lie in a subsection but in no unit and drafts of no subsection.
    """

    root: Element
    name: str
    number: str
    places: list[Place] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    nameless: int = 0
    strays: int = 0


class Reader:
    """Resolves elements of an archive; each file is read once. ``OlxError`` for a file that is broken."""

    def __init__(self, archive: CourseArchive) -> None:
        self.archive = archive
        self.missing: dict[str, None] = {}
        self._roots: dict[str, Element] = {}

    def root(self, path: str) -> Element | None:
        """Return the root element of a file; ``None`` if the archive has no such file."""
        if path not in self._roots and path in self.archive.texts:
            self._roots[path] = parse(path, self.archive.texts[path])
        return self._roots.get(path)

    def defined(self, element: Element) -> Element:
        """Return the element that defines a block: itself, or the root of the file that it points to.

        What points to a file that is not there stands for itself, without content, and is noted.
        """
        if not is_pointer(element):
            return element
        paths = self._paths(element)
        found = next((root for path in paths if (root := self.root(path)) is not None), None)
        if found is None:
            self.missing.setdefault(paths[-1])
        return found or element

    def _paths(self, element: Element) -> list[str]:
        """Return where the definition may lie: a draft's among the drafts first."""
        name = element.url_name.replace(":", "/")
        path = f"{element.tag}/{name}.xml"
        return [DRAFTS + path, path] if element.file.startswith(DRAFTS) else [path]


def is_pointer(element: Element) -> bool:
    """Tell whether an element only names a block that another file defines, by the platform's own rule."""
    return not element.children and not element.has_text and frozenset(element.attributes) in _POINTERS


def read_course(reader: Reader) -> Course:
    """Return the course with its units in order, drafts that were never published among those of their subsection."""
    top = reader.root("course.xml")
    assert top is not None  # noqa: S101 - an archive without it was refused
    course = Course(reader.defined(top), top.url_name, top.attributes.get("course", ""))
    drafts = _drafts(reader)
    seen: set[str] = set()
    for chapter, sequential in _subsections(reader, course.root):
        subsection = reader.defined(sequential)
        for name, unit, draft in _units(reader, course, subsection, drafts.pop(sequential.url_name, [])):
            if name in seen:
                course.twice.append(name)
                continue
            seen.add(name)
            titles = (_title(chapter), _title(subsection))
            course.places.append(Place(name, unit, titles[0], titles[1], sequential.url_name, draft))
    course.strays += sum(map(len, drafts.values()))
    return course


def _subsections(reader: Reader, root: Element) -> Iterator[tuple[Element, Element]]:
    for pointer in root.children:
        if pointer.tag == "chapter":
            chapter = reader.defined(pointer)
            yield from ((chapter, child) for child in chapter.children if child.tag == "sequential")


def _units(
    reader: Reader, course: Course, subsection: Element, drafts: list[Element]
) -> Iterator[tuple[str, Element, Element | None]]:
    """Yield name, published element and draft of the units of a subsection; where only a draft is, it is both."""
    new = {_file_name(draft): draft for draft in drafts}
    found: list[tuple[str, Element, Element | None]] = []
    for child in subsection.children:
        if child.tag != "vertical":
            course.strays += 1
        elif not child.url_name:
            course.nameless += 1
        else:
            found.append((child.url_name, reader.defined(child), new.pop(child.url_name, None)))
    for name, draft in sorted(new.items(), key=lambda item: (_index(item[1]), item[0])):
        found.insert(min(_index(draft), len(found)), (name, draft, draft))
    yield from found


def _drafts(reader: Reader) -> dict[str, list[Element]]:
    """Return the units among the drafts by the ``url_name`` of the subsection that they say they lie in."""
    drafts: dict[str, list[Element]] = {}
    for path in sorted(reader.archive.texts):
        if path.startswith(UNITS) and path.endswith(".xml") and (root := reader.root(path)) is not None:
            said = root.attributes.get("parent_url") or root.attributes.get("parent_sequential_url", "")
            parent = _LAST_STEP.search(said)
            drafts.setdefault(parent[0] if parent else "", []).append(root)
    return drafts


def _file_name(draft: Element) -> str:
    return draft.file.removeprefix(UNITS).removesuffix(".xml").replace("/", ":")


def _index(draft: Element) -> int:
    said = draft.attributes.get("index_in_children_list", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 1 << 20  # noqa: PLR2004


def _title(element: Element) -> str:
    return " ".join(element.attributes.get("display_name", "").split())
