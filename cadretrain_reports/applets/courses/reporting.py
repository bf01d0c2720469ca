"""What the department is told of released courses, and that it took note (7.1.3)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.courses.records import CourseReport
from cadretrain_reports.applets.courses.steps import checked_reason
from cadretrain_reports.applets.courses.texts import CourseRefused


def acknowledge(report: CourseReport, by: Any, at: datetime, remarks: str = "") -> CourseReport:
    """Keep that the department has taken note, once; call inside a transaction. Raises ``Refused``."""
    remarks = checked_reason(remarks, "remarks", optional=True)
    current = CourseReport.objects.select_for_update().get(pk=report.pk)
    if current.acknowledged_at is not None:
        raise CourseRefused("already_acknowledged")
    current.acknowledged_by, current.acknowledged_at, current.remarks = by, at, remarks
    current.save(update_fields=["acknowledged_by", "acknowledged_at", "remarks"])
    return current


def about_report(report: CourseReport) -> Target:
    """Return how the audit log names a report."""
    return Target("course_report", str(report.uuid), report.department.code)
