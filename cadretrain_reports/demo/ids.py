"""Usage ids of the embedded host: every id says which course run and which block it is, so any process can read it.

``<course run>.<block type>.d<n>.u<n>``, counted within one course run: other course runs never shift it. Everybody
else treats the ids as opaque strings.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from typing import Final

from xblock.exceptions import NoSuchDefinition, NoSuchUsage
from xblock.runtime import IdGenerator, IdReader

_RUN: Final = r"[^./\s]+"
_DEFINITION: Final = re.compile(rf"(?P<run>{_RUN})\.(?P<type>[^./\s]+)\.d[0-9]+")
_USAGE: Final = re.compile(rf"(?P<definition>{_DEFINITION.pattern})\.u[0-9]+")
_ASIDE: Final = ".aside."


def is_course_run(text: str) -> bool:
    """Tell whether ``text`` may name a course run: no dot, slash or white space."""
    return re.fullmatch(_RUN, text) is not None


def course_run_of(usage_id: str) -> str:
    """Return the course run that a usage id lies in; raise ``NoSuchUsage`` for what is none."""
    return str(_usage(usage_id)["run"])


def usage_id_of(course_run: str, block_type: str, number: int = 0) -> str:
    """Return the id of the ``number``-th block of a type in a course run, counted from 0 in document order."""
    return f"{course_run}.{block_type}.d{number}.u0"


class UsageIds(IdReader):  # type: ignore[misc]  # the XBlock library carries no types
    """Reads ids. It keeps nothing, so it knows the ids of every process."""

    def get_definition_id(self, usage_id: str) -> str:
        """Return the definition id within a usage id."""
        return str(_usage(usage_id)["definition"])

    def get_block_type(self, def_id: str) -> str:
        """Return the block type within a definition id."""
        return str(_definition(def_id)["type"])

    def get_usage_id_from_aside(self, aside_id: str) -> str:
        """Return the usage id that an aside's usage id begins with."""
        return _aside(aside_id)[0]

    def get_definition_id_from_aside(self, aside_id: str) -> str:
        """Return the definition id that an aside's definition id begins with."""
        return _aside(aside_id)[0]

    def get_aside_type_from_usage(self, aside_id: str) -> str:
        """Return the aside type that an aside's usage id ends with."""
        return _aside(aside_id)[1]

    def get_aside_type_from_definition(self, aside_id: str) -> str:
        """Return the aside type that an aside's definition id ends with."""
        return _aside(aside_id)[1]


class CourseRunIds(UsageIds, IdGenerator):  # type: ignore[misc]
    """Gives ids while one course run is read from XML: the same XML gives the same ids."""

    def __init__(self, course_run: str) -> None:
        if not is_course_run(course_run):
            raise ValueError(f"a course run is named without dot, slash or white space: {course_run!r}")
        self._course_run = course_run
        self._numbers: defaultdict[str, itertools.count[int]] = defaultdict(itertools.count)

    def create_definition(self, block_type: str, slug: str | None = None) -> str:  # noqa: ARG002 - the interface's
        """Return the next definition id of a block type."""
        return f"{self._course_run}.{block_type}.d{next(self._numbers[block_type])}"

    def create_usage(self, def_id: str) -> str:
        """Return the usage id of a definition: here each has one."""
        return f"{def_id}.u0"

    def create_aside(self, definition_id: str, usage_id: str, aside_type: str) -> tuple[str, str]:
        """Return definition and usage id of an aside."""
        return f"{definition_id}{_ASIDE}{aside_type}", f"{usage_id}{_ASIDE}{aside_type}"


def _usage(usage_id: str) -> re.Match[str]:
    match = _USAGE.fullmatch(usage_id)
    if match is None:
        raise NoSuchUsage(repr(usage_id))
    return match


def _definition(def_id: str) -> re.Match[str]:
    match = _DEFINITION.fullmatch(def_id)
    if match is None:
        raise NoSuchDefinition(repr(def_id))
    return match


def _aside(aside_id: str) -> tuple[str, str]:
    base, separator, aside_type = aside_id.partition(_ASIDE)
    if not separator or not aside_type:
        raise NoSuchUsage(repr(aside_id))
    return base, aside_type
