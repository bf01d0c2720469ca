"""The data dictionary: every field of the portfolio sets, in one table (9.1.2).

``dictionary.json``, the schemas in ``datapackage.json`` and the headers of the CSV twins all follow from
``FIELDS``. No sister standard's table of elements is public, so keys, types and presence are the project's
own; ``basis`` says what is known of each field's content. Whoever holds the standards' text re-binds names
here and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any, Final, Literal, TypeAlias

from cadretrain_reports.rules.credit_hours import STANDARD_BANDS, Band, bands_to_data
from cadretrain_reports.rules.rows import SPECIFICATION, TIME_ZONE, Row

CLAIM: Final = (
    "本导出的数据集划分参照 GB/T 38856-2020 §9.1 与 GB/T 38860/38865-2020 公开目录;"
    "字段标识、类型、约束由本项目自行定义,未与标准正文核对,不声明符合 GB/T 38858/38860/38863/38865。"
)
"""What every export says of itself. It claims no conformity with standards whose text was not had."""

FieldType: TypeAlias = Literal["string", "integer", "number", "boolean", "date", "datetime", "array"]
Basis: TypeAlias = Literal["S56", "S60", "I", "P"]

BASES: Final[Mapping[str, str]] = {
    "S56": "内容见于 GB/T 38856-2020",
    "S60": "名称见于 GB/T 38860-2020 公开部分",
    "I": "由公开内容推断",
    "P": "本项目自定",
}

CODES: Final[Mapping[str, Mapping[str, str]]] = {
    "accountStatus": {"active": "正常", "suspended": "停用"},
    "learningForm": {"elective_learning": "在线选学", "theme_class": "专题班"},
    "courseRequirement": {"required": "必修", "elective": "选修"},
    "assessmentMethod": {
        "none": "无需考核",
        "objective_online": "客观题线上考核",
        "objective_offline": "客观题线下考核",
        "subjective_online": "主观题线上考核",
        "subjective_offline": "主观题线下考核",
    },
    "assessmentResult": {"passed": "合格", "failed": "不合格"},
}
"""The project's own code tables: code to Chinese label."""

TITLES: Final[Mapping[str, str]] = {"metadata": "学习档案元数据", "course": "课程学习档案"}

YES, NO = "是", "否"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a set: ``key`` in JSON, ``name`` as the CSV header, and what is known of it.

    ``required`` fields are never null (presence ``M``, else ``O``). ``codes`` names a table of ``CODES``.
    """

    key: str
    name: str
    type: FieldType
    required: bool
    basis: Basis
    codes: str | None = None
    note: str = ""


FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    "metadata": (
        Field("portfolioId", "档案编号", "string", True, "S60"),
        Field("createdTime", "建档时间", "datetime", True, "S60", note="账号开通之时起(9.1.1)"),
        Field("updatedTime", "更新时间", "datetime", True, "S60"),
        Field("specification", "所用技术要求", "string", True, "S60", note="本项目自定的格式标识"),
        Field("traineeId", "学员标识符", "string", True, "S56"),
        Field("name", "姓名", "string", True, "S56", note="默认脱敏"),
        Field("organization", "所属单位代码", "string", True, "S56"),
        Field("organizationName", "所属单位", "string", True, "S56"),
        Field("position", "职务", "string", False, "S56"),
        Field("rank", "职级", "string", False, "S56"),
        Field("account", "账号", "string", True, "S56", note="默认脱敏;从不含密码"),
        Field("accountStatus", "账号状态", "string", True, "S56", "accountStatus"),
        Field("entries", "存证序号", "array", True, "P", note="本行所依据的日志条目"),
    ),
    "course": (
        Field("portfolioId", "档案编号", "string", True, "S60"),
        Field("traineeId", "学员标识符", "string", True, "S56"),
        Field("year", "年度", "integer", True, "S56", note="以年度首日所在年份为标识(9.1.2)"),
        Field("courseId", "课程标识", "string", True, "I", note="培训机构代码/课程代码(R1)"),
        Field("courseName", "课程名称", "string", True, "I"),
        Field("courseVersion", "课程版本", "integer", True, "P"),
        Field("courseDuration", "课程时长(分)", "integer", True, "S56", note="不足一分钟进为一分钟(R8)"),
        Field("courseDurationSeconds", "课程时长(秒)", "integer", True, "P"),
        Field("courseCreditHour", "课程学时", "number", True, "S56"),
        Field("learningDuration", "学习时长(分)", "integer", True, "S56", note="不足一分钟舍去(R8)"),
        Field("learningDurationSeconds", "学习时长(秒)", "integer", True, "P"),
        Field(
            "backfilledDurationSeconds",
            "补录学习时长(秒)",
            "integer",
            True,
            "P",
            note="由安装前的日志推断、本年度所学或所获学时所依据的秒数,取其大者;非补录为 0",
        ),
        Field("learningForm", "学习方式", "string", True, "S56", "learningForm"),
        Field("courseRequirement", "课程性质", "string", False, "S56", "courseRequirement", "未获学时时为空"),
        Field("assessmentMethod", "考核方式", "string", False, "S56", "assessmentMethod", "未获学时且未考核时为空"),
        Field("assessmentResult", "考核结果", "string", False, "I", "assessmentResult", "本年度内计入的考核"),
        Field("score", "成绩", "number", False, "I", note="百分制;无考核或只评定合格与否时为空"),
        Field("earnedCreditHour", "获得学时", "number", True, "S56", note="只计入获得学时的年度(R2)"),
        Field("earnedDate", "获得学时日期", "date", False, "I"),
        Field("exempted", "免修标识", "boolean", True, "I", note="以前年度已获学时,不重复计(8.2.5)"),
        Field("counted", "计入标识", "boolean", True, "I", note="本行学时计入本年度"),
        Field("startTime", "开始时间", "datetime", False, "I", note="本年度内首次学习"),
        Field("finishTime", "完成时间", "datetime", False, "I", note="获得学时之时"),
        Field("progress", "学习进度(%)", "integer", True, "I", note="学习时长与课程时长之比,至多 100"),
        Field("providerOrg", "培训机构", "string", True, "S56"),
        Field("unit", "所属单位代码", "string", True, "S56", note="获得学时时的单位(R9)"),
        Field("entries", "存证序号", "array", True, "P", note="本行所依据的日志条目"),
    ),
}
"""The single source of the sets ``metadata`` and ``course``: fields in the order of rows and columns."""


def csv_headers(set_name: str) -> list[str]:
    """Return the Chinese headers of a set's CSV twin, in order."""
    return [field.name for field in FIELDS[set_name]]


