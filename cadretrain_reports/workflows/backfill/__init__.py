"""The years before installation (3.9, 8.2.5, 9.1.1): the door to their backfill.

Time is inferred from tracking logs and from what the platform's tables say, marked as such for ever, and yields credit
only once a second person has admitted it.
"""

from cadretrain_reports.workflows.backfill.admitting import admit_backfill
from cadretrain_reports.workflows.backfill.report import Report, report_of
from cadretrain_reports.workflows.backfill.run import backfill

__all__ = ["Report", "admit_backfill", "backfill", "report_of"]
