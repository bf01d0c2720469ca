"""The blocks of a running host as contents that take time (3.7), as ``offline.olx`` has them from an export.

Nothing of a platform is imported here: blocks are XBlocks, and how long a video is, is for the host to find out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from cadretrain_reports.rules.proposals import Activity, Alternatives, Content, Draw, Video, problem_of, text_of
from cadretrain_reports.rules.proposals.kinds import CONTAINERS, DRAWS, GROUPS, ITEMS_IN, OURS, PAGES, count_items

VideoOf = Callable[[Any], Video]
_DEMO_CONTAINERS: Final = frozenset({"vertical_demo"})
_DEMO_PAGES: Final = frozenset({"html_demo"})


def contents_below(block: Any, video_of: VideoOf) -> Iterator[Content]:
    """Yield what a block holds, itself included, in document order."""
    kind = type_of(block)
    if kind in OURS:
        return
    if kind in CONTAINERS | _DEMO_CONTAINERS:
        for child in block.get_children():
            yield from contents_below(child, video_of)
    elif kind == GROUPS:
        groups = (tuple(contents_below(child, video_of)) for child in block.get_children())
        yield Alternatives(title_of(block), tuple(groups))
    elif kind in DRAWS:
        held = tuple(content for child in block.get_children() for content in contents_below(child, video_of))
        drawn = getattr(block, DRAWS[kind], 1) if DRAWS[kind] else 1
        yield Draw(title_of(block), held, drawn if isinstance(drawn, int) else 1)
    else:
        yield _leaf(block, kind, video_of)


def _leaf(block: Any, kind: str, video_of: VideoOf) -> Content:
    if kind == "video":
        return video_of(block)
    if kind == "problem":
        return problem_of(title_of(block), _text(block, "data"))
    if kind in PAGES:
        return text_of(title_of(block), _text(block, "data"))
    if kind in _DEMO_PAGES:
        return text_of("", _text(block, "content"))
    return Activity(title_of(block), kind, count_items(getattr(block, ITEMS_IN.get(kind, ""), None)))


def covered(block: Any, extent: str) -> Any:
    """Return the part of a course run that an ``extent`` around a block covers (R1).

    The unit is what lies in a subsection, however deep the block lies in it. A host without subsections has one unit.
    """
    above = [block]
    while (parent := above[-1].get_parent()) is not None:
        above.append(parent)
    subsection = next((index for index, one in enumerate(above) if type_of(one) == "sequential"), None)
    if extent == "course_run" or subsection is None:
        return above[-1]
    return above[subsection] if extent == "subsection" or subsection == 0 else above[subsection - 1]


def type_of(block: Any) -> str:
    """Return the type of a block."""
    return str(block.scope_ids.block_type)


def title_of(block: Any) -> str:
    """Return the name that its author gave a block; nothing where only the type has a name."""
    field = block.fields.get("display_name") if hasattr(block, "fields") else None
    is_given = field is None or field.is_set_on(block)
    return " ".join(str(getattr(block, "display_name", "") or "").split()) if is_given else ""


def _text(block: Any, name: str) -> str:
    said = getattr(block, name, "")
    return said if isinstance(said, str) else ""
