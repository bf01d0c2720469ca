"""What is said of bodies becomes what the workflows take."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cadretrain_reports.applets.organizations.api import Particulars
from cadretrain_reports.rest.organization_inputs import ChangedOrganization, NewOrganization, of_particulars

NEW: dict[str, Any] = {"code": "X", "name": "某局", "above": None, "capacities": ["employing_unit"]}


def told(shape: Any, **said: Any) -> dict[str, Any]:
    given = shape(data=said)
    assert given.is_valid(), given.errors
    return dict(given.validated_data)


def test_what_is_not_said_of_a_new_body_is_not_said() -> None:
    said = told(NewOrganization, **NEW, active_from="2020-01-01", social_credit_code=None)
    assert said == {
        "code": "X",
        "name": "某局",
        "parent": None,
        "capacities": ["employing_unit"],
        "particulars": Particulars(active_from=date(2020, 1, 1)),
    }


def test_a_new_body_says_where_it_stands_even_if_at_the_top() -> None:
    given = NewOrganization(data={name: value for name, value in NEW.items() if name != "above"})
    assert not given.is_valid()
    assert given.errors["above"][0].code == "required"


def test_of_a_change_only_what_is_said_is_there() -> None:
    assert told(ChangedOrganization) == {"said": {}, "capacities": None, "reason": ""}
    said = told(ChangedOrganization, name="新名", contact_phone="", is_inner_department=False, capacities=[])
    assert said["said"] == {"name": "新名", "contact_phone": "", "is_inner_department": False}
    assert said["capacities"] == []


def test_a_last_day_is_not_said_beforehand() -> None:
    assert not ChangedOrganization(data={"active_until": "2030-01-01"}).is_valid()


@pytest.mark.parametrize("code", [None, ""])
def test_a_body_without_a_social_credit_code_says_so(code: str | None) -> None:
    assert of_particulars({"social_credit_code": code}) == {"social_credit_code": ""}
