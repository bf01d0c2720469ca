"""Bodies, trainees and teachers from files (6.1.1, 9.2.2): the door to imports.

All valid rows go in, all others come back in a file with line, column, value and reason, and the same file may be sent
again: what is in already changes nothing.
"""

from cadretrain_reports.workflows.imports.background import (
    LARGE,
    forget_imports,
    resume_imports,
    run_import,
    start_import,
)
from cadretrain_reports.workflows.imports.kind import Kind
from cadretrain_reports.workflows.imports.run import KINDS, MOST_TOLD, Outcome, import_file, require_importer

__all__ = [
    "KINDS",
    "LARGE",
    "MOST_TOLD",
    "Kind",
    "Outcome",
    "forget_imports",
    "import_file",
    "require_importer",
    "resume_imports",
    "run_import",
    "start_import",
]
