"""Duties that are declared, given, ended and judged over the API: what is answered, refused and kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model

from cadretrain_reports import models
from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.applets.roles.api import Role, State
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_duties import appointed, declared, holder, liaison_officer, terms
from tests.reports.rest.acting import Caller, acts

pytestmark = pytest.mark.django_db

TERMS = {"starts_on": "2026-01-05", "criteria": "三年以上教龄", "procedure": "院务会研究"}


@pytest.fixture(autouse=True)
def _today(at_new_year: SimulatedClock) -> None:
    """Let duties begin today."""


@pytest.fixture
def department() -> Caller:
    return Caller(holder(Role.DEPARTMENT_OFFICER, factories.department()))


@pytest.fixture
def unit() -> Caller:
    return Caller(holder(Role.LIAISON_OFFICER, factories.organization("BUREAU")))


@pytest.fixture
def school() -> Caller:
    made = factories.organization("SCHOOL", Capacity.TRAINING_INSTITUTION, parent=factories.department())
    return Caller(holder(Role.ACADEMIC_AFFAIRS_OFFICER, made))


def declaration(**other: Any) -> dict[str, Any]:
    return {"person": "wang", "organization": "BUREAU", **TERMS, **other}


def appointment(role: Role = Role.TEACHER, **other: Any) -> dict[str, Any]:
    return {"person": "wang", "role": role, "organization": "SCHOOL", **TERMS, **other}


# Who is named.


def test_unknown_and_deactivated_accounts_are_refused_alike_and_kept(unit: Caller) -> None:
    get_user_model().objects.create_user("asleep", is_active=False)
    answers = {
        unit.post("role-assignments/declare/", **declaration(person=name)).content
        for name in ("asleep", "nobody", "王")
    }
    (answer,) = answers
    assert b'"unknown_person"' in answer
    assert b'"person"' in answer
    kept = models.AuditEntry.objects.filter(act="liaison.declare", outcome="denied")
    assert [(entry.organization, entry.details) for entry in kept] == [("BUREAU", {"cause": "unknown_person"})] * 3


def test_whoever_may_not_declare_learns_of_no_name(unit: Caller, department: Caller) -> None:
    factories.user("wang")
    inspector = Caller(holder(Role.ARCHIVE_INSPECTOR, factories.department()))
    for name in ("wang", "nobody"):
        assert inspector.denied("role-assignments/declare/", "declare_liaison", **declaration(person=name))


# Appointments.


def test_an_institution_appoints_its_teacher(school: Caller) -> None:
    factories.user("wang")
    made = school.done("role-assignments/appoint/", **appointment(reason="聘任"))
    assert (made["person"], made["role"], made["organization"], made["state"]) == (
        "wang",
        "teacher",
        "SCHOOL",
        "active",
    )
    assert acts()[-1] == "duty.appoint"
    assert school.get("role-assignments/", role="teacher").json()["results"] == [made]


def test_a_department_appoints_its_officers_below(department: Caller) -> None:
    factories.user("wang")
    factories.department("CITY", factories.department())
    made = department.done("role-assignments/appoint/", **appointment(Role.DEPARTMENT_OFFICER, organization="CITY"))
    assert (made["role"], made["organization"]) == ("department_officer", "CITY")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"person": "nobody"}, ("unknown_person", "person")),
        ({"person": "self"}, ("own_duty", "")),
        ({"role": "king"}, ("invalid_choice", "role")),
        ({"role": "department_officer"}, ("wrong_capacity", "organization")),
        ({"role": "liaison_officer"}, ("declared_only", "role")),
        ({"organization": "NOWHERE"}, ("does_not_exist", "organization")),
        ({"starts_on": "yesterday"}, ("invalid", "starts_on")),
        ({"starts_on": "0001-01-01"}, ("min_value", "starts_on")),
        ({"ends_on": "2026-01-05"}, ("ends_too_early", "ends_on")),
        ({"criteria": ""}, ("missing", "criteria")),
        ({"procedure": "x" * 501}, ("too_long", "procedure")),
        ({"rank": "x"}, ("unknown_field", "rank")),
    ],
)
def test_what_is_no_appointment(school: Caller, said: dict[str, Any], refusal: tuple[str, str]) -> None:
    operator = factories.user("self")
    operator.is_superuser = True
    operator.save()
    factories.user("wang")
    assert Caller(operator).refused("role-assignments/appoint/", **appointment(**said)) == refusal
    assert not models.RoleAssignment.objects.filter(role=Role.TEACHER).exists()


def test_a_unit_appoints_nobody(unit: Caller) -> None:
    factories.user("wang")
    said = appointment(organization="BUREAU")
    assert unit.denied("role-assignments/appoint/", "appoint_staff", **said)


# Decisions.


def test_whoever_declared_does_not_approve(department: Caller) -> None:
    factories.user("wang")
    factories.organization("BUREAU")
    made = department.done("role-assignments/declare/", **declaration())
    assert department.refused(f"role-assignments/{made['uuid']}/approve/") == ("four_eyes", "")


def test_only_liaison_officers_are_declared_and_decided_on(school: Caller) -> None:
    duty = appointed(Role.TEACHER, models.Organization.objects.get(code="SCHOOL"))
    assert school.refused(f"role-assignments/{duty.uuid}/approve/") == ("not_liaison", "")
    again = school.refused(f"role-assignments/{duty.uuid}/declare-ending/", ends_on="2026-02-01", reason="x")
    assert again == ("not_liaison", "")


def test_an_institution_suspends_resumes_and_ends_its_staffs_duties(school: Caller) -> None:
    duty = appointed(Role.TEACHER, models.Organization.objects.get(code="SCHOOL"))
    here = f"role-assignments/{duty.uuid}"
    assert school.done(f"{here}/suspend/", reason="进修")["state"] == State.SUSPENDED
    assert school.done(f"{here}/resume/")["state"] == State.ACTIVE
    assert school.done(f"{here}/end/", reason="调离", ends_on="2026-03-01")["ends_on"] == "2026-03-01"
    assert school.refused(f"{here}/end/", reason="调离", ends_on="2026-01-04") == ("past", "ends_on")
    assert acts()[-3:] == ["duty.suspend", "duty.resume", "duty.end"]


# Judgements.


def test_a_unit_appraises_a_department_feeds_back_and_circulates(unit: Caller, department: Caller) -> None:
    duty = liaison_officer(factories.organization("BUREAU"))
    here = f"role-assignments/{duty.uuid}"
    judged = unit.done(f"{here}/appraise/", year=2026, grade="excellent", remarks="尽职")
    assert (judged["kind"], judged["grade"], judged["given_by"]) == ("appraisal", "excellent", "BUREAU")
    assert unit.get(f"appraisals/{judged['uuid']}/").json() == judged
    said = {"department": "DEPARTMENT", "year": 2026, "remarks": "报送及时"}
    assert department.done(f"{here}/feed-back/", **said)["kind"] == "feedback"
    assert department.done(f"{here}/circulate/", **said)["kind"] == "circular"
    assert acts()[-3:] == ["duty.appraise", "duty.feed_back", "duty.circulate"]
    assert department.refused(f"{here}/feed-back/", **said) == ("said_already", "")
    assert department.refused(f"{here}/feed-back/", **{**said, "year": 2025}) == ("not_held", "year")
    assert unit.refused(f"{here}/appraise/", year=2026, grade="superb") == ("invalid_choice", "grade")


def test_nobody_judges_their_own_duty_or_for_others(unit: Caller, department: Caller) -> None:
    own = unit.user.cadretrain_roles.get()
    here = f"role-assignments/{own.uuid}"
    assert unit.refused(f"{here}/appraise/", year=2026, grade="excellent") == ("own_duty", "")
    said = {"department": "BUREAU", "year": 2026, "remarks": "报送及时"}
    assert unit.denied(f"{here}/circulate/", "feed_back", **said)
    assert department.refused(f"{here}/circulate/", **said) == ("no_department", "department")
    officer = department.user.cadretrain_roles.get()
    assert department.refused(f"role-assignments/{officer.uuid}/appraise/", year=2026, grade="excellent") == (
        "not_appraised",
        "",
    )
    assert department.refused(
        f"role-assignments/{officer.uuid}/feed-back/", **{**said, "department": "DEPARTMENT"}
    ) == (
        "not_liaison",
        "",
    )


def test_a_stranger_finds_no_duty_to_act_on(department: Caller) -> None:
    duty = declared(factories.organization("BUREAU"), terms())
    stranger = Caller(factories.user())
    for act in ("declare-again", "approve", "return", "suspend", "resume", "end", "appraise", "circulate"):
        assert stranger.post(f"role-assignments/{duty.uuid}/{act}/").status_code == 404
    duty.refresh_from_db()
    assert duty.state == State.DECLARED
