"""Ranks of civil servants (职级) since 2019: three ladders, each from high to low.

Stated by public sources. GB/T 12407-2008 is older and has no code for a rank, so a rank is its own text:
code and label are the same here.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cadretrain_reports.rules.codes.table import CodeTable

RANK_LADDERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "综合管理类": (
            "一级巡视员",
            "二级巡视员",
            "一级调研员",
            "二级调研员",
            "三级调研员",
            "四级调研员",
            "一级主任科员",
            "二级主任科员",
            "三级主任科员",
            "四级主任科员",
            "一级科员",
            "二级科员",
        ),
        "行政执法类": (
            "督办",
            "一级高级主办",
            "二级高级主办",
            "三级高级主办",
            "四级高级主办",
            "一级主办",
            "二级主办",
            "三级主办",
            "四级主办",
            "一级行政执法员",
            "二级行政执法员",
        ),
        "专业技术类": (
            "一级总监",
            "二级总监",
            "一级高级主管",
            "二级高级主管",
            "三级高级主管",
            "四级高级主管",
            "一级主管",
            "二级主管",
            "三级主管",
            "四级主管",
            "专业技术员",
        ),
    }
)
"""Ladder to its ranks, high to low: general administration, law enforcement, professional work."""

RANK: Final = CodeTable(
    "rank",
    "公务员职级 (2019)",
    {rank: rank for ladder in RANK_LADDERS.values() for rank in ladder},
)
