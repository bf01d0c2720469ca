"""Teachers from a table (6.2): persons with an account on the platform, chosen by stated criteria and procedure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import compat
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import checked
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, Terms
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows import duties
from cadretrain_reports.workflows.accounts import mail_password
from cadretrain_reports.workflows.imports import columns
from cadretrain_reports.workflows.imports.kind import GoodRow, Kind, Result, Verdict, refused, taken
from cadretrain_reports.workflows.imports.reading import Reading, day, unmasked
from cadretrain_reports.workflows.imports.rights import OutOfReach, Rights
from cadretrain_reports.workflows.imports.spelling import name_of_person


@dataclass(frozen=True, slots=True)
class TeacherValues:
    """What a row says of a teacher."""

    username: str
    name: str
    organization: str
    terms: Terms
    email: str = field(repr=False)


class Teachers(Kind[TeacherValues]):
    """Teachers of institutions. One who holds the duty already by other terms is not given new ones here."""

    name = "teachers"
    columns = columns.TEACHERS
    acts = ("appoint_staff",)

    def read(self, reading: Reading) -> TeacherValues:
        """Return the values of a row."""
        return TeacherValues(
            username=reading.take("username", unmasked, "", needed=True),
            name=reading.take("name", _name, ""),
            organization=reading.take("organization", str, "", needed=True),
            terms=Terms(
                starts_on=reading.take("starts_on", day, date.min, needed=True),
                ends_on=reading.take("ends_on", day, None),
                criteria=reading.take("criteria", str, "", needed=True),
                procedure=reading.take("procedure", str, "", needed=True),
            ),
            email=reading.text("email"),
        )

    def identifiers(self, values: TeacherValues) -> Mapping[str, str]:
        """Return person and institution together: a person may teach at several."""
        return {"username": f"{values.username.casefold()}\0{values.organization}"}

    def apply(self, actor: Any, rows: Sequence[GoodRow[TeacherValues]]) -> list[Verdict]:
        """Take teachers in, one after the other."""
        return list(map(_Batch(actor, rows).take, rows))


class _Batch:
    """Rows with the institutions, accounts, names and duties that they name, as they are now."""

    def __init__(self, actor: Any, rows: Sequence[GoodRow[TeacherValues]]) -> None:
        self._actor, self._rights = actor, Rights(actor)
        bodies = Organization.objects.filter(code__in={row.values.organization for row in rows})
        # Locked before anything is looked up, so that two who appoint the same teachers do it one after the other.
        self._bodies = {body.code: body for body in organizations.lock(*bodies)}
        users = get_user_model().objects.filter(username__in={row.values.username for row in rows})
        self._users = {user.get_username().casefold(): user for user in users}
        self._names = compat.names_of([user.pk for user in self._users.values()])
        standing = RoleAssignment.objects.filter(
            user__in=self._users.values(), organization__in=self._bodies.values(), role=Role.TEACHER, standing=True
        )
        self._duties = {(duty.user_id, duty.organization_id): duty for duty in standing}

    def take(self, row: GoodRow[TeacherValues]) -> Verdict:
        """Take one row in, or say why not."""
        try:
            with transaction.atomic():
                result = self._settle(row.values)
        except Refused as reason:
            return refused(row, reason, row.values.organization)
        return taken(row, result, row.values.organization)

    def _settle(self, values: TeacherValues) -> Result:
        institution = self._bodies.get(values.organization)
        if institution is None or not self._rights.over("appoint_staff", institution):
            raise OutOfReach("organization")
        user = self._users.get(values.username.casefold())
        duty = user and self._duties.get((user.pk, institution.pk))
        if user is not None:
            self._check_name(user, values.name)
        if duty:
            return _as_it_stands(duty, values.terms)
        user = user or self._open_user(values)
        duties.appoint_staff(self._actor, user, Role.TEACHER, institution, values.terms)
        return Result.ADDED

    def _check_name(self, user: Any, name: str) -> None:
        """Raise ``Refused`` where the account is of somebody else, as one wrong letter in a username would have it."""
        if name and self._names.get(user.pk, name) != name:
            raise Refused(
                "other_name", _("The account with this username belongs to somebody with another name."), "name"
            )

    def _open_user(self, values: TeacherValues) -> Any:
        if not (values.name and values.email):
            text = _("The platform has no such account. With name and e-mail address one is opened.")
            raise Refused("no_user", text, "username")
        user = compat.open_user(values.username, values.email, values.name)
        mail_password(user.pk)
        # Another row of the batch may be of the same person at another institution.
        self._users[values.username.casefold()], self._names[user.pk] = user, values.name
        return user


def _as_it_stands(duty: RoleAssignment, terms: Terms) -> Result:
    if terms == Terms(duty.starts_on, duty.ends_on, duty.criteria, duty.procedure):
        return Result.UNCHANGED
    text = _("The person teaches there already, on other terms. End that duty first, then appoint anew.")
    raise Refused("other_terms", text, "username")


def _name(text: str) -> str:
    return name_of_person(checked("name", unmasked(text)))
