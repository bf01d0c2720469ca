"""The way of a transfer, and what is refused on it (6.1.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.organizations.api import Capacity, Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.transfers import api as transfers
from cadretrain_reports.applets.transfers.api import AS_USUAL, Terms, Transfer
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.conftest import NEW_YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee(at_new_year: SimulatedClock) -> people.Trainee:
    return factories.trainee().trainee


@pytest.fixture
def office() -> Organization:
    return factories.organization("OFFICE")


def ask(trainee: people.Trainee, to_unit: Organization, terms: Terms = AS_USUAL) -> Transfer:
    return transfers.ask(trainee, to_unit, trainee.unit, factories.user(), terms)


def refusal(act: Any, *arguments: Any, **options: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        act(*arguments, **options)
    assert str(refused.value)
    return refused.value.code, refused.value.field


def test_what_was_asked_for_is_kept(trainee: people.Trainee, office: Organization) -> None:
    transfer = ask(trainee, office, Terms(position="主任", reason="工作需要"))
    transfer.refresh_from_db()
    assert (transfer.from_unit, transfer.to_unit, transfer.asked_for) == (trainee.unit, office, trainee.unit)
    assert (transfer.position, transfer.reason, transfer.asked_at) == ("主任", "工作需要", NEW_YEAR)
    assert (transfer.state, transfer.standing, transfer.decided_at) == ("asked", True, None)
    assert transfer.managing_department == trainee.managing_department
    assert transfers.about(transfer) == Target("transfer", str(transfer.uuid), "BUREAU")


def test_the_unit_that_did_not_ask_has_to_agree(trainee: people.Trainee, office: Organization) -> None:
    assert transfers.other_unit(ask(trainee, office)) == office
    Transfer.objects.all().delete()
    assert transfers.other_unit(transfers.ask(trainee, office, office, factories.user())) == trainee.unit


def test_a_trainee_is_on_one_way_at_a_time(trainee: people.Trainee, office: Organization) -> None:
    first = ask(trainee, office)
    other = factories.organization("THIRD")
    assert refusal(ask, trainee, other) == ("transfer_stands", "")
    transfers.withdraw(transfers.standing(first), factories.user(), clock.now())
    assert ask(trainee, other).state == "asked"


def test_the_database_keeps_to_one_standing_transfer(trainee: people.Trainee, office: Organization) -> None:
    first = ask(trainee, office)
    first.pk, first.uuid = None, factories.trainee().trainee.uuid
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save()


def test_a_trainee_goes_to_an_open_employing_unit_that_is_another(
    trainee: people.Trainee, office: Organization
) -> None:
    assert refusal(ask, trainee, trainee.unit) == ("same_unit", "to_unit")
    assert refusal(ask, trainee, factories.institution()) == ("no_employing_unit", "to_unit")
    Organization.objects.filter(pk=office.pk).update(active_until=date(2026, 1, 5))
    assert refusal(ask, trainee, office) == ("closed", "to_unit")
    assert not Transfer.objects.exists()


def test_a_refusal_names_the_unit(trainee: people.Trainee) -> None:
    with pytest.raises(Refused, match="BUREAU"):
        ask(trainee, trainee.unit)


def test_words_that_are_too_long_are_refused(trainee: people.Trainee, office: Organization) -> None:
    assert refusal(ask, trainee, office, Terms(position="长" * 129)) == ("too_long", "position")
    assert refusal(ask, trainee, office, Terms(reason="长" * 501)) == ("too_long", "reason")
    transfer = ask(trainee, office, Terms(position="长" * 128, reason="长" * 500))
    assert refusal(transfers.refuse, transfer, factories.user(), NEW_YEAR, "长" * 501) == ("too_long", "answer")


def test_who_asks_for_a_unit_that_the_trainee_has_left_is_told(trainee: people.Trainee, office: Organization) -> None:
    third = factories.organization("THIRD")
    assert refusal(transfers.ask, trainee, office, third, factories.user()) == ("trainee_elsewhere", "")


# Who manages the trainee afterwards (5.1).


@pytest.fixture
def county(trainee: people.Trainee) -> Organization:
    """A unit of a county, whose department stands below the province's."""
    department = factories.department("COUNTY", parent=factories.department())
    return factories.organization("TOWN", Capacity.EMPLOYING_UNIT, parent=department)


def test_usually_the_department_above_the_new_unit_manages(trainee: people.Trainee, county: Organization) -> None:
    assert ask(trainee, county).managing_department.code == "COUNTY"