def csv_cells(set_name: str, row: Row) -> list[str]:
    """Return a row as the cells of its CSV twin, in the order of ``csv_headers``.

    The row has no faults (``row_faults``). Null is empty, truth values are 是 and 否, codes give their Chinese
    label (an unknown code itself), the list of entries is joined by spaces. Text that a spreadsheet would run as a
    formula gets an apostrophe in front.
    """
    return [_cell(field, row[field.key]) for field in FIELDS[set_name]]


def row_faults(set_name: str, row: Mapping[str, object]) -> list[tuple[str, str]]:
    """Return each field in which a row is no row of its set, with the reason: ``("year", "not integer")``.

    Missing and unknown fields, null where presence is ``M``, other types, codes of no table. Never raises.
    """
    known = {field.key: field for field in FIELDS[set_name]}
    faults = [(f"{key!s:.80}", "unknown field") for key in row if key not in known]
    for key, field in known.items():
        if key not in row:
            faults.append((key, "missing"))
        elif reason := _fault(field, row[key]):
            faults.append((key, reason))
    return faults


def table_schema(set_name: str) -> dict[str, Any]:
    """Return the Frictionless Table Schema of a set's JSON Lines file."""
    return {"fields": [_schema_field(field) for field in FIELDS[set_name]], "missingValues": [""]}


def csv_schema(set_name: str) -> dict[str, Any]:
    """Return the Frictionless Table Schema of a set's CSV twin: fields named by their Chinese headers."""
    return {"fields": [_csv_schema_field(field) for field in FIELDS[set_name]], "missingValues": [""]}


def dictionary_document(bands: Sequence[Band] = STANDARD_BANDS, time_zone: str = TIME_ZONE) -> dict[str, Any]:
    """Return the data of ``dictionary.json``: claim, bands used (3.8), every set's fields, code tables."""
    return {
        "specification": SPECIFICATION,
        "claim": CLAIM,
        "timeZone": time_zone,
        "bands": bands_to_data(bands),
        "bases": dict(BASES),
        "codes": {name: dict(table) for name, table in CODES.items()},
        "sets": {
            name: {"title": TITLES[name], "fields": [_described(field) for field in table]}
            for name, table in FIELDS.items()
        },
    }


def _described(field: Field) -> dict[str, Any]:
    return {
        "key": field.key,
        "name": field.name,
        "type": field.type,
        "presence": "M" if field.required else "O",
        "codes": field.codes,
        "x_basis": field.basis,
        "note": field.note,
    }


# Excel and LibreOffice read a cell as a formula by its first character; East Asian locales take the
# full-width signs as well.
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_PLAIN_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def neutralized(text: str) -> str:
    """Return text that no spreadsheet runs: an apostrophe goes before a formula, but not a plain number."""
    if text.startswith(_FORMULA_STARTS) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def _cell(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if field.type == "boolean":
        return YES if value else NO
    if field.type == "array":
        return " ".join(map(str, value))
    if field.codes:
        value = CODES[field.codes].get(value, value)
    return neutralized(str(value))


def _fault(field: Field, value: object) -> str:
    if value is None:
        return "empty" if field.required else ""
    if not _TYPES[field.type](value):
        return f"not {field.type}"
    return f"not in code table {field.codes}" if field.codes and value not in CODES[field.codes] else ""


def _is_integer(value: object) -> bool:
    return type(value) is int


def _is_number(value: object) -> bool:
    return type(value) is int or (type(value) is float and isfinite(value))


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_datetime(value: object) -> bool:
    """Tell whether it is a local time to the second with its offset, as ``rows`` writes it."""
    try:
        return isinstance(value, str) and bool(_LOCAL.fullmatch(value) and datetime.fromisoformat(value))
    except ValueError:
        return False


def _is_indices(value: object) -> bool:
    return isinstance(value, list) and all(type(one) is int and one >= 0 for one in value)


_LOCAL: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}")
_TYPES: Final[Mapping[FieldType, Callable[[object], bool]]] = {
    "string": lambda value: isinstance(value, str),
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "date": _is_date,
    "datetime": _is_datetime,
    "array": _is_indices,
}


def _schema_field(field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"name": field.key, "title": field.name, "type": field.type}
    constraints: dict[str, Any] = {"required": True} if field.required else {}
    if field.codes:
        constraints["enum"] = list(CODES[field.codes])
    if constraints:
        schema["constraints"] = constraints
    return schema


def _csv_schema_field(field: Field) -> dict[str, Any]:
    schema = {**_schema_field(field), "name": field.name, "title": field.key}
    if field.type == "boolean":
        schema |= {"trueValues": [YES], "falseValues": [NO]}
    if field.type == "array":
        schema["type"] = "string"
    if field.codes:
        schema["constraints"] = {**schema["constraints"], "enum": list(CODES[field.codes].values())}
    return schema
