"""Who serves whom, and who lets whom do what is its own to do (5.3, 5.4, 6.1.3)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Delegation, Organization, Service
from cadretrain_reports.clock import SimulatedClock
from tests.conftest import NEW_YEAR
from tests.factories_bodies import ALL, department, institution, refusal, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

MAINTAIN, UPKEEP = Delegation.Kind.MAINTAIN_TRAINEES, Delegation.Kind.ACCOUNT_UPKEEP


@pytest.fixture
def province() -> Organization:
    return department("P")


def test_an_institution_serves_a_unit(province: Organization) -> None:
    academy, bureau = institution("I", province), unit("U", province)
    service, is_new = organizations.serve(academy, bureau)
    assert (service.institution, service.unit, service.since, service.standing, is_new) == (
        academy,
        bureau,
        NEW_YEAR,
        True,
        True,
    )


def test_the_same_service_again_is_the_one_that_stands(at_new_year: SimulatedClock) -> None:
    academy, bureau = institution("I"), unit("U")
    first, _new = organizations.serve(academy, bureau)
    at_new_year.advance(60)
    again, is_new = organizations.serve(academy, bureau)
    assert (again, again.since, is_new) == (first, NEW_YEAR, False)


def test_a_service_ends_once_and_can_begin_anew(at_new_year: SimulatedClock) -> None:
    academy, bureau = institution("I"), unit("U")
    first, _new = organizations.serve(academy, bureau)
    at_new_year.advance(60)
    assert organizations.end_service(first)
    at_new_year.advance(60)
    assert not organizations.end_service(first)
    second, is_new = organizations.serve(academy, bureau)
    assert is_new
    rows = Service.objects.order_by("pk").values_list("pk", "until", "standing")
    assert list(rows) == [(first.pk, second.since.replace(minute=1), None), (second.pk, None, True)]


def test_only_an_institution_serves_and_only_a_unit_is_served(province: Organization) -> None:
    academy, bureau = institution("I"), unit("U")
    assert refusal(organizations.serve, bureau, bureau) == ("no_training_institution", "institution")
    assert refusal(organizations.serve, academy, province) == ("no_employing_unit", "unit")


def test_a_body_that_trains_its_own_staff_serves_itself() -> None:
    both = organizations.add("B", "校", ALL)
    assert organizations.serve(both, both)[1]


def test_a_department_lets_a_unit_below_it_maintain_trainees(province: Organization) -> None:
    bureau = unit("U", department("C", province))
    delegation, is_new = organizations.delegate(MAINTAIN, province, bureau, " 授权 ")
    assert (delegation.giver, delegation.receiver, delegation.reason, is_new) == (province, bureau, "授权", True)
    again, is_new = organizations.delegate(MAINTAIN, province, bureau, "另一理由")
    assert (again, again.reason, is_new) == (delegation, "授权", False)


def test_a_department_that_employs_people_lets_itself_maintain_them() -> None:
    both = organizations.add("B", "部", ALL)
    assert organizations.delegate(MAINTAIN, both, both)[1]


def test_a_department_gives_nothing_to_those_beside_it_or_above(province: Organization) -> None:
    top = organizations.add("T", "顶", ALL)
    city = department("C", top)
    assert refusal(organizations.delegate, MAINTAIN, city, unit("U", province)) == ("not_below_giver", "receiver")
    assert refusal(organizations.delegate, MAINTAIN, city, top) == ("not_below_giver", "receiver")


def test_where_the_receiver_stands_is_asked_anew(province: Organization) -> None:
    bureau = unit("U", province)
    stale = organizations.get("U")
    organizations.move(bureau, department("C"))
    assert refusal(organizations.delegate, MAINTAIN, province, stale) == ("not_below_giver", "receiver")


def test_maintenance_is_a_departments_to_give_and_a_units_to_receive(province: Organization) -> None:
    bureau = unit("U", province)
    assert refusal(organizations.delegate, MAINTAIN, bureau, bureau) == ("no_management_department", "giver")
    assert refusal(organizations.delegate, MAINTAIN, province, province) == ("no_employing_unit", "receiver")


def test_a_unit_lets_an_institution_keep_up_accounts(province: Organization) -> None:
    academy, bureau = institution("I"), unit("U", province)
    assert organizations.delegate(UPKEEP, bureau, academy)[1]
    assert refusal(organizations.delegate, UPKEEP, province, academy) == ("no_employing_unit", "giver")
    assert refusal(organizations.delegate, UPKEEP, bureau, bureau) == ("no_training_institution", "receiver")


def test_both_kinds_stand_beside_each_other() -> None:
    giver = organizations.add("G", "甲", ALL)
    receiver = organizations.add("R", "乙", ALL, giver)
    assert organizations.delegate(MAINTAIN, giver, receiver)[1]
    assert organizations.delegate(UPKEEP, giver, receiver)[1]


def test_a_delegation_is_taken_back_once(at_new_year: SimulatedClock) -> None:
    delegation, _new = organizations.delegate(UPKEEP, unit("U"), institution("I"))
    at_new_year.advance(60)
    assert organizations.withdraw(delegation)
    assert not organizations.withdraw(delegation)
    delegation.refresh_from_db()
    assert (delegation.until, delegation.standing) == (at_new_year.at, None)


def test_with_closed_bodies_nothing_begins() -> None:
    academy, bureau = institution("I"), unit("U")
    organizations.close(academy)
    assert refusal(organizations.serve, academy, bureau) == ("closed", "institution")
    assert refusal(organizations.delegate, UPKEEP, bureau, academy) == ("closed", "receiver")


def test_how_the_audit_log_names_them() -> None:
    academy, bureau = institution("I"), unit("U")
    service, delegation = organizations.serve(academy, bureau)[0], organizations.delegate(UPKEEP, bureau, academy)[0]
    assert organizations.about_service(service).organization == "U"
    target = organizations.about_delegation(delegation)
    assert (target.kind, target.key, target.organization) == ("delegation", str(delegation.uuid), "U")
