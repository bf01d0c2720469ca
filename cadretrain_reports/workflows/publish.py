"""From the author's mark to a course and its versions (7.1.2, R1, R3)."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import replace

from celery import shared_task
from django.db import transaction

from cadretrain_reports import clock, compat
from cadretrain_reports.applets.courses import api as courses
from cadretrain_xblock.contract import CreditCourseMarking

log = logging.getLogger(__name__)


@shared_task(name="cadretrain.register_published")  # type: ignore[untyped-decorator]
def register_published(usage_key: str) -> None:
    """Register the courses marked at or below a block that was published."""
    _register(compat.markings_below(usage_key))


@shared_task(name="cadretrain.register_course_run")  # type: ignore[untyped-decorator]
def register_course_run(course_run: str) -> None:
    """Register every course marked in a course run that was imported."""
    _register(compat.markings_in_run(course_run))


@shared_task(name="cadretrain.forget_deleted")  # type: ignore[untyped-decorator]
def forget_deleted(usage_key: str) -> None:
    """Drop the placement of a block that was deleted in Studio."""
    courses.forget(usage_key)


def _register(markings: Iterable[CreditCourseMarking]) -> None:
    """Register what can be; one unusable marking does not keep the others out."""
    for marking in markings:
        try:
            with transaction.atomic():
                written = compat.written(marking)
                courses.register(replace(marking, content=written.digest), clock.now(), written.authors)
        except courses.RegistrationError as error:
            courses.refuse(marking, error.field, error.other)
            log.warning("Not registered as a course: %s (%s)", error, error.field)
