"""The cells of a plan."""

from __future__ import annotations

import pytest

from cadretrain_reports.offline.olx.cells import READERS, is_to_be_marked
from cadretrain_reports.offline.sheets.errors import BadCell


@pytest.mark.parametrize(
    ("text", "said"),
    [("是", True), ("YES", True), ("1", True), ("√", True), ("否", False), ("", False), ("No", False)],
)
def test_yes_and_no(text: str, said: bool) -> None:
    assert is_to_be_marked(text) is said


def test_neither() -> None:
    assert isinstance(is_to_be_marked("也许"), BadCell)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("course_duration", "16", 960),
        ("course_duration", "15.5", 930),
        ("course_duration", "15.02", 901),
        ("course_duration", "15:01", 901),
        ("course_duration", "1:05:00", 3900),
        ("course_duration", "１６分钟", 960),
        ("course_duration", "16 min", 960),
        ("course_duration", "12000", 720_000),
        ("requirement", "必修", "required"),
        ("requirement", "required", "required"),
        ("requirement", "", "elective"),
        ("extent", "本小节", "subsection"),
        ("assessment", "客观题线上考核", "objective_online"),
        ("source", "市场购买", "purchased"),
        ("pass_mark", "", 60),
        ("pass_mark", "８０％", 80),
        ("pass_mark", "0", 0),
        ("lecturers", "张三、李四;王五\n张三", "张三\n李四\n王五"),
        ("knowledge_points", "甲、乙；丙", "甲、乙\n丙"),
        ("objectives", " 第一 \n  第二", "第一\n第二"),
        ("course_code", "DY-001", "DY-001"),
        ("provider", "", ""),
        ("provider", "SASW", "SASW"),
        ("display_name", " 一\n二 ", "一 二"),
        ("category", "党建", "党建"),
    ],
)
def test_what_is_read(name: str, text: str, value: object) -> None:
    assert READERS[name](text) == value


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("course_duration", "", "missing"),
        ("course_duration", "0", "no_duration"),
        ("course_duration", "-5", "no_duration"),
        ("course_duration", "12001", "no_duration"),
        ("course_duration", "15:60", "no_duration"),
        ("course_duration", "1e3", "no_duration"),
        ("course_duration", "一刻钟", "no_duration"),
        ("course_code", "", "missing"),
        ("course_code", "课程一", "bad_code"),
        ("course_code", "...", "bad_code"),
        ("course_code", "a" * 65, "bad_code"),
        ("provider", "机构", "bad_code"),
        ("display_name", "  ", "missing"),
        ("display_name", "长" * 256, "too_long"),
        ("display_name", "a\x00b", "not_in_xml"),
        ("category", "长" * 65, "too_long"),
        ("objectives", "长" * 2001, "too_long"),
        ("requirement", "随便", "no_choice"),
        ("extent", "全部", "no_choice"),
        ("pass_mark", "101", "no_pass_mark"),
        ("pass_mark", "-1", "no_pass_mark"),
        ("pass_mark", "及格", "no_pass_mark"),
        ("lecturers", "、".join(map(str, range(21))), "too_many"),
        ("knowledge_points", ";".join(map(str, range(51))), "too_many"),
        ("lecturers", "长" * 256, "too_long"),
    ],
)
def test_what_is_refused(name: str, text: str, code: str) -> None:
    found = READERS[name](text)
    assert isinstance(found, BadCell)
    assert found.fault.code == code
    assert found.at("key", "题头").text()
