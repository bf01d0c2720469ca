"""Every denial is kept (9.2.3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from rules.permissions import perm_exists

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.scopes.api import ACTS, Denied, acts_of, register_permissions, require
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_classes import officer
from tests.reports.scopes.conftest import Land

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


def denied(user: Any, act: str, body: Organization) -> None:
    with pytest.raises(Denied) as denial:
        require(user, act, body, organizations.about(body))
    assert denial.value.act == act


@transaction.atomic
def rename_and_fail(body: Organization) -> None:
    Organization.objects.filter(pk=body.pk).update(name="改")
    raise RuntimeError("later")


def test_whoever_may_is_let_through_and_nothing_is_kept(land: Land) -> None:
    require(officer(Role.DEPARTMENT_OFFICER, land.county), "add_below", land.county, organizations.about(land.county))
    assert not AuditEntry.objects.exists()


def test_a_denial_says_who_wanted_to_do_what_to_what(land: Land) -> None:
    user = officer(Role.LIAISON_OFFICER, land.bureau)
    denied(user, "change_tree", land.bureau)
    kept = AuditEntry.objects.get()
    assert (kept.actor_id, kept.act, kept.outcome, kept.at) == (user.pk, "change_tree", "denied", NEW_YEAR)
    assert (kept.target_kind, kept.target_key, kept.organization) == ("organization", "ACU", "ACU")


def test_whoever_is_not_signed_in_is_denied_as_nobody(land: Land) -> None:
    denied(AnonymousUser(), "change_tree", land.bureau)
    assert AuditEntry.objects.get().actor_id is None


@pytest.mark.django_db(transaction=True)
def test_a_denial_survives_when_what_the_caller_does_next_fails(land: Land) -> None:
    user = factories.user()
    denied(user, "change_tree", land.bureau)
    with pytest.raises(RuntimeError, match="later"):
        rename_and_fail(land.bureau)
    assert AuditEntry.objects.get().actor_id == user.pk
    assert organizations.get("ACU").name != "改"


def test_inside_a_transaction_a_denial_is_an_error_rather_than_lost(land: Land) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        require(factories.user(), "change_tree", land.bureau, organizations.about(land.bureau))


def test_permissions_are_registered_once_however_often_the_app_is_made_ready(land: Land) -> None:
    register_permissions()
    user = officer(Role.DEPARTMENT_OFFICER, land.county)
    assert all(perm_exists(f"cadretrain_reports.{act}") for act in ACTS)
    assert user.has_perm("cadretrain_reports.change_tree", land.bureau)
    assert not user.has_perm("cadretrain_reports.change_tree", land.city)


def test_the_acts_of_a_person_are_those_of_all_duties_in_force(land: Land) -> None:
    user = officer(Role.LIAISON_OFFICER, land.bureau)
    assert acts_of(user) == tuple(act for act in ACTS if Role.LIAISON_OFFICER in ACTS[act])
    officer(Role.DEPARTMENT_OFFICER, land.county, user=user)
    assert acts_of(user) == tuple(
        act for act in ACTS if {Role.LIAISON_OFFICER, Role.DEPARTMENT_OFFICER} & set(ACTS[act])
    )


def test_whoever_has_no_duty_has_no_acts_and_a_site_operator_has_all() -> None:
    operator = factories.user()
    assert acts_of(operator) == acts_of(AnonymousUser()) == ()
    operator.is_superuser = True
    assert acts_of(operator) == tuple(ACTS)
    operator.is_active = False
    assert acts_of(operator) == ()
