"""What has to be settled before a body ends or loses a capacity (5.1, 6.1.3, 6.3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import Capacity, Organization, OrganizationError
from cadretrain_reports.applets.people.api import Account, Trainee
from cadretrain_reports.applets.roles import api as roles
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.applets.theme_classes.api import OVER, ThemeClass
from cadretrain_reports.applets.transfers.api import Transfer

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_HELD_AS: Final[Mapping[Capacity, Collection[Role]]] = {
    Capacity.MANAGEMENT_DEPARTMENT: (Role.DEPARTMENT_OFFICER, Role.ARCHIVE_INSPECTOR),
    Capacity.TRAINING_INSTITUTION: (
        Role.ACADEMIC_AFFAIRS_OFFICER,
        Role.HEAD_TEACHER,
        Role.TEACHER,
        Role.LEARNING_SUPPORT_STAFF,
    ),
    Capacity.EMPLOYING_UNIT: (Role.LIAISON_OFFICER,),
}
"""The duties that a body has people for in each of its capacities (6.2-6.4)."""


def require_unused(body: Organization, lost: Collection[Capacity]) -> None:
    """Raise ``OrganizationError`` if a body has trainees, courses, classes or duties in a capacity that it is to lose.

    Those of the past count too: what is archived of them names it as what it was.
    """
    if Capacity.EMPLOYING_UNIT in lost and Trainee.objects.filter(unit=body).exists():
        raise _in_use(_("It has trainees, so it stays an employing unit."))
    if Capacity.MANAGEMENT_DEPARTMENT in lost and Trainee.objects.filter(managing_department=body).exists():
        raise _in_use(_("It manages trainees, so it stays a management department."))
    if Capacity.TRAINING_INSTITUTION in lost and _gives_training(body):
        raise _in_use(_("It has courses or classes, so it stays a training institution."))
    for capacity in lost:
        if roles.any_standing(body, _HELD_AS[capacity]):
            raise _in_use(_("There are people with duties in this capacity: end these first."))


def require_empty(body: Organization) -> None:
    """Raise ``OrganizationError`` while a body has people who are trained or managed, or duties, and as below.

    Whoever is suspended holds no body open: the person has retired or left, and the history stays where it is.
    """
    trained = Trainee.objects.exclude(account__status=Account.Status.SUSPENDED)
    if trained.filter(unit=body).exists():
        raise OrganizationError(
            "has_trainees", _("It has trainees: transfer them, or merge the organization."), "organization"
        )
    if trained.filter(managing_department=body).exists():
        text = _("It manages trainees: give them another managing department, or merge the organization.")
        raise OrganizationError("has_managed", text, "organization")
    if roles.any_standing(body):
        raise OrganizationError("has_duties", _("There are people with duties here: end these first."), "organization")
    require_settled(body)


def require_settled(body: Organization) -> None:
    """Raise ``OrganizationError`` while a transfer that names the body is undecided, or a class of its is not over."""
    named = Q(from_unit=body) | Q(to_unit=body) | Q(managing_department=body)
    if Transfer.objects.filter(named, standing=True).exists():
        text = _("There are transfers that are not decided: decide or withdraw them first.")
        raise OrganizationError("has_transfers", text, "organization")
    if ThemeClass.objects.filter(institution=body).exclude(state__in=OVER).exists():
        raise OrganizationError(
            "has_classes", _("There are classes that have not ended: end them first."), "organization"
        )


def _gives_training(body: Organization) -> bool:
    of_body = {"institution": body}
    return Course.objects.filter(**of_body).exists() or ThemeClass.objects.filter(**of_body).exists()


def _in_use(text: StrPromise) -> OrganizationError:
    return OrganizationError("capacity_in_use", text, "capacities")
