"""In which course runs a class needs its trainees, and which it has brought them into (8.3.3)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from cadretrain_reports.applets.theme_classes.members import ClassEnrolment, ClassRegistration
from cadretrain_reports.applets.theme_classes.models import ClassCourse, ThemeClass


def runs_needed(registration: ClassRegistration) -> set[str]:
    """Return the course runs that a trainee is to be in by a registration, as it is now."""
    if registration.state != ClassRegistration.State.CONFIRMED:
        return set()
    if registration.theme_class.state == ThemeClass.State.CANCELLED:
        return set()
    courses = ClassCourse.objects.filter(theme_class=registration.theme_class_id).exclude(course_run="")
    return set(courses.values_list("course_run", flat=True))


def keep_enrolment(registration: ClassRegistration, course_run: str, *, enrols: bool) -> None:
    """Keep that a class needs a trainee in a course run, and whether it brought them there."""
    ClassEnrolment.objects.update_or_create(
        registration=registration, course_run=course_run, defaults={"enrols": enrols}
    )


def hand_over_enrolment(trainee_id: int, course_run: str) -> bool:
    """Have a class that needs a trainee in a run take over that they were brought there; tell whether one does."""
    first = ClassEnrolment.objects.filter(registration__trainee=trainee_id, course_run=course_run).first()
    if first is not None:
        first.enrols = True
        first.save(update_fields=["enrols"])
    return first is not None


def out_of_step() -> QuerySet[ClassRegistration]:
    """Return the registrations whose trainees are not yet where the class needs them, or are still where it did."""
    kept = ClassEnrolment.objects.filter(registration=OuterRef("pk"))
    course_run = OuterRef("course_run")
    there = ClassEnrolment.objects.filter(registration=OuterRef(OuterRef("pk")), course_run=course_run)
    lacking = ClassCourse.objects.filter(~Exists(there), theme_class=OuterRef("theme_class")).exclude(course_run="")
    learning = Q(state=ClassRegistration.State.CONFIRMED) & ~Q(theme_class__state=ThemeClass.State.CANCELLED)
    return ClassRegistration.objects.filter((learning & Exists(lacking)) | (~learning & Exists(kept)))
