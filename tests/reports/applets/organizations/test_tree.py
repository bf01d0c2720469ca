"""Changing the tree of bodies (5.1)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization, OrganizationSpell, Particulars
from cadretrain_reports.applets.organizations.tree import DEEPEST
from cadretrain_reports.clock import SimulatedClock
from tests.conftest import NEW_YEAR
from tests.factories_bodies import DEPARTMENT, INSTITUTION, UNIT, check_tree, department, refusal, spells, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def province(at_new_year: SimulatedClock) -> Organization:
    return organizations.add("P", "某省委组织部", {DEPARTMENT})


def test_a_body_has_the_capacities_given(province: Organization) -> None:
    both = organizations.add("B", "某市委组织部", {DEPARTMENT, UNIT}, province)
    assert (both.is_management_department, both.is_training_institution, both.is_employing_unit) == (True, False, True)
    assert str(both) == "某市委组织部"


def test_a_parent_in_hand_need_not_be_fresh(province: Organization) -> None:
    for number in range(3):
        department(f"C{number}", province)
    assert organizations.subtree(province).count() == 4
    check_tree()


def test_a_code_is_given_once(province: Organization) -> None:
    assert refusal(organizations.add, "P", "又一个", {UNIT}) == ("code_taken", "code")
    assert Organization.objects.count() == 1


def test_no_body_without_a_capacity() -> None:
    assert refusal(organizations.add, "X", "无", set()) == ("no_capacity", "capacities")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.add_root({"code": "X", "name": "无"})


@pytest.mark.parametrize("code", ["", "A/B", " A", "A\n", "A" * 256])
def test_a_code_that_no_record_could_hold(code: str) -> None:
    assert refusal(organizations.add, code, "名", {UNIT}) == ("bad_code", "code")
    assert not Organization.objects.exists()


def test_a_new_body_has_a_history_of_one_spell(province: Organization) -> None:
    organizations.add("C", "  某市 ", {DEPARTMENT}, province)
    assert spells(organizations.get("C")) == [("P", "某市")]
    assert spells(province) == [("", "某省委组织部")]


def test_nothing_is_added_below_a_closed_body(province: Organization) -> None:
    closed = organizations.close(department("C", province))
    assert refusal(organizations.add, "D", "县", {DEPARTMENT}, closed) == ("closed", "parent")
    check_tree()


def test_an_inner_department_stands_below_the_body_that_it_is_a_part_of(province: Organization) -> None:
    inner = Particulars(is_inner_department=True)
    assert refusal(organizations.add, "N", "处", {UNIT}, None, inner) == ("inner_at_top", "parent")
    office = organizations.add("N", "处", {UNIT}, province, inner)
    assert refusal(organizations.move, office, None) == ("inner_at_top", "parent")


def test_a_body_is_renamed_from_now_on(province: Organization, at_new_year: SimulatedClock) -> None:
    city = department("C", province)
    at_new_year.advance(3600)
    assert organizations.rename(city, " 新名 ", "更名").name == "新名"
    assert spells(city) == [("P", "C部"), ("P", "新名")]
    old, new = OrganizationSpell.objects.filter(organization=city).order_by("pk")
    assert (old.since, old.until, old.standing) == (NEW_YEAR, NEW_YEAR + timedelta(hours=1), None)
    assert (new.since, new.until, new.standing, new.reason) == (old.until, None, True, "更名")
    check_tree()


def test_the_same_name_again_changes_nothing(province: Organization) -> None:
    organizations.rename(province, "某省委组织部")
    assert len(spells(province)) == 1


def test_a_closed_body_is_neither_renamed_nor_moved(province: Organization) -> None:
    closed = organizations.close(department("C", province))
    assert refusal(organizations.rename, closed, "新名") == ("closed", "organization")
    assert refusal(organizations.move, closed, None) == ("closed", "organization")


def test_a_body_moves_with_all_below_it(province: Organization, at_new_year: SimulatedClock) -> None:
    city, other = department("C", province), department("E", province)
    county = department("D", city)
    bureau = unit("U", county)
    at_new_year.advance(60)
    moved = organizations.move(county, other, "区划调整")
    assert list(organizations.subtree(organizations.get("E"))) == [other, county, bureau]
    assert organizations.parent_of(moved) == other
    assert spells(county) == [("C", "D部"), ("E", "D部")]
    assert spells(bureau) == [("D", "U局")]
    check_tree()


def test_a_body_moves_to_the_top_and_back(province: Organization) -> None:
    city = department("C", province)
    bureau = unit("U", city)
    organizations.move(city, None)
    assert organizations.get("C").is_root()
    assert list(organizations.subtree(organizations.get("C"))) == [city, bureau]
    check_tree()
    organizations.move(city, province)
    assert spells(city) == [("P", "C部"), ("", "C部"), ("P", "C部")]
    check_tree()


def test_a_body_that_is_where_it_is_to_go_stays(province: Organization) -> None:
    city = department("C", province)
    organizations.move(city, province)
    organizations.move(province, None)
    assert (len(spells(city)), len(spells(province))) == (1, 1)


def test_a_body_is_not_moved_below_itself(province: Organization) -> None:
    city = department("C", province)
    assert refusal(organizations.move, province, province) == ("below_itself", "parent")
    assert refusal(organizations.move, province, city) == ("below_itself", "parent")
    check_tree()


def test_a_body_is_not_moved_below_a_closed_one(province: Organization) -> None:
    closed, city = organizations.close(department("X", province)), department("C", province)
    assert refusal(organizations.move, city, closed) == ("closed", "parent")


def test_instances_in_hand_need_not_be_fresh(province: Organization) -> None:
    city, other = department("C", province), department("E", province)
    county, bureau = department("D", city), unit("U", city)
    organizations.move(city, other)
    organizations.move(bureau, county)
    organizations.move(county, province)
    assert [body.code for body in organizations.subtree(organizations.get("D"))] == ["D", "U"]
    check_tree()


def test_the_tree_does_not_grow_deeper_than_paths_are_long() -> None:
    above = None
    for level in range(DEEPEST):
        above = department(f"L{level}", above)
    assert refusal(organizations.add, "DEEP", "名", {UNIT}, above) == ("too_deep", "parent")
    beside = department("B")
    department("BELOW", beside)
    assert refusal(organizations.move, beside, organizations.get(f"L{DEEPEST - 2}")) == ("too_deep", "parent")
    organizations.move(beside, organizations.get(f"L{DEEPEST - 3}"))
    check_tree()


def test_a_clock_behind_does_not_turn_history_round(province: Organization, at_new_year: SimulatedClock) -> None:
    at_new_year.advance(-3600)
    organizations.rename(province, "新名")
    old, new = OrganizationSpell.objects.filter(organization=province).order_by("pk")
    assert old.since == old.until == new.since == NEW_YEAR


def test_an_institution_may_be_a_department_too(province: Organization) -> None:
    body = organizations.add("I", "院", {INSTITUTION, DEPARTMENT}, province)
    assert organizations.capacities_of(body) == {INSTITUTION, DEPARTMENT}
