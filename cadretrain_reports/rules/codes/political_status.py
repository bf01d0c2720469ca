"""GB/T 4762-1984: political status (政治面貌), 13 entries of two digits.

Stated by public sources. ``99`` is an addition of single sites and no part of the standard. That trainee
records are coded by this table is inferred: GB/T 38860-2020 cites it.
"""

from typing import Final

from cadretrain_reports.rules.codes.table import CodeTable

POLITICAL_STATUS: Final = CodeTable(
    "political_status",
    "GB/T 4762-1984",
    {
        "01": "中共党员",
        "02": "中共预备党员",
        "03": "共青团员",
        "04": "民革党员",
        "05": "民盟盟员",
        "06": "民建会员",
        "07": "民进会员",
        "08": "农工党党员",
        "09": "致公党党员",
        "10": "九三学社社员",
        "11": "台盟盟员",
        "12": "无党派人士",
        "13": "群众",
    },
)
