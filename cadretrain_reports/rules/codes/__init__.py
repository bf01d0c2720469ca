"""The code tables that describe a trainee (6.1.3): one table a module, each with its source and basis."""

from cadretrain_reports.rules.codes.ethnicity import ETHNICITY
from cadretrain_reports.rules.codes.political_status import POLITICAL_STATUS
from cadretrain_reports.rules.codes.position_level import POSITION_CATEGORIES, POSITION_LEVEL
from cadretrain_reports.rules.codes.rank import RANK, RANK_LADDERS
from cadretrain_reports.rules.codes.table import CodeError, CodeTable

__all__ = [
    "ETHNICITY",
    "POLITICAL_STATUS",
    "POSITION_CATEGORIES",
    "POSITION_LEVEL",
    "RANK",
    "RANK_LADDERS",
    "CodeError",
    "CodeTable",
]
