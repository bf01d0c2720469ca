"""Builders of who keeps trainees and accounts, and of what is kept of them."""

from __future__ import annotations

from typing import Any

from stdnum.cn import ric

from cadretrain_reports import clock
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations.api import Delegation, Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.workflows.openings import AccountRequest
from tests import factories
from tests.factories_duties import holder


def liaison(unit: Organization) -> Any:
    """Return a liaison officer of a unit."""
    return holder(Role.LIAISON_OFFICER, unit)


def officer(department: Organization | None = None) -> Any:
    """Return an officer of a department, by default of the one above all units."""
    return holder(Role.DEPARTMENT_OFFICER, department or factories.department())


def operator() -> Any:
    """Return a site operator."""
    user = factories.user()
    user.is_superuser = True
    user.save()
    return user


def entrust(kind: Delegation.Kind, giver: Organization, receiver: Organization) -> Delegation:
    """Let one body do what is another's to do."""
    return Delegation.objects.create(kind=kind, giver=giver, receiver=receiver, since=clock.now())


def entrusted_liaison(unit: Organization) -> Any:
    """Return a liaison officer of a unit that may maintain its trainees."""
    entrust(Delegation.Kind.MAINTAIN_TRAINEES, factories.department(), unit)
    return liaison(unit)


def recorded(code: str = "T1", unit: str = "BUREAU", **said: str) -> people.Trainee:
    """Return a trainee who has no account yet."""
    information = people.BasicInformation(code, **{"name": "张三丰", "position": "处长", **said})
    return people.add_trainee(information, factories.organization(unit))


def request(code: str = "T1", unit: str = "BUREAU", **other: Any) -> AccountRequest:
    """Return the request for an account of a trainee, new or known."""
    said = {"username": f"user-{code}", "email": f"{code}@example.cn".lower(), **other}
    return AccountRequest(people.BasicInformation(code, "张三丰"), factories.organization(unit), **said)


def identity(number: int = 1, birth_date: str = "19800101") -> str:
    """Return one of a thousand citizen identity numbers of a day."""
    body = f"110101{birth_date}{number:03d}"
    return body + ric.calc_check_digit(body + "0")


def acts() -> list[tuple[str, str]]:
    """Return act and outcome of every entry of the audit log, in their order."""
    return list(AuditEntry.objects.order_by("pk").values_list("act", "outcome"))
