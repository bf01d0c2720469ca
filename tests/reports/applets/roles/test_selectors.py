"""Finding duties and how they came about (6.2-6.4)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles import api as roles
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_duties import TODAY, appointed, declared, liaison_officer, terms

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def unit(at_new_year: SimulatedClock) -> Organization:
    return factories.organization("BUREAU")


def test_today_is_the_sites_own_day(at_new_year: SimulatedClock) -> None:
    assert roles.today() == TODAY
    at_new_year.advance(15 * 3600)
    assert roles.today() == TODAY + DAY


def test_the_duty_that_stands_is_found_in_any_state(unit: Organization) -> None:
    duty = declared(unit)
    assert roles.duty_of(duty.user, Role.LIAISON_OFFICER, unit) == duty
    assert roles.duty_of(duty.user, Role.LIAISON_OFFICER, factories.organization("OFFICE")) is None
    assert roles.duty_of(duty.user, Role.TEACHER, unit) is None
    assert roles.duty_of(factories.user(), Role.LIAISON_OFFICER, unit) is None
    roles.return_(duty, factories.user(), "材料不全")
    assert roles.duty_of(duty.user, Role.LIAISON_OFFICER, unit) is None


def test_a_units_own_liaison_officers_come_before_those_above(unit: Organization) -> None:
    section = factories.organization("SECTION", parent=unit)
    above, own, other = liaison_officer(unit), liaison_officer(section), liaison_officer(section)
    liaison_officer(factories.organization("OFFICE"))
    assert list(roles.liaison_officers_of(section)) == [own, other, above]
    assert list(roles.liaison_officers_of(unit)) == [above]


def test_only_liaison_officers_in_force_are_reported_to(unit: Organization) -> None:
    declared(unit)
    liaison_officer(unit, terms(TODAY + DAY))
    roles.suspend(liaison_officer(unit), factories.user(), "借调")
    roles.end(liaison_officer(unit), factories.user(), "调离")
    gone = liaison_officer(unit)
    gone.user.is_active = False
    gone.user.save()
    Organization.objects.filter(pk=unit.pk).update(is_training_institution=True)
    appointed(Role.TEACHER, unit)
    assert not roles.liaison_officers_of(unit).exists()
    there = liaison_officer(unit)
    assert list(roles.liaison_officers_of(unit)) == [there]


def test_the_history_is_that_of_one_duty_in_its_order(unit: Organization, at_new_year: SimulatedClock) -> None:
    duty, by = declared(unit), factories.user()
    declared(unit)
    at_new_year.advance(60)
    roles.approve(duty, by, "同意")
    first, second = roles.history(duty)
    assert (first.step, second.step, second.by, second.reason) == ("declare", "approve", by, "同意")
    assert (second.at, (second.at - first.at).total_seconds()) == (at_new_year.at, 60)


def test_the_audit_log_names_a_duty_by_its_uuid_and_body(unit: Organization) -> None:
    duty = declared(unit)
    target = roles.about(duty)
    assert (target.kind, target.key, target.organization) == ("role_assignment", str(duty.uuid), "BUREAU")
