"""The blocks of a running host as contents."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from cadretrain_reports.block_contents import contents_below, covered, title_of
from cadretrain_reports.rules.proposals import Activity, Alternatives, Content, Draw, Problem, Text, TextCount, Video


class Block:
    """As much of an XBlock as is asked for."""

    def __init__(self, kind: str, *children: Block, **fields: Any) -> None:
        self.scope_ids = SimpleNamespace(block_type=kind, usage_id=kind)
        self.parent: Block | None = None
        self.children = children
        for child in children:
            child.parent = self
        vars(self).update(fields)

    def get_children(self) -> tuple[Block, ...]:
        return self.children

    def get_parent(self) -> Block | None:
        return self.parent


def below(block: Block) -> tuple[Content, ...]:
    return tuple(contents_below(block, lambda video: Video(title_of(video), stated=60)))


def page() -> Block:
    return Block("html", display_name=" 正 文 ", data="<p>调查</p>")


def problem() -> Block:
    return Block("problem", data="<problem><stringresponse/></problem>", display_name=None)


P = Problem("", TextCount(), {"stringresponse": 1})
PAGE = Text("正 文", TextCount(characters=2))


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (page(), (PAGE,)),
        (problem(), (P,)),
        (Block("video", display_name="讲座"), (Video("讲座", stated=60),)),
        (Block("vertical", page(), Block("vertical", problem())), (PAGE, P)),
        (Block("cadretrain_credit_course"), ()),
        (Block("library_content", problem(), problem(), max_count=1), (Draw("", (P, P), 1),)),
        (Block("itembank", problem(), max_count=None), (Draw("", (P,), 1),)),
        (Block("randomize", problem()), (Draw("", (P,), 1),)),
        (Block("split_test", Block("vertical", page()), Block("vertical")), (Alternatives("", ((PAGE,), ())),)),
        (Block("drag-and-drop-v2", data={"items": [1, 2]}), (Activity("", "drag-and-drop-v2", 2),)),
        (Block("survey", questions=[1, 2, 3]), (Activity("", "survey", 3),)),
        (Block("scorm"), (Activity("", "scorm"),)),
        (Block("html", data=None), (Text("", TextCount()),)),
        (Block("vertical_demo", Block("html_demo", content="<p>调查</p>")), (Text("", TextCount(characters=2)),)),
    ],
)
def test_each_kind(block: Block, expected: tuple[Content, ...]) -> None:
    assert below(block) == expected


def test_the_name_of_a_type_is_no_title() -> None:
    unset = SimpleNamespace(is_set_on=lambda _block: False)
    assert title_of(Block("html", display_name="Text", fields={"display_name": unset})) == ""


def test_what_an_extent_covers() -> None:
    mark = Block("cadretrain_credit_course")
    unit = Block("vertical", Block("split_test", Block("vertical", mark)))
    subsection = Block("sequential", unit)
    course = Block("course", Block("chapter", subsection))
    assert covered(mark, "unit") is unit
    assert covered(unit, "unit") is unit
    assert covered(mark, "subsection") is subsection
    assert covered(mark, "course_run") is course
    assert covered(subsection, "unit") is subsection
    assert covered(subsection, "subsection") is subsection


def test_a_host_without_subsections() -> None:
    mark = Block("cadretrain_credit_course")
    unit = Block("vertical_demo", mark)
    assert {covered(mark, extent) for extent in ("unit", "subsection", "course_run")} == {unit}
