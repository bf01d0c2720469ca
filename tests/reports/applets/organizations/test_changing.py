"""Changing what is said of a body and what it may be (5.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Delegation, Particulars
from tests.factories_bodies import (
    ALL,
    CREDIT_CODES,
    DEPARTMENT,
    INSTITUTION,
    UNIT,
    department,
    institution,
    refusal,
    spells,
    unit,
)

pytestmark = pytest.mark.django_db

SAID = Particulars(social_credit_code=CREDIT_CODES[0], region="220000", active_from=date(2010, 5, 1))


def test_all_that_is_said_is_replaced() -> None:
    body = organizations.add("U", "局", {UNIT}, None, SAID)
    said = replace(SAID, social_credit_code=CREDIT_CODES[1], region="", contact_name="王芳")
    organizations.change(body, said, {UNIT, DEPARTMENT})
    body.refresh_from_db()
    assert organizations.particulars_of(body) == said
    assert organizations.capacities_of(body) == {UNIT, DEPARTMENT}


def test_place_name_and_history_stay() -> None:
    city = department("C", department("P"))
    organizations.change(city, SAID, {DEPARTMENT})
    assert spells(city) == [("P", "C部")]


def test_a_credit_code_can_be_given_up_and_taken_by_another() -> None:
    old, new = organizations.add("A", "局", {UNIT}, None, SAID), unit("B")
    assert refusal(organizations.change, new, SAID, {UNIT}) == ("credit_code_taken", "social_credit_code")
    organizations.change(old, replace(SAID, social_credit_code=""), {UNIT})
    assert organizations.change(new, SAID, {UNIT}).social_credit_code == CREDIT_CODES[0]


def test_a_root_does_not_become_an_inner_department() -> None:
    root, below = unit("U"), unit("V", unit("W"))
    inner = Particulars(is_inner_department=True)
    assert refusal(organizations.change, root, inner, {UNIT}) == ("inner_at_top", "is_inner_department")
    assert organizations.change(below, inner, {UNIT}).is_inner_department


def test_a_closed_body_is_not_changed() -> None:
    closed = organizations.close(unit("U"))
    said = organizations.particulars_of(closed)
    assert refusal(organizations.change, closed, said, {UNIT}) == ("closed", "organization")


def test_changing_does_not_close() -> None:
    said = Particulars(active_until=date(2020, 1, 1))
    assert refusal(organizations.change, unit("U"), said, {UNIT}) == ("ends_by_closing", "active_until")


def test_one_capacity_stays() -> None:
    assert refusal(organizations.change, unit("U"), Particulars(), set()) == ("no_capacity", "capacities")


@pytest.mark.parametrize(
    ("kind", "lost", "of_giver"),
    [
        ("maintain_trainees", DEPARTMENT, True),
        ("maintain_trainees", UNIT, False),
        ("account_upkeep", UNIT, True),
        ("account_upkeep", INSTITUTION, False),
    ],
)
def test_a_capacity_in_which_a_delegation_stands_is_not_lost(
    kind: Delegation.Kind, lost: Capacity, of_giver: bool
) -> None:
    giver = organizations.add("G", "甲", ALL)
    receiver = organizations.add("R", "乙", ALL, giver)
    delegation, _new = organizations.delegate(kind, giver, receiver)
    body = giver if of_giver else receiver
    for capacity in ALL - {lost}:
        organizations.change(body, Particulars(), ALL - {capacity})
        organizations.change(body, Particulars(), ALL)
    assert refusal(organizations.change, body, Particulars(), ALL - {lost}) == ("capacity_in_use", "capacities")
    organizations.withdraw(delegation)
    assert organizations.capacities_of(organizations.change(body, Particulars(), ALL - {lost})) == ALL - {lost}


def test_a_capacity_in_which_a_body_serves_or_is_served_is_not_lost() -> None:
    academy, bureau = institution("I"), unit("U")
    service, _new = organizations.serve(academy, bureau)
    assert refusal(organizations.change, academy, Particulars(), {UNIT}) == ("capacity_in_use", "capacities")
    assert refusal(organizations.change, bureau, Particulars(), {INSTITUTION}) == ("capacity_in_use", "capacities")
    organizations.end_service(service)
    organizations.change(academy, Particulars(), {UNIT})
    organizations.change(bureau, Particulars(), {INSTITUTION})
