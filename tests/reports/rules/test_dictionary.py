"""One table of fields: CSV twins, schemas and dictionary follow from it, and Frictionless agrees."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from frictionless import Resource, Schema
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules import dictionary
from cadretrain_reports.rules.canonical import canonical
from cadretrain_reports.rules.credit_hours import Band
from cadretrain_reports.rules.dictionary import CODES, FIELDS, csv_cells, csv_headers, row_faults
from cadretrain_reports.rules.rows import RowFacts, course_row, metadata_row
from cadretrain_reports.rules.shapes import ASSESSMENTS, LEARNING_FORMS, REQUIREMENTS
from tests.reports.rules.samples import ACCOUNT, CREDIT, STUDY, TRAINEE
from tests.reports.rules.test_rows import BASIC

COURSE = course_row(RowFacts(STUDY, CREDIT), "LA-1", [3, 9])
STUDIED = course_row(RowFacts(STUDY, None), "LA-1", [3])
METADATA = metadata_row(ACCOUNT, BASIC.masked(), "2026-12-31T16:00:00Z", [0])


def test_the_metadata_headers() -> None:
    assert csv_headers("metadata") == [
        "档案编号",
        "建档时间",
        "更新时间",
        "所用技术要求",
        "学员标识符",
        "姓名",
        "所属单位代码",
        "所属单位",
        "职务",
        "职级",
        "账号",
        "账号状态",
        "存证序号",
    ]


def test_the_cells_of_a_credited_course() -> None:
    assert dict(zip(csv_headers("course"), csv_cells("course", COURSE), strict=True)) == {
        "档案编号": "LA-1",
        "学员标识符": TRAINEE,
        "年度": "2026",
        "课程标识": "XZ/K-101",
        "课程名称": "公文写作(修订)",
        "课程版本": "2",
        "课程时长(分)": "31",
        "课程时长(秒)": "1801",
        "课程学时": "1",
        "学习时长(分)": "15",
        "学习时长(秒)": "901",
        "补录学习时长(秒)": "0",
        "学习方式": "在线选学",
        "课程性质": "必修",
        "考核方式": "无需考核",
        "考核结果": "",
        "成绩": "",
        "获得学时": "1",
        "获得学时日期": "2026-03-02",
        "免修标识": "否",
        "计入标识": "是",
        "开始时间": "2026-03-01T08:00:00+08:00",
        "完成时间": "2026-03-02T00:30:00+08:00",
        "学习进度(%)": "50",
        "培训机构": "XZ",
        "所属单位代码": "U-02",
        "存证序号": "3 9",
    }


def test_the_cells_of_a_course_under_study() -> None:
    cells = dict(zip(csv_headers("course"), csv_cells("course", STUDIED), strict=True))
    assert (cells["课程学时"], cells["获得学时"], cells["获得学时日期"]) == ("0.5", "0", "")
    assert (cells["课程性质"], cells["计入标识"], cells["存证序号"]) == ("", "否", "3")


def test_a_code_of_no_table_is_shown_as_it_is() -> None:
    assert csv_cells("metadata", {**METADATA, "accountStatus": "=frozen"})[11] == "'=frozen"


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-1+1", "'-1+1"),
        ("-", "'-"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("＠SUM", "'＠SUM"),
        ("+861012345678", "+861012345678"),
        ("-5", "-5"),
        ("-0.25", "-0.25"),
        ("-5\n", "'-5\n"),
        ("-5e3", "'-5e3"),
        ("-５", "'-５"),
        ("公文=写作", "公文=写作"),
        ("", ""),
        ("'", "'"),
    ],
)
def test_formulas_are_neutralized_and_numbers_are_not(text: str, cell: str) -> None:
    assert dictionary.neutralized(text) == cell
    assert csv_cells("course", {**COURSE, "courseName": text})[4] == cell


@given(st.text())
def test_no_text_cell_starts_a_formula(text: str) -> None:
    cell = csv_cells("course", {**COURSE, "courseName": text})[4]
    assert cell.removeprefix("'") in {text, text.removeprefix("'")}
    if cell[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"}:
        assert Decimal(cell).is_finite()


@pytest.mark.parametrize(("set_name", "row"), [("course", COURSE), ("course", STUDIED), ("metadata", METADATA)])
def test_rows_of_ours_have_no_faults(set_name: str, row: dict[str, Any]) -> None:
    assert row_faults(set_name, row) == []
    assert row_faults(set_name, json.loads(json.dumps(row))) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"year": "2026"}, ("year", "not integer")),
        ({"year": True}, ("year", "not integer")),
        ({"year": 2026.0}, ("year", "not integer")),
        ({"year": None}, ("year", "empty")),
        ({"courseName": 3}, ("courseName", "not string")),
        ({"courseCreditHour": "1"}, ("courseCreditHour", "not number")),
        ({"courseCreditHour": True}, ("courseCreditHour", "not number")),
        ({"courseCreditHour": float("nan")}, ("courseCreditHour", "not number")),
        ({"exempted": 0}, ("exempted", "not boolean")),
        ({"counted": "是"}, ("counted", "not boolean")),
        ({"earnedDate": "2026-02-30"}, ("earnedDate", "not date")),
        ({"earnedDate": "20260301"}, ("earnedDate", "not date")),
        ({"earnedDate": 20260301}, ("earnedDate", "not date")),
        ({"startTime": "2026-03-01"}, ("startTime", "not datetime")),
        ({"startTime": "2026-03-01T08:00:00Z"}, ("startTime", "not datetime")),
        ({"startTime": "2026-02-30T08:00:00+08:00"}, ("startTime", "not datetime")),
        ({"startTime": 0}, ("startTime", "not datetime")),
        ({"entries": None}, ("entries", "empty")),
        ({"entries": 3}, ("entries", "not array")),
        ({"entries": [-1]}, ("entries", "not array")),
        ({"entries": [True]}, ("entries", "not array")),
        ({"entries": ["3"]}, ("entries", "not array")),
        ({"learningForm": "self"}, ("learningForm", "not in code table learningForm")),
        ({"learningForm": ["x"]}, ("learningForm", "not string")),
        ({"remark": "x"}, ("remark", "unknown field")),
    ],
)
def test_a_fault_is_named_by_its_field(change: dict[str, Any], fault: tuple[str, str]) -> None:
    assert row_faults("course", {**COURSE, **change}) == [fault]


def test_every_missing_field_is_named() -> None:
    assert row_faults("metadata", {}) == [(field.key, "missing") for field in FIELDS["metadata"]]


def test_fields_that_may_be_empty_may_be_empty() -> None:
    empty = {field.key: None for field in FIELDS["course"] if not field.required}
    assert row_faults("course", {**COURSE, **empty}) == []
    assert len(empty) == 7


def test_the_table_of_fields_is_sound() -> None:
    for table in FIELDS.values():
        assert len({field.key for field in table}) == len({field.name for field in table}) == len(table)
        assert all(field.codes is None or field.codes in CODES for field in table)
        assert all(field.basis in dictionary.BASES for field in table)
    assert FIELDS.keys() == dictionary.TITLES.keys()


def test_code_tables_hold_exactly_the_codes_that_records_allow() -> None:
    assert tuple(CODES["learningForm"]) == LEARNING_FORMS
    assert tuple(CODES["courseRequirement"]) == REQUIREMENTS
    assert tuple(CODES["assessmentMethod"]) == ASSESSMENTS
    for table in CODES.values():
        assert len(set(table.values())) == len(table)


def test_the_dictionary_says_what_is_known_of_each_field() -> None:
    document = dictionary.dictionary_document()
    assert document["bands"] == [[900, "0.25"], [1800, "0.5"], [None, "1"]]
    assert (document["timeZone"], document["specification"]) == ("Asia/Shanghai", "x-gbt38860-shaped/0.1")
    assert document["claim"].endswith("不声明符合 GB/T 38858/38860/38863/38865。")
    assert document["sets"]["course"]["title"] == "课程学习档案"
    assert document["sets"]["course"]["fields"][13] == {
        "key": "courseRequirement",
        "name": "课程性质",
        "type": "string",
        "presence": "O",
        "codes": "courseRequirement",
        "x_basis": "S56",
        "note": "未获学时时为空",
    }
    assert [field["presence"] for field in document["sets"]["metadata"]["fields"]].count("M") == 11
    assert canonical(document)


def test_the_dictionary_names_the_sites_own_bands_and_zone() -> None:
    document = dictionary.dictionary_document((Band(None, Decimal(2)),), "Asia/Urumqi")
    assert (document["bands"], document["timeZone"]) == ([[None, "2"]], "Asia/Urumqi")


def test_the_schema_of_a_field_with_a_code_table() -> None:
    field = next(one for one in dictionary.table_schema("course")["fields"] if one["name"] == "learningForm")
    assert field == {
        "name": "learningForm",
        "title": "学习方式",
        "type": "string",
        "constraints": {"required": True, "enum": ["elective_learning", "theme_class"]},
    }
    twin = next(one for one in dictionary.csv_schema("course")["fields"] if one["title"] == "learningForm")
    assert twin == {
        "name": "学习方式",
        "title": "learningForm",
        "type": "string",
        "constraints": {"required": True, "enum": ["在线选学", "专题班"]},
    }


@pytest.mark.parametrize("set_name", list(FIELDS))
def test_frictionless_knows_the_schemas(set_name: str) -> None:
    assert list(Schema.metadata_validate(dictionary.table_schema(set_name))) == []
    assert list(Schema.metadata_validate(dictionary.csv_schema(set_name))) == []


def _problems(set_name: str, rows: list[dict[str, Any]]) -> list[str]:
    """Let Frictionless check rows as the JSON Lines file holds them."""
    data = json.loads(json.dumps(rows))
    schema = Schema.from_descriptor(dictionary.table_schema(set_name))
    return [error.type for task in Resource(data=data, schema=schema).validate().tasks for error in task.errors]


def _twin_problems(folder: Path, set_name: str, rows: list[dict[str, Any]]) -> list[str]:
    """Let Frictionless check the CSV twin of rows."""
    with (folder / "rows.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([csv_headers(set_name), *(csv_cells(set_name, row) for row in rows)])
    schema = Schema.from_descriptor(dictionary.csv_schema(set_name))
    resource = Resource(path="rows.csv", basepath=str(folder), schema=schema, encoding="utf-8-sig")
    report = resource.validate()
    assert [task.stats.get("rows") for task in report.tasks] == [len(rows)]
    return [error.type for task in report.tasks for error in task.errors]


@pytest.mark.parametrize(("set_name", "rows"), [("course", [COURSE, STUDIED]), ("metadata", [METADATA])])
def test_frictionless_accepts_our_rows(tmp_path: Path, set_name: str, rows: list[dict[str, Any]]) -> None:
    assert _problems(set_name, rows) == []
    assert _twin_problems(tmp_path, set_name, rows) == []


def test_frictionless_refuses_what_the_schema_forbids(tmp_path: Path) -> None:
    wrong = {**COURSE, "learningForm": "self", "startTime": "yesterday"}
    assert sorted(_problems("course", [wrong])) == ["constraint-error", "type-error"]
    assert sorted(_twin_problems(tmp_path, "course", [wrong])) == ["constraint-error", "type-error"]
