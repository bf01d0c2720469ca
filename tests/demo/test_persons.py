from __future__ import annotations

from cadretrain_reports.demo.persons import Person, person
from cadretrain_reports.rules.masking import mask_name


def test_a_number_is_always_the_same_person() -> None:
    assert person(1) == person(1)
    assert person(20) == Person("卓玛·央金", person(20).position, person(20).rank)


def test_two_hundred_persons_are_plausible() -> None:
    persons = [person(number) for number in range(1, 201)]
    assert len({somebody.name for somebody in persons}) > 150
    assert sum("·" in somebody.name for somebody in persons) == 10
    assert {len(somebody.name) for somebody in persons if "·" not in somebody.name} <= {2, 3, 4}
    assert all(somebody.position and somebody.rank for somebody in persons)
    assert all(mask_name(somebody.name) != somebody.name for somebody in persons)
