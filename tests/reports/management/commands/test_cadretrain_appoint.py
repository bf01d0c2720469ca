"""The first officer of a site comes by the command line."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import RoleAssignment
from cadretrain_reports.scopes.api import in_scope
from tests import factories

pytestmark = pytest.mark.django_db

SAID = {"criteria": "熟悉干部教育", "procedure": "集体研究"}


@pytest.fixture
def operator() -> Any:
    user = factories.user("root")
    user.is_superuser = True
    user.save()
    return user


def appoint(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command("cadretrain_appoint", *arguments, stdout=out, **{**SAID, **options})
    return out.getvalue()


def test_the_first_officer_sees_the_tree_from_then_on(operator: Any) -> None:
    department, person = factories.department("QH"), factories.user("li")
    assert not in_scope(Organization.objects.all(), person).exists()
    assert "li" in appoint("li", "department_officer", "QH")
    assert list(in_scope(Organization.objects.all(), person)) == [department]
    assignment = RoleAssignment.objects.get()
    assert (assignment.criteria, assignment.procedure, assignment.state) == ("熟悉干部教育", "集体研究", "active")
    entry = AuditEntry.objects.get(act="duty.appoint")
    assert (entry.actor, entry.organization) == (operator, "QH")


@pytest.mark.parametrize(
    "arguments",
    [("nobody", "department_officer", "QH"), ("li", "department_officer", "none"), ("li", "department_officer", "U")],
    ids=["no such account", "no such body", "a body without such officers"],
)
def test_what_cannot_be_done_is_said_and_nothing_is_done(operator: Any, arguments: tuple[str, ...]) -> None:
    factories.organization("U", parent=factories.department("QH"))
    factories.user("li")
    with pytest.raises(CommandError):
        appoint(*arguments)
    assert not RoleAssignment.objects.exists()


def test_only_who_may_appoint_does(operator: Any) -> None:
    factories.department("QH")
    factories.user("li")
    with pytest.raises(CommandError):
        appoint("li", "department_officer", "QH", actor=factories.user("clerk").username)
    assert not RoleAssignment.objects.exists()
    assert AuditEntry.objects.filter(outcome="denied").count() == 1


def test_liaison_officers_are_not_appointed(operator: Any) -> None:
    with pytest.raises(CommandError):
        appoint("li", "liaison_officer", "QH")
