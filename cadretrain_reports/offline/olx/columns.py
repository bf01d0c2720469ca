"""The columns of a plan. Its headers and choices are Chinese, as the tables of an import; keys are read as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cadretrain_reports.offline.sheets import Column, Limits

LIMITS: Final = Limits(file_size=16 << 20, cell_length=20_000, rows=50_000)
"""The most that is read of a plan."""

COLUMNS: Final = (
    Column("unit", "单元标识", required=True),
    Column("chapter", "章", required=False),
    Column("subsection", "节", required=False),
    Column("unit_title", "单元", required=False),
    Column("mark", "标记", required=True),
    Column("course_code", "课程代码", required=True),
    Column("display_name", "课程名称", required=True),
    Column("course_duration", "课程时长（分钟）", required=True, aliases=("课程时长", "minutes")),
    Column("proposed_seconds", "建议时长（秒）", required=False, aliases=("建议时长", "seconds")),
    Column("credit_hours", "学时", required=False),
    Column("requirement", "必修或选修", required=False),
    Column("extent", "课程范围", required=False),
    Column("assessment", "考核方式", required=False),
    Column("pass_mark", "合格线（%）", required=False, aliases=("合格线",)),
    Column("source", "课程来源", required=False),
    Column("category", "类别", required=False),
    Column("lecturers", "主讲人", required=False),
    Column("objectives", "教学目标", required=False),
    Column("knowledge_points", "知识点", required=False),
    Column("provider", "培训机构代码", required=False),
    Column("parts", "时长构成", required=False),
    Column("remark", "备注", required=False),
)
HEADERS: Final[Mapping[str, str]] = {column.key: column.header for column in COLUMNS}

LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "requirement": {"required": "必修", "elective": "选修"},
    "extent": {"unit": "本单元", "subsection": "本小节", "course_run": "整个课程"},
    "assessment": {
        "none": "无需考核",
        "objective_online": "客观题线上考核",
        "objective_offline": "客观题线下考核",
        "subjective_online": "主观题线上考核",
        "subjective_offline": "主观题线下考核",
    },
    "source": {
        "self_developed": "自主开发",
        "solicited": "组织征集",
        "co_developed": "合作开发",
        "commissioned": "委托开发",
        "purchased": "市场购买",
    },
}
"""The choices of a column: value to label (3.8, 7.1.2, 8.2.5)."""
