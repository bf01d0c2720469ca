"""Course runs of the embedded host: one unit of pages with one Credit course block each, and their publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from django.db import transaction
from openedx_events.content_authoring.data import XBlockData
from openedx_events.content_authoring.signals import XBLOCK_PUBLISHED

from cadretrain_reports.demo import content
from cadretrain_reports.demo.ids import usage_id_of
from cadretrain_reports.demo.runtime import DemoRuntime, open_block
from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK, Assessment, Requirement

if TYPE_CHECKING:
    from cadretrain_reports.demo.services import Person

UNIT: Final = "vertical_demo"
PAGE: Final = "html_demo"


@dataclass(frozen=True, slots=True)
class MarkedUnit:
    """A unit as an author hands it in: its pages as HTML fragments, and what the Credit course block says of it.

    ``course_duration`` is in whole seconds (3.7).
    """

    course_run: str
    code: str
    title: str
    course_duration: int
    requirement: Requirement
    provider: str
    pages: Sequence[str]
    assessment: Assessment = "none"
    lecturers: Sequence[str] = ()
    knowledge_points: Sequence[str] = ()


def unit_of(course_run: str) -> str:
    """Return the usage id of the one unit of a course run."""
    return usage_id_of(course_run, UNIT)


def credit_course_of(course_run: str) -> str:
    """Return the usage id of the Credit course block in the unit of a course run."""
    return usage_id_of(course_run, CREDIT_COURSE_BLOCK)


def is_loaded(course_run: str) -> bool:
    """Tell whether a course run has content, edited since or not."""
    return content.has_block(unit_of(course_run))


def load(unit: MarkedUnit, author: Person | None = None) -> bool:
    """Give a course run its content; ``False`` if it has some already, which then stays as authors left it."""
    with transaction.atomic():
        if is_loaded(unit.course_run):
            return False
        DemoRuntime(unit.course_run, author, is_authoring=True).parse_xml_string(_to_xml(unit))
    return True


def publish(usage_id: str) -> None:
    """Say what Studio says when the unit around a block is published: the event names the unit, not the block.

    Raises ``NoSuchUsage``. Receivers enqueue on commit.
    """
    block = open_block(usage_id)
    while block.parent is not None:
        block = block.get_parent()
    XBLOCK_PUBLISHED.send_event(
        xblock_info=XBlockData(usage_key=block.scope_ids.usage_id, block_type=block.scope_ids.block_type)
    )


def _to_xml(unit: MarkedUnit) -> bytes:
    root = ET.Element(UNIT)
    for page in unit.pages:
        # The page's text is a template to its block.
        root.append(ET.fromstring(f"<{PAGE}>{page.replace('$', '$$')}</{PAGE}>"))  # noqa: S314 - our own text
    fields = {
        "display_name": unit.title,
        "course_code": unit.code,
        "course_duration": str(unit.course_duration),
        "requirement": unit.requirement,
        "provider": unit.provider,
        "assessment": unit.assessment,
        "lecturers": "\n".join(unit.lecturers),
        "knowledge_points": "\n".join(unit.knowledge_points),
    }
    ET.SubElement(root, CREDIT_COURSE_BLOCK, fields)
    return bytes(ET.tostring(root, encoding="utf-8"))
