"""Many trainees are recorded in a handful of statements, each as if alone."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.many import _read_keys
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from tests import factories

pytestmark = pytest.mark.django_db


def new(code: str, name: str = "张三丰") -> people.Trainee:
    unit = factories.organization("BUREAU")
    return people.new_trainee(people.BasicInformation(code, name, "处长"), unit, factories.department())


def test_each_has_a_first_spell_from_now_on(at_new_year: SimulatedClock) -> None:
    people.add_trainees([new(f"T{number}") for number in range(3)])
    spells = people.TraineeSpell.objects.select_related("trainee").order_by("trainee__code")
    said = [(spell.trainee.code, spell.since, spell.position, spell.standing) for spell in spells]
    assert said == [(f"T{number}", at_new_year.at, "处长", True) for number in range(3)]


def test_statements_do_not_grow_with_the_number() -> None:
    few, more = [new("T1")], [new(f"U{number}") for number in range(40)]
    with CaptureQueriesContext(connection) as asked:
        people.add_trainees(few)
    with CaptureQueriesContext(connection) as asked_for_more:
        people.add_trainees(more)
    assert len(asked_for_more) == len(asked)


def test_what_cannot_be_is_refused_before_anything_is_stored() -> None:
    with pytest.raises(Refused):
        new("T1", "<b>")


def test_one_that_is_taken_stops_all() -> None:
    people.add_trainees([new("T1")])
    with pytest.raises(IntegrityError), transaction.atomic():
        people.add_trainees([new("T2"), new("T1")])
    assert people.Trainee.objects.count() == 1


def test_keys_are_found_by_code_where_the_database_does_not_tell_them() -> None:
    made = [new("T1"), new("T2")]
    people.add_trainees(made)
    keys = [trainee.pk for trainee in made]
    for trainee in made:
        trainee.pk = None
    _read_keys(made)
    assert [trainee.pk for trainee in made] == keys
