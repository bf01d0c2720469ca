"""Trainees are where their class needs them: enrolled in its course runs, and out again (8.3.3).

What is to be is read from the registration when the task runs, so that it may run late, twice, or at once with another.
"""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from django.db import transaction

from cadretrain_reports import compat
from cadretrain_reports.applets.choices import api as choices
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassEnrolment, ClassRegistration

log = logging.getLogger(__name__)

_RETRIES = 5


@shared_task(bind=True, name="cadretrain.enrol_registered", max_retries=_RETRIES)  # type: ignore[untyped-decorator]
def enrol_registered(self: Any, registration_id: int) -> None:
    """Bring the trainee of a registration where the class needs them; what the platform refuses is tried again."""
    try:
        bring_in_step(registration_id)
    except compat.EnrolmentRefused as refused:
        log.warning("class registration %s: the platform refused an enrolment", registration_id)
        raise self.retry(exc=refused, countdown=60 * 2**self.request.retries) from None


@shared_task(name="cadretrain.enrol_class")  # type: ignore[untyped-decorator]
def enrol_class(theme_class_id: int) -> None:
    """Do so for everybody in a class, each by a task of their own."""
    for registration_id in theme_classes.out_of_step().filter(theme_class=theme_class_id).values_list("pk", flat=True):
        enrol_registered.delay(registration_id)


def enrol_left(most: int = 1000) -> int:
    """Do so for up to ``most`` whom no worker has served in its time; return how many are where they should be now.

    It may run at any time, and twice at once.
    """
    done = 0
    for registration_id in theme_classes.out_of_step().order_by("pk").values_list("pk", flat=True)[:most]:
        try:
            bring_in_step(registration_id)
        except compat.EnrolmentRefused:
            log.warning("class registration %s: the platform refused an enrolment", registration_id)
        else:
            done += 1
    return done


def bring_in_step(registration_id: int) -> None:
    """Enrol the trainee in every run that the class needs, and take them out of those that it does not need any more.

    Each run is a transaction of its own: one that the platform refuses holds up no other. Raises ``EnrolmentRefused``.
    """
    registration = ClassRegistration.objects.select_related("theme_class").get(pk=registration_id)
    known = set(registration.enrolments.values_list("course_run", flat=True))
    refused = None
    for course_run in sorted(theme_classes.runs_needed(registration) | known):
        try:
            _settle(registration, course_run)
        except compat.EnrolmentRefused as error:
            refused = error
    if refused:
        raise refused


@transaction.atomic
def _settle(registration: ClassRegistration, course_run: str) -> None:
    """Settle one run. The trainee is locked, as whoever chooses or drops a course does, and all is read anew."""
    people.lock_trainees([registration.trainee_id])
    current = ClassRegistration.objects.select_related("theme_class", "trainee__account__user").get(pk=registration.pk)
    kept = ClassEnrolment.objects.filter(registration=current, course_run=course_run).first()
    is_needed = course_run in theme_classes.runs_needed(current)
    if is_needed and kept is None:
        brought = compat.enrol(current.trainee.account.user, course_run)
        theme_classes.keep_enrolment(current, course_run, enrols=brought)
    elif kept is not None and not is_needed:
        kept.delete()
        if kept.enrols and not _is_handed_over(current.trainee_id, course_run):
            compat.unenrol(current.trainee.account.user, course_run)


def _is_handed_over(trainee_id: int, course_run: str) -> bool:
    """Tell whether another class or choice needs the trainee there; whichever it is leads them out one day."""
    if theme_classes.hand_over_enrolment(trainee_id, course_run):
        return True
    choice = choices.chosen(trainee_id).filter(course_run=course_run).first()
    if choice is not None:
        choices.keep_enrolment(choice, course_run)
    return choice is not None
