"""GB/T 12407-2008: position levels (职务级别), three digits: the category, then the level.

The standard counts 35 rows: three categories, which nobody holds, and the 32 levels under them. The levels
of civil servants and ``211`` to ``241`` are stated by public copies of the table; ``242`` to ``299`` and the
digits from ``411`` on by code in use. Inferred are ``410``, the wording of the professional levels, and that
the table is complete. That trainee records are coded by it is inferred too: GB/T 38860-2020 cites it.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cadretrain_reports.rules.codes.table import CodeTable

POSITION_CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1": "公务员职务级别",
        "2": "职员级别",
        "4": "专业技术职务级别",
    }
)
"""The first digit of a code and what it stands for."""

POSITION_LEVEL: Final = CodeTable(
    "position_level",
    "GB/T 12407-2008",
    {
        "101": "国家级正职",
        "102": "国家级副职",
        "111": "省部级正职",
        "112": "省部级副职",
        "121": "厅局级正职",
        "122": "厅局级副职",
        "131": "县处级正职",
        "132": "县处级副职",
        "141": "乡科级正职",
        "142": "乡科级副职",
        "150": "科员级",
        "160": "办事员级",
        "199": "未定职公务员",
        "211": "一级",
        "212": "二级",
        "221": "三级",
        "222": "四级",
        "231": "五级",
        "232": "六级",
        "241": "七级",
        "242": "八级",
        "250": "九级",
        "260": "十级",
        "299": "未定级职员",
        "410": "高级",
        "411": "正高级",
        "412": "副高级",
        "420": "中级",
        "430": "初级",
        "434": "助理级",
        "435": "员级",
        "499": "未定级",
    },
)
