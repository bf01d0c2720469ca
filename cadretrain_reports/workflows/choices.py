"""Choosing a course enrols in its course run, dropping it undoes that (3.12, 8.2.1): both or neither."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, compat
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.choices import api as choices
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.study import is_credited

_TEXTS = {
    "not_a_trainee": _("Your account is not registered as a trainee: trainees choose courses."),
    "suspended": _("Your account is suspended. Ask the liaison officer of your unit."),
    "not_yours": _("Only the trainee drops what the trainee has chosen."),
    "not_on_offer": _("This course is not on offer now."),
    "no_place": _("This course has no place in a course run now. Ask its institution."),
    "already_credited": _("You have the credit-hours of this course already: there is nothing to choose or to drop."),
}


class ChoiceRefused(Refused):
    """A course that cannot be chosen or dropped; ``code`` is a key of the texts above."""

    def __init__(self, code: str) -> None:
        super().__init__(code, _TEXTS[code])


def choose(actor: Any, course: courses.Course) -> choices.CourseChoice:
    """Choose a course that is on offer, for oneself, and be enrolled in the run that leads it (3.12).

    The platform enrols in the same transaction: where it does not, nothing is chosen. Choosing again changes nothing,
    but enrols anew whom the platform has let go meanwhile. Raises ``Refused``.
    """
    account = _account(actor)
    version, place = courses.released_version(course), courses.study_place(course.pk)
    if version is None:
        raise ChoiceRefused("not_on_offer")
    if place is None:
        raise ChoiceRefused("no_place")
    with transaction.atomic():
        people.lock_trainees([account.pk])
        _require_uncredited(account, version)
        source = choices.source_of(choices.recommended_to(account.trainee, today()).filter(course=course).first())
        choice, is_new = choices.choose(account.pk, course.pk, source, place.course_run, clock.now())
        if compat.enrol(account.user, place.course_run):
            choices.keep_enrolment(choice, place.course_run)
        if is_new:
            audit.record("choice.choose", actor.pk, choices.about_choice(choice), course=str(course.uuid))
    return choice


def drop(actor: Any, course: courses.Course) -> bool:
    """Drop a course that one has chosen; tell whether it was chosen until now (3.12).

    Whom choices brought into the run leaves it with the last of them, unless something else there was begun, or a
    theme class needs it. What was studied stays on record. Raises ``Refused``.
    """
    account = _account(actor)
    with transaction.atomic():
        people.lock_trainees([account.pk])
        choice = choices.standing_choice(account.pk, course.pk)
        if choice is None:
            return False
        _require_uncredited(account, courses.latest_version(course.pk))
        is_last = choices.drop(choice, clock.now())
        if is_last and not _is_needed_beside(account.pk, choice):
            compat.unenrol(account.user, choice.course_run)
        audit.record("choice.drop", actor.pk, choices.about_choice(choice), course=str(course.uuid))
    return True


def drop_choice(actor: Any, choice: choices.CourseChoice) -> bool:
    """Drop what this choice chose, as ``drop`` does; nobody drops for another. Raises ``Refused``."""
    if not people.is_oneself(actor, choice.trainee):
        raise ChoiceRefused("not_yours")
    return drop(actor, choice.course)


def _is_needed_beside(trainee_id: int, choice: choices.CourseChoice) -> bool:
    """Tell whether something else needs the trainee in the run; a class leads them out one day (8.3.3)."""
    if theme_classes.hand_over_enrolment(trainee_id, choice.course_run):
        return True
    return learning.studies_beside(trainee_id, choice.course_id, choice.course_run)


def _account(actor: Any) -> people.Account:
    account = people.account_of_user(actor.pk)
    if account is None:
        raise ChoiceRefused("not_a_trainee")
    if not account.may_study or not actor.is_active:
        raise ChoiceRefused("suspended")
    return account


def _require_uncredited(account: people.Account, version: courses.CourseVersion) -> None:
    if is_credited(account.pk, version):
        raise ChoiceRefused("already_credited")