def test_who_is_managed_from_higher_up_stays_so(trainee: people.Trainee, county: Organization) -> None:
    """省管干部: a person in a county unit whom the province manages, and who moves to another county unit."""
    people.change_situation(trainee, clock.now(), unit=county)
    assert trainee.managing_department.code == "DEPARTMENT"
    other = factories.organization("VILLAGE", Capacity.EMPLOYING_UNIT, parent=factories.department("COUNTY"))
    assert ask(trainee, other).managing_department.code == "DEPARTMENT"


def test_a_department_above_the_new_unit_or_the_one_of_now_may_be_named(
    trainee: people.Trainee, county: Organization, office: Organization
) -> None:
    named = Terms(managing_department=factories.department())
    assert ask(trainee, county, named).managing_department.code == "DEPARTMENT"
    Transfer.objects.all().delete()
    for stranger in (factories.department("ELSEWHERE"), factories.department("COUNTY"), county):
        terms = Terms(managing_department=stranger)
        assert refusal(ask, trainee, office, terms) == ("no_authority", "managing_department")


def test_where_no_department_is_above_one_must_be_named(trainee: people.Trainee) -> None:
    alone = factories.organization("ALONE", Capacity.EMPLOYING_UNIT)
    assert refusal(ask, trainee, alone) == ("no_department", "managing_department")
    kept = ask(trainee, alone, Terms(managing_department=trainee.managing_department))
    assert kept.managing_department == trainee.managing_department


# Settling.


@pytest.mark.parametrize("act", [transfers.accept, transfers.decide, transfers.withdraw])
def test_a_settled_transfer_keeps_who_when_and_why(trainee: people.Trainee, office: Organization, act: Any) -> None:
    by = factories.user()
    act(transfers.standing(ask(trainee, office)), by, NEW_YEAR, "同意")
    kept = Transfer.objects.get()
    assert (kept.decided_by, kept.decided_at, kept.answer, kept.standing) == (by, NEW_YEAR, "同意", None)
    assert kept.state == ("withdrawn" if act is transfers.withdraw else "done")
    assert refusal(transfers.standing, kept) == ("transfer_settled", "")


def test_a_refusal_says_why(trainee: people.Trainee, office: Organization) -> None:
    transfer = transfers.standing(ask(trainee, office))
    assert refusal(transfers.refuse, transfer, factories.user(), NEW_YEAR, "  ") == ("reason_missing", "answer")
    transfers.refuse(transfer, factories.user(), NEW_YEAR, "编制已满")
    assert Transfer.objects.get().state == "refused"


def test_who_asked_does_not_accept(trainee: people.Trainee, office: Organization) -> None:
    transfer = transfers.standing(ask(trainee, office))
    assert refusal(transfers.accept, transfer, transfer.asked_by, NEW_YEAR) == ("own_transfer", "")


def test_another_department_than_usual_is_decided_above(trainee: people.Trainee, county: Organization) -> None:
    transfer = transfers.standing(ask(trainee, county, Terms(managing_department=factories.department())))
    due = ("department_decides", "managing_department")
    assert refusal(transfers.accept, transfer, factories.user(), NEW_YEAR) == due
    transfers.decide(transfer, factories.user(), NEW_YEAR)
    assert Transfer.objects.get().managing_department.code == "DEPARTMENT"


def test_the_department_that_decides_may_name_another(trainee: people.Trainee, county: Organization) -> None:
    transfer = transfers.standing(ask(trainee, county))
    elsewhere = factories.department("ELSEWHERE")
    due = ("no_authority", "managing_department")
    assert refusal(transfers.decide, transfer, factories.user(), NEW_YEAR, "", elsewhere) == due
    transfers.decide(transfer, factories.user(), NEW_YEAR, "", factories.department())
    assert Transfer.objects.get().managing_department.code == "DEPARTMENT"


def test_what_changed_meanwhile_keeps_a_transfer_from_being_done(trainee: people.Trainee, office: Organization) -> None:
    ask(trainee, office)
    Organization.objects.filter(pk=office.pk).update(active_until=date(2025, 12, 31))
    for act in (transfers.accept, transfers.decide):
        transfer = transfers.standing(Transfer.objects.get())
        assert refusal(act, transfer, factories.user(), NEW_YEAR) == ("closed", "to_unit")
    people.change_situation(trainee, clock.now(), unit=factories.organization("THIRD"))
    for act in (transfers.accept, transfers.decide):
        transfer = transfers.standing(Transfer.objects.get())
        assert refusal(act, transfer, factories.user(), NEW_YEAR) == ("trainee_elsewhere", "")
    assert Transfer.objects.get().state == "asked"
