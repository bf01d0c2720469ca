"""What a learner sees of HTML, or of a problem's XML, as authors of all times have written it: never refused.

One pass from left to right, whatever is missing or broken: no page takes more time than its length.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Final

_TAG: Final = re.compile(r"<(/?)([A-Za-z][\w:.-]*)((?:[^\"'>]|\"[^\"]*\"|'[^']*')*+)>")
_INLINE: Final = frozenset({"a", "abbr", "b", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"})
_RAW: Final = frozenset({"script", "style"})
EMBEDDED: Final = frozenset({"audio", "embed", "iframe", "object", "video"})
"""Elements whose content lies elsewhere, so that nobody can tell from the page how long it takes."""


@dataclass(slots=True)
class Tag:
    """A tag: its ``name`` in lower case, whether it ``closes`` an element, and whether it is ``empty`` (``<br/>``)."""

    name: str
    closes: bool
    empty: bool


@dataclass(slots=True)
class Visible:
    """What is there to see: the ``text``, and how often each element begins outside of what is hidden."""

    text: str
    elements: Counter[str] = field(default_factory=Counter)

    @property
    def pictures(self) -> int:
        """How many pictures there are."""
        return self.elements["img"]

    @property
    def embedded(self) -> int:
        """How many elements show something that lies elsewhere."""
        return sum(self.elements[name] for name in EMBEDDED)


def visible(markup: str, hidden: frozenset[str] = frozenset()) -> Visible:
    """Return what can be seen outside of scripts, styles and the elements named in ``hidden`` (in lower case)."""
    seen = Visible("")
    pieces: list[str] = []
    inside: list[str] = []
    for token in _tokens(markup):
        if isinstance(token, str):
            pieces += [] if inside else [token]
            continue
        if not inside and not token.closes:
            seen.elements[token.name] += 1
        if token.name in hidden and not token.empty:
            _step(inside, token)
        pieces += [] if inside or token.name in _INLINE else [" "]
    seen.text = unescape("".join(pieces))
    return seen


def _step(inside: list[str], token: Tag) -> None:
    if not token.closes:
        inside.append(token.name)
    elif inside and inside[-1] == token.name:
        inside.pop()


def _tokens(markup: str) -> Iterator[str | Tag]:
    """Yield texts and tags; what is begun and never ended is left out to the end."""
    position = 0
    while (start := markup.find("<", position)) >= 0:
        yield markup[position:start]
        end, token = _token(markup, start)
        if end < 0:
            return
        yield token
        position = end
    yield markup[position:]


def _token(markup: str, start: int) -> tuple[int, str | Tag]:
    """Return where what begins with ``<`` ends, and what it is; -1 if it never ends."""
    if markup.startswith("<![CDATA[", start):
        end = markup.find("]]>", start)
        return end + 3 if end >= 0 else -1, markup[start + 9 : end]
    if markup.startswith("<!--", start):
        end = markup.find("-->", start)
        return end + 3 if end >= 0 else -1, ""
    if markup.startswith(("<!", "<?"), start):
        return markup.find(">", start) + 1 or -1, ""
    match = _TAG.match(markup, start)
    if match is None:
        is_tag = markup[start + 1 : start + 2].isalpha() or markup.startswith("</", start)
        return -1 if is_tag else start + 1, "<"
    tag = Tag(match[2].lower(), bool(match[1]), match[3].endswith("/"))
    return _end_of_raw(markup, match.end(), tag), tag


def _end_of_raw(markup: str, after: int, tag: Tag) -> int:
    """Return where reading goes on behind a tag: behind all of a script or a style, whose text is no markup."""
    if tag.name not in _RAW or tag.closes or tag.empty:
        return after
    end = re.compile(f"</{tag.name}", re.IGNORECASE).search(markup, after)
    return markup.find(">", end.start()) + 1 or -1 if end else -1
