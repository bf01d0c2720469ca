"""What is said of a body, in its one spelling or refused (5.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, OrganizationError, Particulars
from cadretrain_reports.applets.organizations.particulars import capacity_fields, checked_particulars
from tests.factories_bodies import CREDIT_CODES, DEPARTMENT, UNIT, refusal, unit

pytestmark = pytest.mark.django_db

FULL = Particulars(
    social_credit_code=CREDIT_CODES[0],
    region="220000",
    contact_name="王芳",
    contact_phone="0431-88900000",
    active_from=date(2010, 5, 1),
)


def test_what_is_said_is_kept() -> None:
    body = organizations.add("U", "局", {UNIT}, None, FULL)
    body.refresh_from_db()
    assert organizations.particulars_of(body) == FULL
    assert organizations.capacities_of(body) == {UNIT}


def test_nothing_need_be_said() -> None:
    body = unit("U")
    assert organizations.particulars_of(body) == Particulars()
    assert body.social_credit_code is None


def test_identifiers_have_one_spelling() -> None:
    typed = Particulars(social_credit_code=" 11220000 7370-48300c ", region=" 22 0000", contact_name=" 王\u3000芳 ")
    spelled = checked_particulars(typed)
    assert (spelled.social_credit_code, spelled.region, spelled.contact_name) == (CREDIT_CODES[0], "220000", "王 芳")


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("1122", "A unified social credit code has 18 characters."),
        ("11220000737O48300C", "There is a character in this code"),
        ("112200007370483001", "The last character does not fit"),
    ],
)
def test_a_credit_code_that_is_none(code: str, message: str) -> None:
    with pytest.raises(OrganizationError) as refused, translation.override("en"):
        checked_particulars(Particulars(social_credit_code=code))
    assert (refused.value.code, refused.value.field) == ("bad_social_credit_code", "social_credit_code")
    with translation.override("en"):
        assert str(refused.value).startswith(message)


@pytest.mark.parametrize("region", ["22", "2200000", "02000A", "省"])
def test_a_region_that_is_none(region: str) -> None:
    assert refusal(checked_particulars, Particulars(region=region)) == ("bad_region", "region")


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(1, 1, 1), date(3000, 1, 1), date.max])
def test_a_first_day_that_must_be_a_typing_error(day: date) -> None:
    assert refusal(checked_particulars, Particulars(active_from=day)) == ("bad_day", "active_from")


@pytest.mark.parametrize("day", [date(1921, 7, 1), date(2027, 1, 1)])
def test_a_body_may_be_old_or_begin_later(day: date) -> None:
    assert checked_particulars(Particulars(active_from=day)).active_from == day


def test_a_body_does_not_end_by_a_date_entered_beforehand() -> None:
    assert refusal(checked_particulars, Particulars(active_until=date(2030, 1, 1))) == (
        "ends_by_closing",
        "active_until",
    )


def test_no_two_bodies_have_one_credit_code() -> None:
    body = organizations.add("A", "局", {UNIT}, None, FULL)
    typed = Particulars(social_credit_code=CREDIT_CODES[0].lower())
    assert refusal(organizations.add, "B", "局", {UNIT}, None, typed) == ("credit_code_taken", "social_credit_code")
    assert checked_particulars(FULL, body) == FULL


def test_whose_a_taken_credit_code_is_is_not_told() -> None:
    organizations.add("SECRET", "保密局", {UNIT}, None, FULL)
    with pytest.raises(OrganizationError) as refused:
        checked_particulars(FULL)
    assert "SECRET" not in str(refused.value)
    assert "保密" not in str(refused.value)


def test_an_inner_department_has_no_credit_code_of_its_own() -> None:
    inner = replace(FULL, is_inner_department=True)
    assert refusal(checked_particulars, inner) == ("inner_with_credit_code", "social_credit_code")
    assert checked_particulars(replace(inner, social_credit_code="")).region == "220000"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Particulars(contact_name="王" * 129), "contact_name"),
        (Particulars(contact_phone="1" * 33), "contact_phone"),
    ],
)
def test_a_contact_fits_into_its_column(said: Particulars, field: str) -> None:
    assert refusal(checked_particulars, said) == ("too_long", field)


def test_capacities_are_those_of_the_standard() -> None:
    assert capacity_fields({DEPARTMENT, UNIT}) == {
        "is_management_department": True,
        "is_training_institution": False,
        "is_employing_unit": True,
    }
    assert capacity_fields(["employing_unit"])[f"is_{Capacity.EMPLOYING_UNIT}"]


@pytest.mark.parametrize("capacities", [(), {"landlord"}, {"employing_unit", ""}])
def test_a_body_without_a_capacity_or_with_an_unknown_one(capacities: set[str]) -> None:
    assert refusal(capacity_fields, capacities) == ("no_capacity", "capacities")
