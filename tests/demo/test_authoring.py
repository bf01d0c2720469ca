"""What the embedded host says to whoever authors in it."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from cadretrain_reports import compat
from cadretrain_reports.compat import ContentMissingError
from cadretrain_reports.demo import content, scenarios
from cadretrain_reports.demo.runtime import DemoRuntime, open_block
from cadretrain_reports.offline.olx import Mark
from cadretrain_reports.offline.olx.edits import with_block
from cadretrain_reports.offline.olx.tree import parse
from cadretrain_reports.rules.proposals import Text, TextCount
from cadretrain_xblock import CreditCourseXBlock
from tests import factories
from tests.demo.conftest import RUN, marked_unit

pytestmark = pytest.mark.django_db

PAGES = (Text("", TextCount(characters=5, words=1)), Text("", TextCount(characters=3)))


@pytest.mark.parametrize("extent", ["unit", "subsection", "course_run"])
def test_whatever_the_extent_it_is_the_one_unit(loaded: str, extent: str) -> None:
    assert compat.contents_of(scenarios.credit_course_of(loaded), extent) == PAGES
    assert compat.contents_of(scenarios.unit_of(loaded), extent) == PAGES


def test_staff_may_author(loaded: str) -> None:
    user = factories.user()
    assert not compat.may_author(user, loaded)
    user.is_staff = True
    assert compat.may_author(user, loaded)
    user.is_active = False
    assert not compat.may_author(user, loaded)


def test_the_outline(loaded: str) -> None:
    outline = compat.outline_of(loaded)
    (unit,) = outline.units
    assert outline.number == "C1"
    assert (unit.title, unit.contents, unit.marks) == (
        "调查研究的方法",
        PAGES,
        (Mark("调查研究的方法", "C1", 901, provider="SASW"),),
    )


def test_a_unit_is_marked_anew(loaded: str) -> None:
    (unit,) = compat.outline_of(loaded).units
    mark = replace(unit.marks[0], display_name="改名", course_duration=1200, requirement="required")
    compat.mark_units(factories.user(), loaded, {unit.key: mark, "another": Mark()})
    assert compat.outline_of(loaded).units[0].marks == (mark,)


def test_a_unit_without_a_block_is_given_one() -> None:
    scenarios.load(marked_unit(RUN))
    top = open_block(scenarios.unit_of(RUN), is_authoring=True)
    top.children = [child for child in top.children if "html_demo" in child]
    top.save()
    content.XBlockState.objects.filter(scope_id__contains="cadretrain_credit_course").delete()
    (unit,) = compat.outline_of(RUN).units
    assert unit.marks == ()
    mark = Mark("新", "C9", 600)
    compat.mark_units(factories.user(), RUN, {unit.key: mark})
    assert compat.outline_of(RUN).units[0].marks == (mark,)
    assert [marking.code for marking in compat.markings_in_run(RUN)] == ["C9"]


def test_what_is_not_there() -> None:
    for asked in (compat.outline_of, lambda run: compat.contents_of(run, "unit")):
        with pytest.raises(ContentMissingError):
            asked("course-v1:X+Y+Z")


def test_what_is_written_into_an_export_is_read_by_the_block() -> None:
    mark = Mark(
        '调查 & "研究" <一>',
        "DY-001",
        901,
        "required",
        "SASW",
        extent="subsection",
        assessment="objective_online",
        pass_mark=80,
        source="purchased",
        category="党建",
        lecturers="张三\n李四",
        objectives="第一\n第二",
        knowledge_points="甲\n乙",
    )
    data = b"<vertical/>"
    written = with_block(data, parse("vertical/u.xml", data), "own", mark)
    block_xml = written[written.index(b"<cadretrain") : written.index(b"/>") + 2]
    runtime = DemoRuntime("export", is_authoring=True)
    block = runtime.get_block(runtime.parse_xml_string(block_xml))
    for name in set(CreditCourseXBlock.fields) & {one.name for one in fields(Mark)}:
        assert getattr(block, name) == getattr(mark, name), name
    assert block.course_duration == 901
