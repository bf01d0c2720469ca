"""Codes as people type them: by code or label, and in the short forms that lists really use (6.1.3)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.applets.people.api import checked
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.codes import ETHNICITY, RANK, CodeError

CAPACITY_LABELS: Final[Mapping[Capacity, str]] = {
    Capacity.MANAGEMENT_DEPARTMENT: "管理部门",
    Capacity.TRAINING_INSTITUTION: "培训机构",
    Capacity.EMPLOYING_UNIT: "学员所属单位",
}

_CAPACITIES: Final[Mapping[str, Capacity]] = {
    **{label: capacity for capacity, label in CAPACITY_LABELS.items()},
    **{str(capacity): capacity for capacity in Capacity},
    "干部管理部门": Capacity.MANAGEMENT_DEPARTMENT,
    "主管部门": Capacity.MANAGEMENT_DEPARTMENT,
    "网络培训机构": Capacity.TRAINING_INSTITUTION,
    "所属单位": Capacity.EMPLOYING_UNIT,
    "学员单位": Capacity.EMPLOYING_UNIT,
    "用人单位": Capacity.EMPLOYING_UNIT,
}
_SEPARATORS: Final = re.compile(r"[、,,;;/\s]+")

_LEVELS: Final = [
    (short, whole) for whole in ("国家", "省部", "厅局", "县处", "乡科") for short in whole if short != "家"
]

_SHORT_FORMS: Final[Mapping[str, Mapping[str, str]]] = {
    "political_status": {
        "党员": "中共党员",
        "中国共产党党员": "中共党员",
        "中共正式党员": "中共党员",
        "预备党员": "中共预备党员",
        "中国共产党预备党员": "中共预备党员",
        "团员": "共青团员",
        "共青团": "共青团员",
        "无党派": "无党派人士",
    },
    "position_level": {f"{half}{level}级": f"{whole}级{half}职" for level, whole in _LEVELS for half in "正副"},
}
_DIGITS: Final = {"ethnicity": 2, "political_status": 2, "position_level": 3}


def coded(field: str) -> Callable[[str], str]:
    """Return what reads a code, a label, a label without 族, or a code that lost its leading zero."""

    def read(text: str) -> str:
        return checked(field, _whole_form(field, text))

    return read


def capacities(text: str) -> frozenset[Capacity]:
    """Return what a body is (5.1), of one or several labels such as ``管理部门、培训机构``."""
    words = [word for word in _SEPARATORS.split(text) if word]
    unknown = [word for word in words if word not in _CAPACITIES]
    if unknown or not words:
        labels = "、".join(CAPACITY_LABELS.values())
        raise Refused("bad_capacity", _("Write one or several of %(labels)s."), labels=labels)
    return frozenset(_CAPACITIES[word] for word in words)


def is_rank(text: str) -> bool:
    """Tell whether a text is a rank of the known ladders (职级)."""
    try:
        RANK.code_of(text)
    except CodeError:
        return False
    return True


def _whole_form(field: str, text: str) -> str:
    if text.isascii() and text.isdigit():
        return text.zfill(_DIGITS[field])
    if field == ETHNICITY.name:
        return text if text.endswith("族") else f"{text}族"
    return _SHORT_FORMS[field].get(text, text)
