"""Trainees: read wholly by some and in part by others, recorded, brought up to date."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cadretrain_reports import models
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.roles.api import Role, State
from cadretrain_xblock.contract import API_ROOT
from tests import factories
from tests.factories_classes import registered
from tests.factories_people import identity, officer
from tests.reports.rest.conftest import Ask
from tests.telling import Page, denials, entries, error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def trainee() -> models.Trainee:
    """Return a trainee of whom everything is known."""
    account = factories.trainee("T1", "张三丰", username="sanfeng")
    models.Trainee.objects.filter(pk=account.pk).update(
        position_level="131",
        cadre_category="领导干部",
        ethnicity="01",
        political_status="01",
        identity_masked="330***********1X",
    )
    return models.Trainee.objects.get(pk=account.pk)


@pytest.fixture
def head_teacher(client: Client, trainee: models.Trainee) -> Client:
    """Return the client of the head teacher of the trainee's class."""
    user, school = factories.user("teacher"), factories.institution()
    duty = models.RoleAssignment.objects.create(
        user=user, role=Role.HEAD_TEACHER, organization=school, state=State.ACTIVE, starts_on=date(2026, 1, 1)
    )
    kinds = models.ThemeClass.ClassType
    theme_class = models.ThemeClass.objects.create(institution=school, code="K1", title="班", class_type=kinds.OPEN)
    models.ClassDuty.objects.create(theme_class=theme_class, assignment=duty)
    registered(theme_class, trainee)
    client.force_login(user)
    return client


BASIC = {"name": "张三丰", "organization": "BUREAU", "position": "处长", "rank": "一级调研员"}


def test_a_trainee_as_read_by_whoever_sees_all(ask: Ask, trainee: models.Trainee) -> None:
    assert ask(f"trainees/{trainee.uuid}/").json() == {
        **BASIC,
        "uuid": str(trainee.uuid),
        "code": "T1",
        "managing_department": "DEPARTMENT",
        "position_level": "131",
        "cadre_category": "领导干部",
        "ethnicity": "01",
        "political_status": "01",
        "identity_masked": "330***********1X",
    }


def test_a_trainee_as_read_by_the_staff_of_a_class(head_teacher: Client, trainee: models.Trainee) -> None:
    for address in (f"trainees/{trainee.uuid}/", "trainees/"):
        said = head_teacher.get(f"{API_ROOT}{address}").json()
        (row,) = said.get("results", [said])
        assert {name: value for name, value in row.items() if value is not None} == {**BASIC, "uuid": str(trainee.uuid)}


@pytest.mark.parametrize("query", [{"code": "T1"}, {"managing_department": "DEPARTMENT"}])
def test_a_filter_does_not_tell_what_is_hidden(head_teacher: Client, operator: Client, query: dict[str, str]) -> None:
    address = f"{API_ROOT}trainees/"
    assert len(operator.get(address, query).json()["results"]) == 1
    head_teacher.force_login(models.RoleAssignment.objects.get().user)
    assert head_teacher.get(address, query).json()["results"] == []
    assert len(head_teacher.get(address, {"name": "三丰"}).json()["results"]) == 1


@pytest.mark.parametrize("address", ["accounts/{0}/", "archives/T1/"])
def test_the_staff_of_a_class_sees_nothing_else_of_a_trainee(
    head_teacher: Client, trainee: models.Trainee, address: str
) -> None:
    assert head_teacher.get(f"{API_ROOT}{address.format(trainee.uuid)}").status_code == 404
    assert head_teacher.get(f"{API_ROOT}trainees/{trainee.uuid}/history/").json()["results"] == []


def test_the_history_of_a_trainee(ask: Ask, trainee: models.Trainee) -> None:
    (row,) = ask(f"trainees/{trainee.uuid}/history/").json()["results"]
    assert row == {
        "trainee": str(trainee.uuid),
        "organization": "BUREAU",
        "managing_department": "DEPARTMENT",
        "position": "处长",
        "position_level": "",
        "rank": "一级调研员",
        "cadre_category": "",
        "since": "2026-01-05T01:00:00Z",
        "until": None,
    }


NEW: dict[str, Any] = {"code": "T2", "name": "李四", "organization": "BUREAU"}


