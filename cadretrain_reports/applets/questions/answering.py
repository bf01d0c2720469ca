"""Who answers questions on a course or in a class (8.2.3, 8.3.4)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, TypedDict

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.questions.models import AboutPlace, Answerer
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, in_force, today
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.refusals import Refused

Place = Course | ThemeClass
"""Where questions are asked."""

ANSWERING: Final = (Role.TEACHER, Role.HEAD_TEACHER, Role.LEARNING_SUPPORT_STAFF, Role.ACADEMIC_AFFAIRS_OFFICER)
"""The roles of whoever may be named to answer (6.2, 6.3, 6.4)."""
_OF_CLASSES: Final = (Role.TEACHER, Role.HEAD_TEACHER)


class _Where(TypedDict, total=False):
    course: Course
    theme_class: ThemeClass


def at(place: Place) -> _Where:
    """Return by which field rows belong to a course or class."""
    return {"theme_class": place} if isinstance(place, ThemeClass) else {"course": place}


def answering(place: Place) -> QuerySet[RoleAssignment]:
    """Return the duties in force by which questions are answered there, by their keys.

    They are those of the named ones; in a class where nobody is named, its head teacher's and teachers' (8.3.4).
    """
    named = Answerer.objects.filter(**at(place), standing=True)
    duties = Q(answerings__in=named)
    if isinstance(place, ThemeClass) and not named.exists():
        duties = Q(class_duties__theme_class=place, role__in=_OF_CLASSES)
    found = in_force(today()).filter(duties, user__is_active=True)
    return found.select_related("user").order_by("pk").distinct()


def answers(assignment_id: int, place: Place) -> bool:
    """Tell whether by this duty, if it is in force, questions are answered there."""
    return answering(place).filter(pk=assignment_id).exists()


def answered_by(user_id: int) -> Q:
    """Return the condition that a question is for a person to answer, by a duty in force."""
    duties = in_force(today()).filter(user=user_id)
    named = Answerer.objects.filter(assignment__in=duties, standing=True)
    unnamed = ThemeClass.objects.exclude(answerers__standing=True)
    led = unnamed.filter(duties__assignment__in=duties.filter(role__in=_OF_CLASSES))
    return (
        Q(course__in=named.filter(course__isnull=False).values("course"))
        | Q(theme_class__in=named.filter(theme_class__isnull=False).values("theme_class"))
        | Q(theme_class__in=led)
    )


def name_answerer(place: Place, assignment: RoleAssignment, by: Any, now: datetime) -> Answerer:
    """Name somebody by their duty at the institution. Raises ``Refused``."""
    if assignment.role not in ANSWERING or assignment.organization_id != place.institution_id:
        raise Refused("not_of_staff", _("Only staff of the institution is named to answer here."), "assignment")
    if not in_force(today()).filter(pk=assignment.pk).exists():
        raise Refused("not_in_force", _("This duty is not in force today."), "assignment")
    said = {"institution": place.institution, "assignment": assignment, "named_by": by, "named_at": now}
    try:
        with transaction.atomic():
            return Answerer.objects.create(**at(place), **said)
    except IntegrityError:
        raise Refused("already_named", _("This person is named already."), "assignment") from None


def withdraw_answerer(answerer: Answerer, now: datetime) -> Answerer:
    """Let somebody answer no more; what they answered stays. Call inside a transaction. Raises ``Refused``."""
    current = Answerer.objects.select_for_update().get(pk=answerer.pk)
    if not current.standing:
        raise Refused("not_standing", _("This has ended already."))
    current.standing, current.withdrawn_at = None, now
    current.save(update_fields=["standing", "withdrawn_at"])
    return current


def about(kind: str, row: AboutPlace) -> Target:
    """Return how the audit log names an answerer or a question."""
    key: Any = row
    return Target(kind, str(key.uuid), row.institution.code)
