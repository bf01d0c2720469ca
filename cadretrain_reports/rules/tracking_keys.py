"""Which blocks a tracking event names: usage keys in its texts, and those that its older spellings stand for (R1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

_KEY: Final = re.compile(r"(?:ccx-)?block-v1:[\w.+:~%@-]+?\+type@[\w-]+\+block@[\w.%~-]+")
_COURSEWARE: Final = re.compile(r"/courses/(course-v1:[^/?#]+)/courseware/[^/?#]+/([^/?#]+)")
_RUN: Final = re.compile(r"/courses/((?:course-v1:|ccx-v1:)[^/?#]+)")

LONGEST: Final = 255
"""Characters of a key that can be kept."""

_LONGEST_TEXT: Final = 4096
"""Characters of one text that are searched: a key stands near its beginning."""


def keys_in(texts: Iterable[str]) -> Iterator[str]:
    """Yield the usage keys that texts name, in their order, a subsection also by the older address of its pages."""
    for text in texts:
        plain = unquote(text[:_LONGEST_TEXT])
        yield from (key for key in _KEY.findall(plain) if len(key) <= LONGEST)
        for run, block in _COURSEWARE.findall(plain):
            yield from block_key(run, "sequential", block)


def block_key(course_run: str, block_type: str, block: str) -> Iterator[str]:
    """Yield the usage key of a block of a course run; nothing where the run or the block is spelled another way."""
    if course_run.startswith("course-v1:") and re.fullmatch(r"[\w.~-]+", block):
        key = f"block-v1:{course_run.removeprefix('course-v1:')}+type@{block_type}+block@{block}"
        if len(key) <= LONGEST:
            yield key


def run_in(text: str) -> str:
    """Return the course run whose page an address is, or an empty text."""
    found = _RUN.search(unquote(text[:_LONGEST_TEXT]))
    return found[1] if found and len(found[1]) <= LONGEST else ""
