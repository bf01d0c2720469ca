from __future__ import annotations

from typing import Any

import pytest
from openedx_events.content_authoring.signals import XBLOCK_PUBLISHED
from xblock.exceptions import NoSuchUsage

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.demo import content, scenarios
from cadretrain_reports.demo.runtime import open_block
from tests import factories
from tests.demo.conftest import OnCommit, marked_unit

pytestmark = pytest.mark.django_db


def test_content_is_loaded_once_and_then_left_to_its_authors(loaded: str) -> None:
    block = open_block(scenarios.credit_course_of(loaded), is_authoring=True)
    block.course_duration = 1800
    block.save()
    assert scenarios.load(marked_unit()) is False
    assert open_block(block.scope_ids.usage_id).course_duration == 1800
    assert len(open_block(scenarios.unit_of(loaded)).children) == 3


def test_lists_reach_the_block_entry_by_entry() -> None:
    scenarios.load(marked_unit(lecturers=("周望舒", "陆知行"), knowledge_points=("选题",)))
    marking = open_block(scenarios.credit_course_of(marked_unit().course_run)).marking()
    assert (marking.lecturers, marking.knowledge_points) == (("周望舒", "陆知行"), ("选题",))


def test_content_that_cannot_be_read_leaves_nothing_behind() -> None:
    with pytest.raises(SyntaxError):
        scenarios.load(marked_unit(pages=("<p>",)))
    assert content.course_runs() == []


@pytest.mark.parametrize("of", [scenarios.unit_of, scenarios.credit_course_of])
def test_the_event_names_the_unit_whatever_was_saved_in_it(loaded: str, of: Any) -> None:
    heard: list[Any] = []
    XBLOCK_PUBLISHED.connect(lambda xblock_info, **_event: heard.append(xblock_info), weak=False, dispatch_uid="test")
    try:
        scenarios.publish(of(loaded))
    finally:
        XBLOCK_PUBLISHED.disconnect(dispatch_uid="test")
    assert [(info.usage_key, info.block_type) for info in heard] == [(scenarios.unit_of(loaded), "vertical_demo")]


def test_what_is_not_there_cannot_be_published(loaded: str) -> None:
    with pytest.raises(NoSuchUsage):
        scenarios.publish(f"{loaded}.html_demo.d9.u0")


def test_publishing_registers_and_a_change_rewrites_the_draft(
    loaded: str, django_capture_on_commit_callbacks: OnCommit
) -> None:
    factories.institution()
    usage_id = scenarios.credit_course_of(loaded)
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            scenarios.publish(usage_id)
    course = courses.course_at(usage_id)
    assert course is not None
    first = courses.latest_version(course.pk)
    assert (first.number, first.title, first.course_duration, first.state) == (1, "调查研究的方法", 901, "draft")
    block = open_block(usage_id, is_authoring=True)
    block.course_duration = 900
    block.save()
    with django_capture_on_commit_callbacks(execute=True):
        scenarios.publish(usage_id)
    second = courses.latest_version(course.pk)
    assert (second.pk, second.course_duration, str(second.credit_hours)) == (first.pk, 900, "0.25")
