"""The blocks of a unit as contents that take time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from cadretrain_reports.offline.olx.structure import Reader
from cadretrain_reports.offline.olx.tree import Element
from cadretrain_reports.rules.proposals import (
    Activity,
    Alternatives,
    Content,
    Draw,
    Video,
    clock_seconds,
    last_cue,
    problem_of,
    text_of,
)
from cadretrain_reports.rules.proposals.kinds import CONTAINERS, DRAWS, GROUPS, ITEMS_IN, OURS, count_items

_DEEPEST: Final = 20


def contents_of(reader: Reader, unit: Element) -> tuple[Content, ...]:
    """Return what a unit holds, in order; what it names and the archive lacks is named with no time to it."""
    return tuple(_children(reader, unit, _DEEPEST))


def title_of(element: Element) -> str:
    """Return the name that the author gave a block, on one line."""
    return " ".join(element.attributes.get("display_name", "").split())


def _children(reader: Reader, element: Element, depth: int) -> Iterator[Content]:
    for child in element.children if depth else ():
        yield from _contents(reader, child, depth - 1)


def _contents(reader: Reader, pointer: Element, depth: int) -> Iterator[Content]:
    element = reader.defined(pointer)
    if element.tag in OURS:
        return
    if element.tag in CONTAINERS:
        yield from _children(reader, element, depth)
    elif element.tag in DRAWS:
        yield _draw(reader, element, depth)
    elif element.tag == GROUPS:
        groups = (tuple(_contents(reader, child, depth)) for child in (element.children if depth else ()))
        yield Alternatives(title_of(element), tuple(groups))
    else:
        yield _LEAVES.get(element.tag, _activity)(reader, element)


def _draw(reader: Reader, element: Element, depth: int) -> Draw:
    """Return a random choice; like the platform, one of a bank without a number draws one."""
    held = tuple(_children(reader, element, depth))
    said = element.attributes.get(DRAWS[element.tag], "1").strip()
    drawn = int(said) if said.removeprefix("-").isdecimal() and len(said) < 6 else 1  # noqa: PLR2004
    return Draw(title_of(element), held, drawn)


def _page(reader: Reader, element: Element) -> Content:
    """Return a page: its text lies in a file of its own, or in the element."""
    name = element.attributes.get("filename", "")
    folder = element.file.rpartition("html/")[0] if "html/" in element.file else ""
    for path in (f"{folder}html/{name}.html", f"html/{name}.html") if name else ():
        if path in reader.archive.texts:
            return text_of(title_of(element), _decoded(reader.archive.texts[path]))
    if name:
        reader.missing.setdefault(f"html/{name}.html")
        return Activity(title_of(element), "html")
    return text_of(title_of(element), _inner(reader, element))


def _problem(reader: Reader, element: Element) -> Content:
    return problem_of(title_of(element), _inner(reader, element))


def _annotated(reader: Reader, element: Element) -> Content:
    return text_of(title_of(element), _inner(reader, element))


def _video(reader: Reader, element: Element) -> Content:
    said = element.attributes
    return Video(
        title_of(element),
        stated=_length(element),
        start=clock_seconds(said.get("start_time", "")),
        end=clock_seconds(said.get("end_time", "")),
        last_cue=max(_cues(reader, element), default=None),
    )


def _length(element: Element) -> float | None:
    """Return the length that edx-val keeps of the video, where the export carries it; 0 is "not known"."""
    for child in element.children:
        if child.tag == "video_asset":
            try:
                return float(child.attributes.get("duration", ""))
            except ValueError:
                return None
    return None


def _cues(reader: Reader, element: Element) -> Iterator[int]:
    for name in _transcripts(element):
        for path in (f"static/{name}", f"drafts/static/{name}"):
            text = reader.archive.texts.get(path)
            if text is not None and (cue := last_cue(_decoded(text))) is not None:
                yield cue


def _transcripts(element: Element) -> set[str]:
    """Return the names of files with the spoken text: of each language, and the older one of ``sub``."""
    names = {child.attributes.get("src", "") for child in element.children if child.tag == "transcript"}
    said = _json(element.attributes.get("transcripts", ""))
    names |= {name for name in said.values() if isinstance(name, str)} if isinstance(said, dict) else set()
    sub = element.attributes.get("sub", "")
    names |= {f"subs_{sub}.srt.sjson"} if sub else set()
    return names - {""}


def _activity(_reader: Reader, element: Element) -> Content:
    said = _json(element.attributes.get(ITEMS_IN.get(element.tag, ""), ""))
    return Activity(title_of(element), element.tag, count_items(said))


_LEAVES: Final[Mapping[str, Callable[[Reader, Element], Content]]] = {
    "annotatable": _annotated,
    "html": _page,
    "problem": _problem,
    "video": _video,
}


def _inner(reader: Reader, element: Element) -> str:
    return _decoded(reader.archive.texts[element.file][element.open_end : element.close])


def _decoded(data: bytes) -> str:
    return data.decode("utf-8-sig", "replace")


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except (RecursionError, ValueError):
        return None
