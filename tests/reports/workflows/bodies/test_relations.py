"""Who serves whom, and who lets whom do what is its own to do (5.3, 5.4, 6.1.3)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Delegation, Organization, Service
from cadretrain_reports.applets.people.models import Trainee
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.scopes.api import Denied, in_scope, may
from cadretrain_reports.workflows import bodies
from tests.factories_bodies import audited, department, institution, officer, refusal, trainee, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

MAINTAIN, UPKEEP = Delegation.Kind.MAINTAIN_TRAINEES, Delegation.Kind.ACCOUNT_UPKEEP


@pytest.fixture
def city() -> Organization:
    return department("C")


@pytest.fixture
def bureau(city: Organization) -> Organization:
    return unit("U", city)


@pytest.fixture
def academy(city: Organization) -> Organization:
    return institution("I", city)


@pytest.fixture
def actor(city: Organization) -> Any:
    return officer(city)


def test_a_service_opens_the_unit_to_the_institution_and_its_end_closes_it(
    bureau: Organization, academy: Organization, actor: Any
) -> None:
    person, affairs = trainee("T1", bureau), officer(academy, Role.ACADEMIC_AFFAIRS_OFFICER)
    assert list(in_scope(Trainee.objects.all(), affairs)) == []
    service = bodies.set_service(actor, academy, bureau)
    assert list(in_scope(Trainee.objects.all(), affairs)) == [person]
    bodies.end_service(actor, service, "合同期满")
    assert list(in_scope(Trainee.objects.all(), affairs)) == []
    (begun,), (ended,) = audited("service.begin"), audited("service.end")
    assert (begun.organization, begun.target_key, begun.details) == ("U", str(service.uuid), {"institution": "I"})
    assert (ended.reason, ended.details) == ("合同期满", {"institution": "I"})


def test_the_same_again_changes_nothing_and_is_not_logged(
    bureau: Organization, academy: Organization, actor: Any
) -> None:
    assert bodies.set_service(actor, academy, bureau) == bodies.set_service(actor, academy, bureau)
    given = [bodies.delegate(actor, UPKEEP, bureau, academy) for _time in range(2)]
    for _time in range(2):
        bodies.end_service(actor, Service.objects.get(), "期满")
        bodies.withdraw(actor, given[0], "收回")
    assert given[0] == given[1]
    acts = ("service.begin", "service.end", "delegation.give", "delegation.withdraw")
    assert [len(audited(act)) for act in acts] == [1, 1, 1, 1]


def test_a_department_lets_a_unit_maintain_and_takes_it_back(
    city: Organization, bureau: Organization, actor: Any
) -> None:
    person, liaison = trainee("T1", bureau), officer(bureau, Role.LIAISON_OFFICER)
    assert not may(liaison, "maintain_trainee", person)
    delegation = bodies.delegate(actor, MAINTAIN, city, bureau, "授权维护")
    assert may(liaison, "maintain_trainee", person)
    bodies.withdraw(actor, delegation, "到期收回")
    assert not may(liaison, "maintain_trainee", person)
    (given,), (taken,) = audited("delegation.give"), audited("delegation.withdraw")
    assert (given.organization, given.reason) == ("C", "授权维护")
    assert given.details == taken.details == {"kind": "maintain_trainees", "receiver": "U"}
    assert taken.reason == "到期收回"


def test_a_liaison_officer_lets_an_institution_keep_up_accounts(bureau: Organization, academy: Organization) -> None:
    liaison, support = officer(bureau, Role.LIAISON_OFFICER), officer(academy, Role.LEARNING_SUPPORT_STAFF)
    person = trainee("T1", bureau)
    delegation = bodies.delegate(liaison, UPKEEP, bureau, academy)
    assert may(support, "keep_account", person)
    bodies.withdraw(liaison, delegation, "收回")
    assert not may(support, "keep_account", person)


def test_what_takes_away_needs_a_reason(bureau: Organization, academy: Organization, actor: Any) -> None:
    service = bodies.set_service(actor, academy, bureau)
    delegation = bodies.delegate(actor, UPKEEP, bureau, academy)
    assert refusal(bodies.end_service, actor, service, " ") == ("reason_missing", "reason")
    assert refusal(bodies.withdraw, actor, delegation, "") == ("reason_missing", "reason")
    assert Service.objects.get().standing
    assert Delegation.objects.get().standing


def test_refused_relations_leave_no_entry(city: Organization, bureau: Organization, actor: Any) -> None:
    assert refusal(bodies.set_service, actor, bureau, bureau) == ("no_training_institution", "institution")
    assert refusal(bodies.delegate, actor, MAINTAIN, city, city) == ("no_employing_unit", "receiver")
    assert not audited("service.begin")
    assert not audited("delegation.give")


def test_a_unit_that_moved_away_is_no_longer_the_old_departments_to_serve(
    bureau: Organization, academy: Organization, actor: Any
) -> None:
    organizations.move(bureau, None)
    with pytest.raises(Denied):
        bodies.set_service(actor, academy, organizations.get("U"))
