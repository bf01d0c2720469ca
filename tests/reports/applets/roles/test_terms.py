"""What a duty is declared with (5.1, 6.2-6.4)."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils.translation import override

from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.applets.roles.api import Role, Terms
from cadretrain_reports.applets.roles.terms import check_capacity
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.factories_duties import TODAY

CAPACITIES = {
    Role.DEPARTMENT_OFFICER: Capacity.MANAGEMENT_DEPARTMENT,
    Role.ARCHIVE_INSPECTOR: Capacity.MANAGEMENT_DEPARTMENT,
    Role.ACADEMIC_AFFAIRS_OFFICER: Capacity.TRAINING_INSTITUTION,
    Role.HEAD_TEACHER: Capacity.TRAINING_INSTITUTION,
    Role.TEACHER: Capacity.TRAINING_INSTITUTION,
    Role.LEARNING_SUPPORT_STAFF: Capacity.TRAINING_INSTITUTION,
    Role.LIAISON_OFFICER: Capacity.EMPLOYING_UNIT,
}


def test_terms_become_the_fields_of_an_assignment() -> None:
    given = Terms(date(2026, 3, 1), date(2027, 3, 1), " 标准 ", "程序")
    assert given.as_fields(TODAY) == {
        "starts_on": date(2026, 3, 1),
        "ends_on": date(2027, 3, 1),
        "criteria": "标准",
        "procedure": "程序",
    }


def test_terms_without_an_end_are_open() -> None:
    assert Terms(date(2020, 1, 1)).as_fields(TODAY)["ends_on"] is None


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 2, 1)),
        (date(2025, 1, 1), date(2025, 12, 31)),
        (date(2025, 1, 1), TODAY),
    ],
)
def test_no_term_is_empty_or_over(starts_on: date, ends_on: date) -> None:
    with pytest.raises(Refused) as refused:
        Terms(starts_on, ends_on).as_fields(TODAY)
    assert (refused.value.code, refused.value.field) == ("ends_too_early", "ends_on")


@pytest.mark.parametrize("field", ["criteria", "procedure"])
def test_whoever_is_chosen_is_so_by_criteria_and_procedure(field: str) -> None:
    """6.2: 按照一定的标准和程序对教师进行遴选."""
    given = {"criteria": "标准", "procedure": "程序", field: " "}
    assert Terms(TODAY, **given).as_fields(TODAY)[field] == ""
    with pytest.raises(Refused) as refused:
        Terms(TODAY, **given).as_fields(TODAY, chosen=True)
    assert (refused.value.code, refused.value.field) == ("missing", field)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("capacity", Capacity)
def test_a_duty_belongs_to_a_body_with_its_capacity(role: Role, capacity: Capacity) -> None:
    body = factories.organization("B", capacity)
    if CAPACITIES[role] == capacity:
        check_capacity(role, body)
        return
    with pytest.raises(Refused) as refused:
        check_capacity(role, body)
    assert (refused.value.code, refused.value.field) == ("wrong_capacity", "organization")
    assert str(role.label) in str(refused.value)


@pytest.mark.django_db
def test_a_department_that_trains_its_own_staff_has_the_duties_of_both() -> None:
    both = factories.organization("B", Capacity.MANAGEMENT_DEPARTMENT, Capacity.TRAINING_INSTITUTION)
    check_capacity(Role.DEPARTMENT_OFFICER, both)
    check_capacity(Role.TEACHER, both)
    with pytest.raises(Refused, match="机构B") as refused:
        check_capacity(Role.LIAISON_OFFICER, both)
    with override("en"):
        assert str(refused.value) == "机构B has no liaison officer, because it is no employing unit."
