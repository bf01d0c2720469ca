"""Who is enrolled where in the embedded host, as ``compat`` asks of the platform."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from cadretrain_reports.compat import EnrolmentRefused
from cadretrain_reports.demo.models import Enrolment
from cadretrain_reports.demo.scenarios import is_loaded


def enrol(user: Any, course_run: str) -> bool:
    """Enrol an account; tell whether it was not yet. A course run that is not there takes nobody."""
    if not is_loaded(course_run):
        raise EnrolmentRefused
    _enrolment, is_new = Enrolment.objects.get_or_create(user_id=user.pk, course_run=course_run)
    return is_new


def unenrol(user: Any, course_run: str) -> None:
    """Take an account out of a course run."""
    Enrolment.objects.filter(user=user.pk, course_run=course_run).delete()


def enrolled_runs(user_id: int) -> set[str]:
    """Return the course runs that an account is enrolled in."""
    return set(Enrolment.objects.filter(user=user_id).values_list("course_run", flat=True))


def discussion_url(_course_run: str) -> str:
    """Return nothing: the embedded host has no discussions of its own."""
    return ""


def study_url(course_run: str, _usage_key: str) -> str:
    """Return the address of the course page: here it shows all of a course run."""
    return reverse("course", args=(course_run,))
