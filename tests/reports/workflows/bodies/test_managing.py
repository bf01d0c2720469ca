"""Who is managed by the department above goes along when a unit is moved (5.1)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.people.models import TraineeSpell
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows import bodies
from tests.factories_bodies import department, operator, trainee, unit

pytestmark = pytest.mark.django_db


def test_those_of_the_department_above_follow_and_those_of_the_province_stay(at_new_year: SimulatedClock) -> None:
    province = department("P")
    old, new = department("A", province), department("B", province)
    bureau = unit("U", old)
    office = unit("O", bureau)
    usual, below, lent = trainee("T1", bureau, old), trainee("T2", office, old), trainee("T3", bureau, province)
    beside = trainee("T4", unit("V", old), old)
    at_new_year.advance(86_400)
    bodies.move_body(operator(), bureau, new, "区划调整")
    for person, manager in ((usual, "B"), (below, "B"), (lent, "P"), (beside, "A")):
        person.refresh_from_db()
        assert person.managing_department.code == manager
    spells = TraineeSpell.objects.filter(trainee=usual).order_by("pk").values_list("managing_department__code", "until")
    assert list(spells) == [("A", at_new_year.at), ("B", None)]
    assert TraineeSpell.objects.filter(trainee=lent).count() == 1


def test_a_department_that_is_moved_keeps_its_own(at_new_year: SimulatedClock) -> None:
    province, other = department("P"), department("Q")
    city = department("A", province)
    person = trainee("T1", unit("U", city), city)
    bodies.move_body(operator(), city, other, "区划调整")
    person.refresh_from_db()
    assert person.managing_department.code == "A"
    assert TraineeSpell.objects.filter(trainee=person).count() == 1
