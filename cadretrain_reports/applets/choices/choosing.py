"""Choosing courses, and dropping them (3.12)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.choices.models import CourseChoice


def standing_choice(trainee_id: int, course_id: int) -> CourseChoice | None:
    """Return the choice that stands for this trainee and course, or ``None``."""
    return CourseChoice.objects.filter(trainee=trainee_id, course=course_id, standing=True).first()


def chosen(trainee_id: int, course_ids: Collection[int] | None = None) -> QuerySet[CourseChoice]:
    """Return the standing choices of a trainee, or those among some courses."""
    choices = CourseChoice.objects.filter(trainee=trainee_id, standing=True)
    return choices if course_ids is None else choices.filter(course__in=course_ids)


def choose(
    trainee_id: int, course_id: int, source: CourseChoice.Source, course_run: str, at: datetime
) -> tuple[CourseChoice, bool]:
    """Return the standing choice, and whether it is new; call inside a transaction that has locked the trainee."""
    said = {"source": source, "course_run": course_run, "chosen_at": at}
    return CourseChoice.objects.get_or_create(trainee_id=trainee_id, course_id=course_id, standing=True, defaults=said)


def keep_enrolment(choice: CourseChoice, course_run: str) -> None:
    """Keep that a choice has brought its trainee into a course run."""
    choice.course_run, choice.enrols = course_run, True
    choice.save(update_fields=["course_run", "enrols"])


def drop(choice: CourseChoice, at: datetime) -> bool:
    """End a choice; tell whether, of those that it leaves behind, none needs the trainee in the run any more.

    True only where choices brought the trainee in. Call inside a transaction that has locked the trainee.
    """
    choice.dropped_at, choice.standing = at, None
    choice.save(update_fields=["dropped_at", "standing"])
    same_run = CourseChoice.objects.filter(trainee=choice.trainee_id, course_run=choice.course_run)
    if same_run.filter(standing=True).exists() or not same_run.filter(enrols=True).exists():
        return False
    same_run.update(enrols=False)
    return True


def about_choice(choice: CourseChoice) -> Target:
    """Return how the audit log names a choice: as a matter of the trainee's unit."""
    return Target("course_choice", str(choice.uuid), choice.trainee.unit.code)
