"""Builders for tests on bodies, and the acts that further processes do to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from cadretrain_reports import clock
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Delegation, Organization, OrganizationSpell
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, State
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows import bodies
from tests import factories

DEPARTMENT, INSTITUTION, UNIT = (
    Capacity.MANAGEMENT_DEPARTMENT,
    Capacity.TRAINING_INSTITUTION,
    Capacity.EMPLOYING_UNIT,
)
ALL = {DEPARTMENT, INSTITUTION, UNIT}
CREDIT_CODES = ("11220000737048300C", "12100000MB0123456T")
"""Real in form, of no body here."""


def department(code: str, parent: Organization | None = None) -> Organization:
    """Return a new management department."""
    return organizations.add(code, f"{code}部", {DEPARTMENT}, parent)


def unit(code: str, parent: Organization | None = None) -> Organization:
    """Return a new employing unit."""
    return organizations.add(code, f"{code}局", {UNIT}, parent)


def institution(code: str, parent: Organization | None = None) -> Organization:
    """Return a new training institution."""
    return organizations.add(code, f"{code}院", {INSTITUTION}, parent)


def operator() -> Any:
    """Return a site operator."""
    found = factories.user()
    found.is_superuser = True
    found.save()
    return found


def officer(body: Organization, role: Role = Role.DEPARTMENT_OFFICER) -> Any:
    """Return a person with a duty in force at a body."""
    person = factories.user()
    duty(body, role, person)
    return person


def duty(
    body: Organization, role: Role, person: Any = None, state: State = State.ACTIVE, ends_on: date | None = None
) -> RoleAssignment:
    """Return a duty at a body."""
    return RoleAssignment.objects.create(
        user=person or factories.user(),
        role=role,
        organization=body,
        state=state,
        starts_on=date(2026, 1, 1),
        ends_on=ends_on,
    )


def trainee(code: str, unit: Organization, managed_by: Organization | None = None) -> people.Trainee:
    """Return a new trainee without an account."""
    return people.add_trainee(people.BasicInformation(code, "李四", "科长"), unit, managed_by)


def spells(body: Organization) -> list[tuple[str, str]]:
    """Return the code above and the name in each spell of a body, the oldest first."""
    rows = OrganizationSpell.objects.filter(organization=body).select_related("parent").order_by("pk")
    return [(row.parent.code if row.parent else "", row.name) for row in rows]


def audited(act: str) -> list[AuditEntry]:
    """Return what the audit log says of an act, the oldest first."""
    return list(AuditEntry.objects.filter(act=act).order_by("pk"))


def refusal(act: Any, *arguments: Any, **options: Any) -> tuple[str, str]:
    """Return the code and the field with which an act is refused; ``("", "")`` if it is done."""
    try:
        act(*arguments, **options)
    except Refused as refused:
        return (refused.code, refused.field) if str(refused) else ("says nothing", refused.code)
    return "", ""


def check_tree() -> None:
    """Fail unless the tree is sound and every open body's standing spell says where it stands."""
    assert Organization.objects.find_problems() == ([], [], [], [], [])
    standing = {spell.organization_id: spell for spell in OrganizationSpell.objects.filter(standing=True)}
    for body in Organization.objects.filter(active_until=None):
        spell = standing.pop(body.pk)
        above = organizations.parent_of(body)
        assert (spell.name, spell.parent_id, spell.until) == (body.name, above and above.pk, None)
    assert not standing


def do_add(codes: list[str], parent: str = "") -> list[str]:
    """In a further process: add departments below one, or at the top; return how each was refused."""
    above = organizations.get(parent) if parent else None
    return [refusal(organizations.add, code, code, ALL, above)[0] for code in codes]


def do_move(body: str, parent: str) -> str:
    """In a further process: move a body; return how it was refused."""
    return refusal(organizations.move, organizations.get(body), organizations.get(parent) if parent else None)[0]


def do_close(actor: int, body: str) -> str:
    """In a further process: close a body; return how it was refused."""
    return refusal(bodies.close_body, _user(actor), organizations.get(body), "撤销")[0]


def do_merge_bare(source: str, into: str) -> str:
    """In a further process: merge a body that has no people into another; return how it was refused."""
    return refusal(organizations.merge, organizations.get(source), organizations.get(into))[0]


def do_merge(actor: int, source: str, into: str) -> str:
    """In a further process: merge a body into another; return how it was refused."""
    found = organizations.get(source), organizations.get(into)
    return refusal(bodies.merge_bodies, _user(actor), *found, "合并")[0]


def do_serve(institution: str, unit: str) -> list[Any]:
    """In a further process: begin a service; return its key, and if it is new."""
    service, is_new = organizations.serve(organizations.get(institution), organizations.get(unit))
    return [service.pk, is_new]


def do_delegate(giver: str, receiver: str) -> list[Any]:
    """In a further process: let an institution keep up accounts; return the delegation's key, and if it is new."""
    kind = Delegation.Kind.ACCOUNT_UPKEEP
    delegation, is_new = organizations.delegate(kind, organizations.get(giver), organizations.get(receiver))
    return [delegation.pk, is_new]


def do_reassign(source: str, into: str) -> int:
    """In a further process: give all trainees of a unit to another; return how many."""
    return people.reassign_unit(organizations.get(source), organizations.get(into), clock.now())


def _user(key: int) -> Any:
    return factories.get_user_model().objects.get(pk=key)
