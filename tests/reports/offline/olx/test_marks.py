"""What a block in an archive says; names, values and limits are those of the block."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from cadretrain_reports.offline.olx import cells, marks
from cadretrain_reports.offline.olx.marks import Mark, attributes_of, mark_of
from cadretrain_xblock import contract
from cadretrain_xblock.contract import CreditCourseMarking

WHOLE = Mark(
    display_name="调查研究",
    course_code="DY-001",
    course_duration=901,
    requirement="required",
    provider="SASW",
    extent="subsection",
    assessment="objective_online",
    pass_mark=80,
    source="purchased",
    category="党建",
    lecturers="张三\n李四",
    objectives="第一\n第二",
    knowledge_points="甲；乙".replace("；", "\n"),
)


def test_the_block_and_the_offline_tools_agree() -> None:
    assert marks.BLOCK == contract.CREDIT_COURSE_BLOCK
    assert marks.CHOICES == {
        "requirement": contract.REQUIREMENTS,
        "extent": contract.EXTENTS,
        "assessment": contract.ASSESSMENTS,
        "source": contract.SOURCES,
    }
    default = CreditCourseMarking("", "", "", "", "", 0, "elective")
    for name in ("extent", "assessment", "pass_mark", "source", "category", "objectives", "provider"):
        assert getattr(marks.DEFAULT, name) == getattr(default, name)
    assert (cells.MAX_PEOPLE, cells.MAX_POINTS) == (contract.MAX_PEOPLE, contract.MAX_POINTS)
    assert cells.LONGEST_COURSE_S == contract.MAX_COURSE_DURATION_S


def test_what_is_written_is_read() -> None:
    assert mark_of(attributes_of(WHOLE)) == WHOLE
    assert mark_of({name: str(value) for name, value in asdict(WHOLE).items()}) == WHOLE
    assert mark_of(attributes_of(Mark())) == Mark()


def test_only_what_differs_is_written() -> None:
    assert attributes_of(Mark("题", "C1", 60)) == {
        "display_name": "题",
        "course_code": "C1",
        "course_duration": "60",
        "requirement": "elective",
        "extent": "unit",
    }


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"course_duration": "x"}, Mark()),
        ({"course_duration": "-5"}, Mark()),
        ({"course_duration": "9" * 20}, Mark()),
        ({"requirement": "whatever", "extent": "galaxy"}, Mark()),
        ({"lecturers": "张三;李四； 张三"}, Mark(lecturers="张三\n李四")),
        ({"display_name": " 一 \n 二 ", "unknown": "x"}, Mark(display_name="一 二")),
    ],
)
def test_what_is_odd_counts_as_not_said(said: dict[str, str], expected: Mark) -> None:
    assert mark_of(said) == expected
