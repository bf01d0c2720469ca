"""What the plugin does when Open edX says that something happened: it enqueues work on commit, nothing else."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction

from cadretrain_reports import tasks


def register_published(xblock_info: Any, **_event: Any) -> None:
    """A block was published in Studio: register the courses it marks, or that are marked below it (7.1)."""
    transaction.on_commit(partial(tasks.register_published.delay, str(xblock_info.usage_key)))


def forget_deleted(xblock_info: Any, **_event: Any) -> None:
    """A block was deleted in Studio: it no longer places a course (R1)."""
    transaction.on_commit(partial(tasks.forget_deleted.delay, str(xblock_info.usage_key)))


def register_imported(course: Any, **_event: Any) -> None:
    """A course run was imported or re-run: register every course marked in it (R1)."""
    transaction.on_commit(partial(tasks.register_course_run.delay, str(course.course_key)))
