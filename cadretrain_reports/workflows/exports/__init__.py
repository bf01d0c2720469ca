"""Bodies, trainees and teachers as tables of the shape in which they are imported (9.2.2): the door to exports."""

from cadretrain_reports.workflows.exports.run import KINDS, Exported, export_file, export_rows

__all__ = ["KINDS", "Exported", "export_file", "export_rows"]
