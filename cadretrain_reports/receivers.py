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


def grade_changed(grade: Any, **_event: Any) -> None:
    """The platform has computed somebody's grade of a course run, anew or for the first time (8.2.5)."""
    _run_changed(grade.user_id, grade.course.course_key)


def passing_changed(course_passing_status: Any, **_event: Any) -> None:
    """The platform has said again whether somebody passes a course run (8.2.5)."""
    _run_changed(course_passing_status.user.id, course_passing_status.course.course_key)


def subsection_graded(instance: Any, **_signal: Any) -> None:
    """The platform has stored somebody's grade of a subsection (8.2.5)."""
    _run_changed(instance.user_id, instance.course_id)


def block_completed(instance: Any, **_signal: Any) -> None:
    """The platform has stored how far somebody is with a block; only what is complete may fulfil a course (8.2.5)."""
    if instance.completion >= 1:
        _run_changed(instance.user_id, instance.context_key)


def register_imported(course: Any, **_event: Any) -> None:
    """A course run was imported or re-run: register every course marked in it (R1)."""
    transaction.on_commit(partial(tasks.register_course_run.delay, str(course.course_key)))


def _run_changed(user_id: int, course_key: Any) -> None:
    transaction.on_commit(partial(tasks.run_changed.delay, user_id, str(course_key)))
