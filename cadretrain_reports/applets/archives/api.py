"""The door to learner archives (9.1)."""

from cadretrain_reports.applets.archives.models import ArchiveEntry, ArchiveRecord, LearnerArchive, LogCheckpoint
from cadretrain_reports.applets.archives.protection import protect, protect_archive, script, unprotected
from cadretrain_reports.applets.archives.reading import (
    archives_in_period,
    archives_studied_before,
    credited_elsewhere,
    facts_of_kind,
    having,
    latest_payloads,
    leaf_hashes,
    period_records,
    records_of,
    whole_archive,
)
from cadretrain_reports.applets.archives.sequencer import latest_checkpoint, sequence, waiting
from cadretrain_reports.applets.archives.triggers import laid, protected_models, triggers
from cadretrain_reports.applets.archives.writing import (
    append,
    course_subject,
    lock_archive,
    lock_archives,
    open_archive,
)

__all__ = [
    "ArchiveEntry",
    "ArchiveRecord",
    "LearnerArchive",
    "LogCheckpoint",
    "append",
    "archives_in_period",
    "archives_studied_before",
    "course_subject",
    "credited_elsewhere",
    "facts_of_kind",
    "having",
    "laid",
    "latest_checkpoint",
    "latest_payloads",
    "leaf_hashes",
    "lock_archive",
    "lock_archives",
    "open_archive",
    "period_records",
    "protect",
    "protect_archive",
    "protected_models",
    "records_of",
    "script",
    "sequence",
    "triggers",
    "unprotected",
    "waiting",
    "whole_archive",
]