def test_an_officer_records_a_trainee(trainee: models.Trainee) -> None:
    page = Page(officer())
    response = page.post("trainees/", **NEW, position="处长", ethnicity="汉族", managing_department=None)
    assert response.status_code == 201
    said = response.json()
    assert said == page.get(f"trainees/{said['uuid']}/").json()
    assert (said["code"], said["name"], said["position"], said["ethnicity"]) == ("T2", "李四", "处长", "01")
    assert said["managing_department"] == "DEPARTMENT"
    assert entries()[-1] == ("trainee.add", "done")


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"code": "T1"}, "code_taken", "code"),
        ({"name": "<b>"}, "bad_name", "name"),
        ({"organization": "NOWHERE"}, "does_not_exist", "organization"),
        ({"organization": "DEPARTMENT"}, "no_employing_unit", "organization"),
        ({"managing_department": "BUREAU"}, "no_department", "managing_department"),
        ({"ethnicity": "99999"}, "unknown_code", "ethnicity"),
        ({"position": "长" * 129}, "too_long", "position"),
        ({"identity_number": "1"}, "unknown_field", "identity_number"),
    ],
)
def test_what_is_wrong_with_a_new_trainee(trainee: models.Trainee, said: dict[str, Any], code: str, field: str) -> None:
    assert error(Page(officer()).post("trainees/", **{**NEW, **said})) == (400, code, field)
    assert models.Trainee.objects.count() == 1


def test_basic_information_is_brought_up_to_date(trainee: models.Trainee) -> None:
    page = Page(officer())
    said = page.say("PATCH", f"trainees/{trainee.uuid}/", position="局长", reason="任免").json()
    assert (said["position"], said["name"], said["rank"]) == ("局长", "张三丰", "一级调研员")
    entry = AuditEntry.objects.get(act="trainee.change")
    assert (entry.reason, entry.details) == ("任免", {"fields": ["position"]})
    assert error(page.say("PATCH", f"trainees/{trainee.uuid}/", code="T9")) == (400, "unknown_field", "code")


def test_whoever_only_knows_a_trainee_changes_nothing(head_teacher: Client, trainee: models.Trainee) -> None:
    page = Page(models.RoleAssignment.objects.get().user)
    assert error(page.say("PATCH", f"trainees/{trainee.uuid}/", name="李四")) == (403, "denied", "")
    assert denials() == ["maintain_trainee"]


def test_an_identity_number_goes_in_and_never_out(
    trainee: models.Trainee, settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CADRETRAIN_MATCHING_KEY_FILE = str(tmp_path / "key")
    (tmp_path / "key").write_text("5a" * 32)
    page, address = Page(officer()), f"trainees/{trainee.uuid}/identity/"
    response = page.say("PUT", address, identity_number=identity(7))
    assert response.status_code == 200
    assert "*" in response.json()["identity_masked"]
    wrong = page.say("PUT", address, identity_number=identity(7)[:-1])
    assert error(wrong) == (400, "length", "identity_number")
    for said in (response, wrong):
        assert identity(7)[:-1] not in said.content.decode()
    assert identity(7)[:-1] not in caplog.text
    kept = models.Trainee.objects.get(pk=trainee.pk)
    assert kept.identity_hash
    assert entries()[-1] == ("trainee.set_identity", "done")


def test_a_trainee_who_is_not_seen_is_not_there_to_change(trainee: models.Trainee) -> None:
    stranger = Page(factories.trainee("T9", unit="OTHER").user)
    for address, method in ((f"trainees/{trainee.uuid}/", "PATCH"), (f"trainees/{trainee.uuid}/identity/", "PUT")):
        assert error(stranger.say(method, address, name="李四", identity_number="1")) == (404, "not_found", "")


def test_another_department_manages_the_trainee() -> None:
    trainee = factories.trainee("T1").trainee
    page = Page(officer())
    address = f"trainees/{trainee.uuid}/reassign/"
    assert error(page.post(address, managing_department="P", reason="省管")) == (
        400,
        "no_authority",
        "managing_department",
    )
    assert error(page.post(address, managing_department="DEPARTMENT")) == (400, "required", "reason")
    said = page.post(address, managing_department="DEPARTMENT", reason="省管").json()
    assert (said["uuid"], said["managing_department"]) == (str(trainee.uuid), "DEPARTMENT")
