"""The rows of a plan."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cadretrain_reports.offline.olx.columns import COLUMNS
from cadretrain_reports.offline.olx.marks import Mark
from cadretrain_reports.offline.olx.outline import CourseOutline, UnitOutline
from cadretrain_reports.offline.olx.planning import minutes_text, plan_headers, plan_rows, proposed_codes
from cadretrain_reports.rules.proposals import Activity, Text, TextCount, Video

UNIT = UnitOutline("u1", "第一章", "第一节", "s1", "读一读", (Text("", TextCount(3000)),))


def rows(*units: UnitOutline) -> list[dict[str, object]]:
    keys = [column.key for column in COLUMNS]
    return [dict(zip(keys, row, strict=True)) for row in plan_rows(CourseOutline("GX-101", units), str)]


def test_what_is_proposed() -> None:
    (row,) = rows(UNIT)
    assert row == {
        "unit": "u1",
        "chapter": "第一章",
        "subsection": "第一节",
        "unit_title": "读一读",
        "mark": True,
        "course_code": row["course_code"],
        "display_name": "读一读",
        "course_duration": "10",
        "proposed_seconds": 600,
        "credit_hours": row["credit_hours"],
        "requirement": "选修",
        "extent": "本单元",
        "assessment": "无需考核",
        "pass_mark": 60,
        "source": "自主开发",
        "category": "",
        "lecturers": "",
        "objectives": "",
        "knowledge_points": "",
        "provider": "",
        "parts": "10:00 Text: to be read: 3000 characters",
        "remark": "",
    }
    assert str(row["credit_hours"]) == "0.25"
    assert len(plan_headers()) == len(COLUMNS)


def test_a_marked_unit_shows_its_present_values() -> None:
    mark = Mark("已有", "OLD-1", 901, "required", extent="subsection", lecturers="张三\n李四")
    (row,) = rows(replace(UNIT, marks=(mark,)))
    assert (row["mark"], row["course_code"], row["display_name"]) == (True, "OLD-1", "已有")
    assert (row["course_duration"], row["proposed_seconds"], str(row["credit_hours"])) == ("15.02", 600, "0.5")
    assert (row["extent"], row["requirement"], row["lecturers"]) == ("本小节", "必修", "张三；李四")
    assert row["remark"] == "Marked already; these are the present values."


@pytest.mark.parametrize(
    ("contents", "remark"),
    [
        ((), "Nothing was found in this unit that takes time."),
        ((Video(""),), "The time of some content is unknown: add it to the duration."),
        ((Activity("", "lti"), UNIT.contents[0]), "The time of some content is unknown: add it to the duration."),
    ],
)
def test_where_a_person_has_to_look(contents: tuple[object, ...], remark: str) -> None:
    (row,) = rows(replace(UNIT, contents=contents))  # type: ignore[arg-type]
    assert (row["mark"], row["remark"]) == (False, remark)


def test_a_unit_that_takes_no_time_is_not_proposed() -> None:
    (row,) = rows(replace(UNIT, contents=(Activity("", "done"),)))
    assert (row["mark"], row["course_duration"], row["credit_hours"]) == (False, "", None)


def test_several_blocks_are_left_to_studio() -> None:
    (row,) = rows(replace(UNIT, marks=(Mark(course_code="A"), Mark(course_code="B"))))
    assert row["mark"] is False
    assert "several" in str(row["remark"]).lower()


def test_a_long_course_and_a_draft_are_remarked() -> None:
    (row,) = rows(replace(UNIT, contents=(Video("", stated=1801),), is_draft=True))
    assert str(row["remark"]).count("\n") == 1
    assert (row["course_duration"], str(row["credit_hours"])) == ("31", "1")


def test_a_unit_without_a_title() -> None:
    assert rows(replace(UNIT, title=""))[0]["display_name"] == "第一节"
    assert rows(replace(UNIT, title="长" * 300))[0]["display_name"] == "长" * 255


@pytest.mark.parametrize("number", ["GX-101", "课程", "a b/c", "x" * 100, "", "..."])
def test_codes_are_legal(number: str) -> None:
    units = tuple(replace(UNIT, key=f"u{index}") for index in range(50))
    codes = proposed_codes(CourseOutline(number, units))
    assert len(set(codes.values())) == 50
    assert all(re.fullmatch(r"(?=[._-]*[A-Za-z0-9])[A-Za-z0-9._-]{1,64}", code) for code in codes.values())


def test_codes_stay_when_units_move() -> None:
    units = [replace(UNIT, key=f"u{index}") for index in range(5)]
    before = proposed_codes(CourseOutline("C", tuple(units)))
    after = proposed_codes(CourseOutline("C", tuple(reversed([*units, replace(UNIT, key="new")]))))
    assert {key: after[key] for key in before} == before


def test_a_code_that_is_taken_is_not_proposed() -> None:
    (code,) = proposed_codes(CourseOutline("C", (UNIT,))).values()
    other = replace(UNIT, key="u2", marks=(Mark(course_code=code),))
    proposed = proposed_codes(CourseOutline("C", (UNIT, other)))["u1"]
    assert proposed.startswith(code)
    assert len(proposed) == len(code) + 1


@pytest.mark.parametrize("seconds", [1, 29, 60, 899, 900, 901, 3599, 360_001, 600, 6000])
def test_no_second_is_lost_in_minutes(seconds: int) -> None:
    assert round(float(minutes_text(seconds)) * 60) == seconds
    assert "E" not in minutes_text(seconds)
