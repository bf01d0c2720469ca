"""Lists and objects: what is put on record when they are read, and what of them is nobody's business."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cadretrain_reports import models
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.rest.urls import router
from cadretrain_xblock.contract import API_ROOT
from tests import factories
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db

INTERNAL = {"id", "pk", "path", "depth", "numchild", "identity_hash", "identity_key", "identity_sealed"}
VIEWS = [pytest.param(view, id=prefix) for prefix, view, _ in router.registry]


def test_reading_a_person_is_put_on_record(ask: Ask) -> None:
    trainee = factories.trainee("T1").trainee
    assert ask(f"trainees/{trainee.uuid}/").status_code == 200
    entry = AuditEntry.objects.get(act="read")
    assert (entry.act, entry.target_kind, entry.target_key) == ("read", "trainee", str(trainee.uuid))
    assert (entry.organization, entry.actor.username) == ("BUREAU", "operator")


def test_the_record_of_a_body_names_its_code(ask: Ask) -> None:
    factories.organization("BUREAU")
    ask("organizations/BUREAU/")
    entry = AuditEntry.objects.get(act="read")
    assert (entry.target_kind, entry.target_key, entry.organization) == ("organization", "BUREAU", "BUREAU")


def test_reading_a_list_is_put_on_record_without_what_was_looked_for(ask: Ask) -> None:
    factories.trainee("T1", "张三丰")
    factories.trainee("T2", "李四")
    ask("trainees/", name="三丰", organization="BUREAU", page_size=7)
    entry = AuditEntry.objects.get(act="read")
    assert (entry.act, entry.target_kind, entry.target_key) == ("read", "trainee", "")
    assert entry.details == {"rows": 1, "filters": ["name", "organization"]}
    assert entry.organization == ""


def test_a_list_below_an_object_is_put_on_record_with_it(ask: Ask) -> None:
    trainee = factories.trainee("T1").trainee
    ask(f"trainees/{trainee.uuid}/history/")
    entry = AuditEntry.objects.get(act="read")
    assert (entry.target_kind, entry.target_key) == ("trainee_spell", str(trainee.uuid))


def test_what_is_not_found_was_not_read(ask: Ask) -> None:
    assert ask(f"trainees/{uuid4()}/").status_code == 404
    assert ask("trainees/", nonsense="x").status_code == 400
    assert not AuditEntry.objects.filter(act="read").exists()


def test_what_tells_of_nobody_is_read_without_a_record(ask: Ask) -> None:
    assert ask("catalogue/").status_code == 200
    assert not AuditEntry.objects.filter(act="read").exists()


@pytest.mark.parametrize("view", VIEWS)
def test_a_resource_is_personal_where_its_model_says_so(view: Any) -> None:
    assert view.personal == (".. pii:" in view.queryset.model.__doc__)


@pytest.mark.parametrize(
    "address",
    [
        f"trainees/{uuid4()}/",
        "trainees/17/",
        "trainees/1%00/",
        "trainees/%00/history/",
        "trainees/x/history/",
        "organizations/NOWHERE/",
        "organizations/A%00/",
        "organizations/%00/history/",
        f"organizations/{'长' * 300}/",
        "accounts/nobody/",
    ],
)
def test_what_is_not_there(ask: Ask, address: str) -> None:
    response = ask(address)
    assert (response.status_code, response.json()["error"]["code"]) == (404, "not_found")


def test_what_is_out_of_scope_is_answered_like_what_is_not_there(client: Client) -> None:
    account = factories.trainee("T1")
    other = factories.trainee("T2", unit="OTHER").trainee
    client.force_login(account.user)
    addresses = [f"{API_ROOT}trainees/{key}/{below}" for key in (other.uuid, uuid4()) for below in ("", "history/")]
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_codes_may_be_of_any_script_and_hold_dots(ask: Ask) -> None:
    for code in ("省委 组织部", "a.b", "50%"):
        factories.organization(code)
        assert ask(f"organizations/{code.replace('%', '%25')}/").json()["code"] == code


@pytest.mark.parametrize("view", VIEWS)
def test_no_internal_key_leaves(view: Any) -> None:
    fields = view.serializer_class().fields
    relations = {column.name for column in view.queryset.model._meta.fields if column.is_relation}
    assert not INTERNAL & set(fields)
    for name in relations & set(fields):
        assert fields[name].source.endswith((".code", ".uuid", ".username")), name


@pytest.mark.parametrize("view", VIEWS)
def test_what_belongs_to_somebody_names_the_body(view: Any) -> None:
    own_or_nobodys = (models.Organization, models.Backfill)
    assert view.queryset.model in own_or_nobodys or "organization" in view.serializer_class().fields


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_can_be_written_that_has_no_workflow(view: Any) -> None:
    writing = {field.field_name for field in view.serializer_class().fields.values() if not field.read_only}
    assert not writing
