"""Who is enrolled in which course run, and where it is opened (3.12)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.compat.host import stand_in
from cadretrain_reports.refusals import Refused


class EnrolmentRefused(Refused):
    """The platform does not take somebody into a course run: it is full, closed, or for others."""

    def __init__(self) -> None:
        super().__init__("enrolment_refused", _("The platform takes nobody into this course now. Ask its institution."))


def enrol(user: Any, course_run: str) -> bool:
    """Enrol somebody in a course run, in the mode that is usual there; tell whether they were not yet in it.

    Call inside a transaction: what the platform takes back, it takes back with it. Raises ``EnrolmentRefused`` where
    the platform takes nobody, or this person not.
    """
    if settings.CADRETRAIN_HOST:
        return bool(stand_in().enrol(user, course_run))
    from common.djangoapps.student.models import CourseEnrollmentException
    from openedx.core.djangoapps.enrollments.api import add_enrollment
    from openedx.core.djangoapps.enrollments.errors import CourseEnrollmentError, CourseEnrollmentExistsError
    from openedx.core.lib.exceptions import CourseNotFoundError

    try:
        add_enrollment(user.username, course_run)
    except CourseEnrollmentExistsError:
        return False
    except (CourseEnrollmentError, CourseEnrollmentException, CourseNotFoundError):
        raise EnrolmentRefused from None
    return True


def unenrol(user: Any, course_run: str) -> None:
    """Take somebody out of a course run; what they did there stays. Nothing happens to whoever is not in it."""
    if settings.CADRETRAIN_HOST:
        stand_in().unenrol(user, course_run)
        return
    from common.djangoapps.student.models import CourseEnrollment
    from opaque_keys.edx.keys import CourseKey

    CourseEnrollment.unenroll(user, CourseKey.from_string(course_run))


def enrolled_runs(user_id: int) -> set[str]:
    """Return the course runs that somebody is enrolled in."""
    if settings.CADRETRAIN_HOST:
        return set(stand_in().enrolled_runs(user_id))
    from common.djangoapps.student.models import CourseEnrollment

    active = CourseEnrollment.objects.filter(user=user_id, is_active=True)
    return {str(key) for key in active.values_list("course_id", flat=True)}


def study_url(course_run: str, usage_key: str) -> str:
    """Return the address at which a learner opens a block of a course run."""
    if settings.CADRETRAIN_HOST:
        return str(stand_in().study_url(course_run, usage_key))
    return f"{getattr(settings, 'LMS_ROOT_URL', '')}/courses/{course_run}/jump_to/{usage_key}"
