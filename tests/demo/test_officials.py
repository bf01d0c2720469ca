"""Those who run the invented academy came to their duties as the standard has it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from cadretrain_reports import conf
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations.api import Delegation, Organization, Service
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import RoleAssignment, RoleStep, in_force, today
from cadretrain_reports.applets.theme_classes.api import ClassRegistration
from cadretrain_reports.demo import academy, officials
from cadretrain_reports.demo.accounts import PASSWORD, open_staff_accounts
from cadretrain_reports.rules.periods import period_by_label
from cadretrain_reports.scopes.api import in_scope, may

pytestmark = pytest.mark.django_db

TRAINEES = 26
"""Two of each unit."""


@pytest.fixture(autouse=True)
def filled() -> None:
    academy.add_bodies()
    open_staff_accounts()
    period = period_by_label(2025, conf.period_rule())
    assert officials.take_office(period) == len(officials.OFFICIALS) == 23
    officials.relate_bodies(period)
    list(academy.open_trainee_accounts(TRAINEES, period))
    assert officials.run_class(period) == 10


def user(name: str) -> User:
    return User.objects.get(username=name)


def seen(name: str) -> set[str]:
    return set(in_scope(Trainee.objects.all(), user(name)).values_list("unit__code", flat=True))


def test_everybody_has_come_to_a_duty_by_somebody_else() -> None:
    assert RoleAssignment.objects.count() == 23
    assert in_force(today()).count() == 21
    assert not RoleStep.objects.filter(by=None).exists()
    for step in RoleStep.objects.select_related("assignment"):
        assert step.by_id != step.assignment.user_id
    assert user("officer-qh").check_password(PASSWORD)


def test_each_sees_the_own_field_and_no_more() -> None:
    assert seen("officer-qh") == set(officials.UNITS) == seen("affairs-qhgx") == seen("inspector-qh")
    assert seen("officer-jc") == {"JC-01", "JC-02", "JC-03", "JC-04"} == seen("affairs-jcgx")
    assert seen("liaison-jc-01") == {"JC-01"}
    assert seen("head-teacher") == set(officials.UNITS[:10])
    assert in_scope(Trainee.objects.all(), user("head-teacher")).count() == 10


def test_a_declaration_alone_and_a_suspended_duty_empower_nobody() -> None:
    for code in (officials.NOT_YET_APPROVED, officials.SUSPENDED):
        name = f"liaison-{code.lower()}"
        assert seen(name) == set()
        assert not may(user(name), "keep_account", Trainee.objects.filter(unit__code=code).first())


def test_what_was_handed_on_can_be_done_by_who_received_it() -> None:
    first, second = (Trainee.objects.filter(unit__code=code).first() for code in ("JC-01", "JC-02"))
    assert may(user("affairs-jcgx"), "keep_account", first)
    assert not may(user("affairs-jcgx"), "keep_account", second)
    assert may(user("liaison-jc-02"), "maintain_trainee", second)
    assert not may(user("liaison-wl-01"), "maintain_trainee", Trainee.objects.filter(unit__code="WL-01").first())


def test_doing_it_again_changes_nothing() -> None:
    counted = (RoleAssignment, RoleStep, Service, Delegation, ClassRegistration, Organization, User, AuditEntry)
    before = [model.objects.count() for model in counted]
    period = period_by_label(2025, conf.period_rule())
    assert officials.take_office(period) == 0
    officials.relate_bodies(period)
    assert officials.run_class(period) == 10
    assert [model.objects.count() for model in counted] == before
