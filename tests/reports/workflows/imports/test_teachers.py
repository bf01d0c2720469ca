"""Teachers are appointed from a table, by stated criteria and procedure, within the sender's field (6.2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, in_force
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_duties import TODAY
from tests.factories_imports import TEACHER, Said, counts, refused
from tests.factories_people import holder, operator
from tests.reports.workflows.imports.conftest import Send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year", "host")]


@pytest.fixture
def sender() -> Any:
    """Return an academic-affairs officer of SASW, who appoints its teachers."""
    return holder(Role.ACADEMIC_AFFAIRS_OFFICER, factories.institution())


@pytest.fixture
def teacher() -> Any:
    """Return the platform user of the row."""
    return get_user_model().objects.create_user("teacher", first_name="李四")


def row(**cells: str) -> Said:
    return {**TEACHER, **cells}


def test_a_teacher_is_appointed(send: Send, teacher: Any) -> None:
    assert counts(send("teachers", row(name="李四", ends_on="2027/1/1"))) == (1, 0, 0, 0)
    (duty,) = in_force(TODAY).filter(role=Role.TEACHER)
    assert (duty.user, duty.organization.code) == (teacher, "SASW")
    assert (duty.starts_on, duty.ends_on) == (TODAY, date(2027, 1, 1))
    assert (duty.criteria, duty.procedure) == ("政治合格", "集体研究")


def test_the_same_again_changes_nothing(send: Send, teacher: Any) -> None:
    send("teachers", row())
    assert counts(send("teachers", row())) == (0, 0, 1, 0)
    assert RoleAssignment.objects.filter(role=Role.TEACHER).count() == 1


def test_other_terms_are_no_silent_change(send: Send, teacher: Any) -> None:
    send("teachers", row())
    assert "on other terms" in refused(send("teachers", row(criteria="别的标准")))[2]
    assert RoleAssignment.objects.get(role=Role.TEACHER).criteria == "政治合格"


def test_a_person_may_teach_at_several_institutions(send: Send, teacher: Any) -> None:
    factories.institution("OTHER")
    rows = [row(), row(organization="OTHER"), row(organization="OTHER")]
    outcome = send("teachers", *rows, actor=operator())
    assert (counts(outcome), list(refused(outcome))) == ((2, 0, 0, 1), [4])


def test_an_account_is_opened_for_name_and_address(send: Send, host: Any) -> None:
    factories.institution("OTHER")
    said = {"username": "wang5", "name": "王五", "email": "wang5@example.cn"}
    outcome = send("teachers", row(**said), row(**said, organization="OTHER"), actor=operator())
    assert counts(outcome) == (2, 0, 0, 0)
    opened = get_user_model().objects.get(username="wang5")
    assert (opened.first_name, opened.email) == ("王五", "wang5@example.cn")
    assert counts(send("teachers", row(**said))) == (0, 0, 1, 0)


def test_without_an_account_and_without_name_and_address_nobody_is_appointed(send: Send) -> None:
    assert "has no such account" in refused(send("teachers", row(name="李四")))[2]
    assert not RoleAssignment.objects.filter(role=Role.TEACHER).exists()


def test_the_account_of_somebody_else_is_noticed(send: Send, teacher: Any) -> None:
    assert "another name" in refused(send("teachers", row(name="王五")))[2]
    assert not RoleAssignment.objects.filter(role=Role.TEACHER).exists()


def test_an_institution_out_of_reach_is_not_told_from_one_that_is_not_there(send: Send, teacher: Any) -> None:
    factories.institution("OTHER")
    outcome = send("teachers", row(organization="OTHER"), row(organization="NOWHERE"))
    said = {reason.replace("OTHER", "").replace("NOWHERE", "") for reason in refused(outcome).values()}
    assert (len(said), outcome.denied) == (1, 2)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"criteria": ""}, "选聘标准: This must not be empty"),
        ({"procedure": ""}, "选聘程序: This must not be empty"),
        ({"starts_on": "2026-02-30"}, "起始日期 “2026-02-30”: There is no such day"),
        ({"ends_on": "2026-01-01"}, "终止日期 “2026-01-01”: The end must be later"),
        ({"username": "t***r"}, "masked"),
        ({"name": "李*"}, "masked"),
        ({"criteria": "长" * 501}, "选聘标准"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(
    send: Send, teacher: Any, cells: dict[str, str], reason: str
) -> None:
    assert reason in refused(send("teachers", row(**cells)))[2]


def test_nobody_appoints_oneself(send: Send, sender: Any) -> None:
    said = refused(send("teachers", row(username=sender.username)))[2]
    assert "a duty of their own" in said


def test_a_body_that_gives_no_training_has_no_teachers(send: Send, teacher: Any, at_new_year: SimulatedClock) -> None:
    factories.organization("BUREAU")
    assert "培训机构代码" in refused(send("teachers", row(organization="BUREAU"), actor=operator()))[2]
    assert Organization.objects.filter(code="BUREAU").exists()
