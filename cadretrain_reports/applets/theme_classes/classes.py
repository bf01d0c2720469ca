"""Classes and who serves them (8.3.1, 6.3.2)."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import Role, RoleAssignment
from cadretrain_reports.applets.theme_classes.members import ClassDuty
from cadretrain_reports.applets.theme_classes.models import ClassBody, ThemeClass
from cadretrain_reports.refusals import Refused

CLASS_STAFF: Final = frozenset({Role.HEAD_TEACHER, Role.TEACHER, Role.LEARNING_SUPPORT_STAFF})
"""The roles that serve single classes (6.2, 6.3.2, 6.4)."""

OVER: Final = frozenset({ThemeClass.State.CLOSED, ThemeClass.State.ARCHIVED, ThemeClass.State.CANCELLED})
"""The states of a class in which nobody learns any more."""


@transaction.atomic
def add_class(institution: Organization, code: str, title: str, class_type: ThemeClass.ClassType) -> ThemeClass:
    """Plan a class of a training institution, its organizer (8.3.1). Raises ``Refused`` for a body that is none."""
    if not institution.is_training_institution:
        raise Refused("no_institution", _("%(body)s is no training institution."), "institution", body=institution.code)
    added = ThemeClass.objects.create(institution=institution, code=code, title=title, class_type=class_type)
    ClassBody.objects.create(theme_class=added, part=ClassBody.Part.ORGANIZER, organization=institution, number=1)
    return added


def set_state(theme_class: ThemeClass, state: ThemeClass.State) -> None:
    """Let a class begin or end."""
    theme_class.state = state
    theme_class.save(update_fields=["state"])


def assign_duty(theme_class: ThemeClass, assignment: RoleAssignment) -> ClassDuty:
    """Have a head teacher, teacher or support staff member of the class's institution serve it; once is enough.

    Raises ``Refused`` for a duty of another kind, or at another body (6.3.2).
    """
    if assignment.role not in CLASS_STAFF:
        raise Refused("no_class_staff", _("This duty does not serve classes."), "assignment")
    if assignment.organization_id != theme_class.institution_id:
        raise Refused("other_institution", _("This duty is at another organization than the class."), "assignment")
    return ClassDuty.objects.get_or_create(theme_class=theme_class, assignment=assignment)[0]
