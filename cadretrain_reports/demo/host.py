"""What ``compat`` asks of the platform, answered by the embedded host (see ``CADRETRAIN_HOST``)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey
from xblock.exceptions import NoSuchUsage

from cadretrain_reports.content import Written, content_digest
from cadretrain_reports.demo.authoring import contents_of, mark_units, may_author, outline_of
from cadretrain_reports.demo.content import authors_of
from cadretrain_reports.demo.enrolments import discussion_url, enrol, enrolled_runs, study_url, unenrol
from cadretrain_reports.demo.results import completion, grade, tracks_completion
from cadretrain_reports.demo.runtime import open_block
from cadretrain_reports.demo.scenarios import unit_of
from cadretrain_reports.demo.users import contacts_of, locked_users, names_of, open_user, send_password_mail, unlock
from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK, CreditCourseMarking

if TYPE_CHECKING:
    from xblock.core import XBlock

__all__ = [
    "blocks_of",
    "completion",
    "contacts_of",
    "contents_of",
    "credit_courses",
    "discussion_url",
    "enrol",
    "enrolled_runs",
    "grade",
    "locked_users",
    "mark_units",
    "markings_below",
    "markings_in_run",
    "may_author",
    "names_of",
    "open_user",
    "outline_of",
    "send_password_mail",
    "study_url",
    "tracks_completion",
    "unenrol",
    "unlock",
    "written",
]


def markings_below(usage_key: str) -> list[CreditCourseMarking]:
    """Return what the Credit course blocks at or below a block say; a block that is not there holds nothing."""
    try:
        top = open_block(usage_key)
    except NoSuchUsage:
        return []
    return [_with_provider(block.marking()) for block in credit_courses(top)]


def markings_in_run(course_run: str) -> list[CreditCourseMarking]:
    """Return what every Credit course block of a course run says."""
    return markings_below(unit_of(course_run))


def written(marking: CreditCourseMarking) -> Written:
    """Return who wrote what a marked course covers, and its digest; what is gone was written by nobody."""
    try:
        block = open_block(marking.usage_key)
        top = open_block(marking.covers) if marking.covers else block.get_parent() or block
    except NoSuchUsage:
        return Written()
    ids = [inner.scope_ids for inner in _with_descendants(top)]
    authors = authors_of(str(key) for each in ids for key in (each.usage_id, each.def_id))
    return Written(authors, content_digest(top, marking.course_run))


def _with_descendants(top: XBlock) -> Iterator[XBlock]:
    yield top
    if top.has_children:
        for child in top.get_children():
            yield from _with_descendants(child)


def credit_courses(top: XBlock) -> Iterator[XBlock]:
    """Yield the Credit course blocks at or below a block, in document order."""
    return blocks_of(top, CREDIT_COURSE_BLOCK)


def blocks_of(top: XBlock, *block_types: str) -> Iterator[XBlock]:
    """Yield the blocks of some types at or below a block, in document order."""
    return (block for block in _with_descendants(top) if block.scope_ids.block_type in block_types)


def _with_provider(marking: CreditCourseMarking) -> CreditCourseMarking:
    """Fill an empty provider with the organization that the course run's key names, if it is such a key."""
    if marking.provider:
        return marking
    try:
        course_key = CourseKey.from_string(marking.course_run)
    except InvalidKeyError:
        return marking
    return replace(marking, provider=str(course_key.org))
