"""Giving all trainees of one body to another (5.1, 6.1.3, R9)."""

from __future__ import annotations

import tracemalloc
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.basic import SITUATION
from cadretrain_reports.applets.people.models import Trainee, TraineeSpell
from cadretrain_reports.clock import SimulatedClock
from tests.conftest import NEW_YEAR
from tests.factories_bodies import department, trainee, unit
from tests.workers import crew, together

pytestmark = pytest.mark.django_db

Spell = tuple[str, str, datetime, datetime | None]


@pytest.fixture
def province(at_new_year: SimulatedClock) -> Organization:
    return department("P")


def history(person: Trainee) -> list[Spell]:
    rows = TraineeSpell.objects.filter(trainee=person).order_by("pk")
    return list(rows.values_list("unit__code", "managing_department__code", "since", "until"))


def check_spells() -> None:
    """Fail unless each trainee's standing spell is what the trainee's own row says."""
    standing = TraineeSpell.objects.filter(standing=True).values_list("trainee", *SITUATION)
    assert sorted(standing) == sorted(Trainee.objects.values_list("pk", *SITUATION))


def test_trainees_change_units_with_their_history(province: Organization, at_new_year: SimulatedClock) -> None:
    old, new, other = (unit(code, province) for code in ("A", "B", "C"))
    moved, stayed, bystander = trainee("T1", old), trainee("T2", new), trainee("T3", other)
    later = NEW_YEAR + timedelta(days=30)
    assert people.reassign_unit(old, new, later) == 1
    assert history(moved) == [("A", "P", NEW_YEAR, later), ("B", "P", later, None)]
    assert history(stayed) == [("B", "P", NEW_YEAR, None)]
    assert history(bystander) == [("C", "P", NEW_YEAR, None)]
    moved.refresh_from_db()
    assert (moved.unit, moved.position) == (new, "科长")
    check_spells()


def test_the_rest_of_the_situation_goes_on(province: Organization) -> None:
    old, new = unit("A", province), unit("B", province)
    information = people.BasicInformation("T1", "李四", "处长", "一级调研员", "221", "厅局级")
    person = people.add_trainee(information, old)
    people.reassign_unit(old, new, NEW_YEAR + timedelta(days=1))
    before, after = TraineeSpell.objects.filter(trainee=person).order_by("pk").values(*SITUATION)
    assert after == {**before, "unit": new.pk}


def test_trainees_change_departments(province: Organization) -> None:
    old, new = department("C", province), department("D", province)
    person, other = trainee("T1", unit("A", old)), trainee("T2", unit("B", old), province)
    later = NEW_YEAR + timedelta(days=1)
    assert people.reassign_department(old, new, later) == 1
    assert history(person) == [("A", "C", NEW_YEAR, later), ("A", "D", later, None)]
    assert history(other) == [("B", "P", NEW_YEAR, None)]
    check_spells()


def test_two_changes_at_one_instant_are_one_spell(province: Organization) -> None:
    old, new = unit("A", department("C", province)), unit("B", province)
    person = trainee("T1", old)
    later = NEW_YEAR + timedelta(days=1)
    people.reassign_unit(old, new, later)
    people.reassign_department(person.managing_department, province, later)
    assert history(person) == [("A", "C", NEW_YEAR, later), ("B", "P", later, None)]
    check_spells()


def test_a_change_at_the_instant_of_entry_leaves_no_spell_of_no_time(province: Organization) -> None:
    old, new = unit("A", province), unit("B", province)
    person = trainee("T1", old)
    people.reassign_unit(old, new, NEW_YEAR)
    assert history(person) == [("B", "P", NEW_YEAR, None)]
    check_spells()


def test_once_done_there_is_nothing_to_do(province: Organization) -> None:
    old, new = unit("A", province), unit("B", province)
    person = trainee("T1", old)
    people.reassign_unit(old, new, NEW_YEAR + timedelta(days=1))
    assert people.reassign_unit(old, new, NEW_YEAR + timedelta(days=2)) == 0
    assert len(history(person)) == 2


def add_many(home: Organization, province: Organization, number: int) -> None:
    """Add trainees without going through the door, for their number."""
    known = Trainee.objects.count()
    situation = {"unit": home, "managing_department": province, "position": "科员"}
    Trainee.objects.bulk_create(
        (Trainee(code=f"M{known + one}", name="王五", **situation) for one in range(number)), batch_size=2000
    )
    new = Trainee.objects.filter(spells=None).values_list("pk", flat=True)
    TraineeSpell.objects.bulk_create(
        (TraineeSpell(trainee_id=key, since=NEW_YEAR, **situation) for key in list(new)), batch_size=2000
    )


def test_many_take_as_many_statements_as_few(
    province: Organization, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    old, new, last = (unit(code, province) for code in ("A", "B", "C"))
    add_many(old, province, 2)
    with CaptureQueriesContext(connection) as few:
        people.reassign_unit(old, new, NEW_YEAR + timedelta(days=1))
    add_many(new, province, 3000)
    tracemalloc.start()
    with django_assert_num_queries(len(few)):
        assert people.reassign_unit(new, last, NEW_YEAR + timedelta(days=2)) == 3002
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
    check_spells()


@pytest.mark.django_db(transaction=True)
def test_two_who_pull_at_the_same_trainees_leave_one_history() -> None:
    province = department("P")
    source, one, two = (unit(code, province) for code in ("S", "A", "B"))
    for number in range(30):
        trainee(f"T{number}", source)
    with crew() as workers:
        function = "tests.factories_bodies.do_reassign"
        pulls = [{"function": function, "source": "S", "into": into} for into in ("A", "B")]
        assert sorted(together(workers, "call", *pulls)) == [0, 30]
    assert Trainee.objects.filter(unit__in=[one, two]).count() == 30
    check_spells()
