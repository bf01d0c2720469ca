"""An edited plan, read back: all that is wrong is told at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cadretrain_reports.offline.olx.marks import Mark
from cadretrain_reports.offline.olx.outline import CourseOutline, UnitOutline
from cadretrain_reports.offline.olx.planning import plan_headers, plan_rows
from cadretrain_reports.offline.olx.reading import PlanRefused, read_plan
from cadretrain_reports.offline.sheets import SheetError, write_csv, write_xlsx
from cadretrain_reports.rules.proposals import Text, TextCount

TEXT = (Text("", TextCount(300)),)
OUTLINE = CourseOutline(
    "C",
    (
        UnitOutline("u1", "章", "节", "s1", "甲", TEXT),
        UnitOutline("u2", "章", "节", "s1", "乙", TEXT),
        UnitOutline("u3", "章", "二", "s2", "丙", TEXT),
    ),
)


def plan(tmp_path: Path, outline: CourseOutline = OUTLINE, **cells: dict[str, str]) -> Path:
    """Write the plan of the outline, the cells of units changed by header."""
    headers = plan_headers()
    rows = []
    for row in plan_rows(outline, str):
        said = dict(zip(headers, row, strict=True)) | cells.get(str(row[0]), {})
        rows.append([said[header] for header in headers])
    path = tmp_path / "plan.csv"
    write_csv(path, headers, rows)
    return path


def problems(path: Path, outline: CourseOutline = OUTLINE) -> list[tuple[int, str, str]]:
    with pytest.raises(PlanRefused) as caught:
        read_plan(path, outline)
    return [(found.line, found.cell.column_key, found.cell.code) for found in caught.value.problems]


def test_a_plan_as_it_was_made(tmp_path: Path) -> None:
    found = read_plan(plan(tmp_path), OUTLINE)
    assert {key: (mark.display_name, mark.course_duration) for key, mark in found.marks.items()} == {
        "u1": ("甲", 60),
        "u2": ("乙", 60),
        "u3": ("丙", 60),
    }
    assert found.left == 0


def test_what_is_not_to_be_marked_may_say_what_it_likes(tmp_path: Path) -> None:
    found = read_plan(plan(tmp_path, u2={"标记": "否", "课程代码": "不是代码"}, u3={"标记": ""}), OUTLINE)
    assert (list(found.marks), found.left) == (["u1"], 2)


def test_every_problem_of_every_row(tmp_path: Path) -> None:
    path = plan(
        tmp_path,
        u1={"课程代码": "代码", "课程时长（分钟）": "0", "必修或选修": "随便"},
        u2={"标记": "也许"},
        u3={"合格线（%）": "200", "课程名称": ""},
    )
    assert problems(path) == [
        (2, "course_code", "bad_code"),
        (2, "course_duration", "no_duration"),
        (2, "requirement", "no_choice"),
        (3, "mark", "yes_or_no"),
        (4, "display_name", "missing"),
        (4, "pass_mark", "no_pass_mark"),
    ]


def test_units_that_are_not_there_or_there_twice(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    rows = [
        ["gone", "是", "A", "题", "5"],
        ["u1", "是", "B", "题", "5"],
        ["u1", "是", "C", "题", "5"],
        ["", "是", "D", "题", "5"],
    ]
    write_csv(path, ["unit", "mark", "course_code", "display_name", "minutes"], rows)
    assert problems(path) == [(2, "unit", "no_unit"), (4, "unit", "unit_twice"), (5, "unit", "missing")]


def test_one_code_is_one_course(tmp_path: Path) -> None:
    assert problems(plan(tmp_path, u1={"课程代码": "A"}, u3={"课程代码": "A"}))[0][1:] == ("course_code", "code_twice")


def test_a_code_that_another_unit_has_already(tmp_path: Path) -> None:
    marked = replace(OUTLINE.units[1], marks=(Mark("乙", "TAKEN", 60),))
    outline = replace(OUTLINE, units=(OUTLINE.units[0], marked, OUTLINE.units[2]))
    path = plan(tmp_path, outline, u1={"课程代码": "TAKEN"}, u2={"标记": "否"})
    assert [found[1:] for found in problems(path, outline)] == [("course_code", "code_twice")]


def test_extents_may_not_overlap(tmp_path: Path) -> None:
    path = plan(tmp_path, u1={"课程范围": "本小节"})
    assert [found[1:] for found in problems(path)] == [("extent", "overlap")]
    whole = plan(tmp_path, u1={"课程范围": "整个课程"})
    assert [found[1:] for found in problems(whole)] == [("extent", "overlap")] * 2
    alone = plan(tmp_path, u1={"课程范围": "本小节"}, u2={"标记": "否"})
    assert {mark.extent for mark in read_plan(alone, OUTLINE).marks.values()} == {"subsection", "unit"}


def test_what_is_marked_already_counts_for_overlaps(tmp_path: Path) -> None:
    marked = replace(OUTLINE.units[1], marks=(Mark("节", "S1", 600, extent="subsection"),))
    outline = replace(OUTLINE, units=(OUTLINE.units[0], marked, OUTLINE.units[2]))
    path = plan(tmp_path, outline, u2={"标记": "否"})
    assert [found[1:] for found in problems(path, outline)] == [("extent", "overlap")]


def test_several_blocks_in_a_unit(tmp_path: Path) -> None:
    several = replace(OUTLINE.units[0], marks=(Mark(course_code="A"), Mark(course_code="B")))
    outline = replace(OUTLINE, units=(several,))
    path = plan(tmp_path, outline, u1={"标记": "是"})
    assert ("unit", "several_blocks") in [found[1:] for found in problems(path, outline)]


def test_a_column_that_is_missing_leaves_what_is_said(tmp_path: Path) -> None:
    mark = Mark("甲", "A", 900, "required", lecturers="张三", objectives="目标")
    outline = replace(OUTLINE, units=(replace(OUTLINE.units[0], marks=(mark,)), *OUTLINE.units[1:]))
    path = tmp_path / "plan.csv"
    headers = ["unit", "mark", "course_code", "display_name", "minutes", "老师", "objectives"]
    write_csv(path, headers, [["u1", "是", "A", "甲", "16", "李四", ""], ["u2", "是", "B", "乙", "5", "", ""]])
    found = read_plan(path, outline)
    assert found.marks["u1"] == replace(mark, course_duration=960, objectives="")
    assert found.marks["u2"] == Mark("乙", "B", 300)
    assert found.ignored == ("老师",)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
def test_as_spreadsheets_save_it(tmp_path: Path, encoding: str) -> None:
    path = plan(tmp_path)
    path.write_bytes(path.read_text(encoding="utf-8-sig").encode(encoding))
    assert read_plan(path, OUTLINE).marks["u1"].display_name == "甲"


def test_as_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_xlsx(path, "计划", plan_headers(), plan_rows(OUTLINE, str))
    assert len(read_plan(path, OUTLINE).marks) == 3


def test_a_formula_is_text_on_the_way_out(tmp_path: Path) -> None:
    outline = replace(OUTLINE, units=(replace(OUTLINE.units[0], title="=1+1|cmd"),))
    path = plan(tmp_path, outline)
    assert b",=1" not in path.read_bytes()
    assert read_plan(path, outline).marks["u1"].display_name == "=1+1|cmd"


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\x00\x01"])
def test_what_is_no_plan(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.csv"
    path.write_bytes(content)
    with pytest.raises(SheetError):
        read_plan(path, OUTLINE)
