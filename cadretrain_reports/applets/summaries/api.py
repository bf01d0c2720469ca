"""The door to units' summaries (8.2.4)."""

from cadretrain_reports.applets.summaries.models import UnitSummary
from cadretrain_reports.applets.summaries.writing import (
    UnitCounts,
    about_summary,
    change,
    receive,
    submit,
    turn_back,
    write,
)

__all__ = ["UnitCounts", "UnitSummary", "about_summary", "change", "receive", "submit", "turn_back", "write"]
