"""Declared hours over the API (8.2.5, R6)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_hours import evidence
from tests.factories_people import liaison, officer
from tests.reports.rest.acting import Caller, acts
from tests.telling import Page, error

pytestmark = pytest.mark.django_db

DAYS = {"began_on": "2026-01-02", "ended_on": "2026-01-04"}
SAID = {"form": "outside", "title": "研讨班", "organizer": "省委党校", "credit_hours": "12.5", **DAYS}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Any) -> None:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "cadretrain_files": own}


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    return factories.trainee()


def test_from_the_draft_to_the_figures(account: Account) -> None:
    me, clerk, boss = Caller(account.user), Caller(liaison(account.trainee.unit)), Caller(officer())
    trainee = str(account.trainee.uuid)
    draft = me.done("hours-declarations/", trainee=trainee, **SAID)
    here = f"hours-declarations/{draft['uuid']}"
    assert (draft["state"], draft["year"], draft["credit_hours"]) == ("draft", 2026, "12.50")
    assert clerk.get(f"{here}/").status_code == 404
    assert me.refused(f"{here}/hand-in/") == ("missing", "file")
    assert Page(account.user).send(f"{here}/upload/", file=evidence()).status_code == 200
    assert Page(account.user).say("PATCH", f"{here}/", **{**SAID, "credit_hours": "12"}).status_code == 200
    me.done(f"{here}/hand-in/")
    assert boss.refused(f"{here}/approve/") == ("not_possible", "")
    clerk.done(f"{here}/endorse/", opinion="属实")
    assert clerk.denied(f"{here}/approve/", "approve_hours")
    boss.done(f"{here}/approve/")
    assert boss.get(f"{here}/file/").getvalue().startswith(b"%PDF")
    assert me.get("me/").json()["declared"] == {"face_to_face": "0.00", "outside": "12.00"}
    (row,) = boss.get("unit-figures/", year=2026).json()["results"]
    assert (row["organization"], row["earned"], row["face_to_face"], row["outside"]) == (
        "BUREAU",
        "0.00",
        "0.00",
        "12.00",
    )
    told = clerk.get(f"trainees/{trainee}/requirement/").json()
    assert (told["declared"], told["requirements"]) == ({"face_to_face": "0.00", "outside": "12.00"}, [])
    boss.done(f"{here}/revoke/", opinion="重复")
    assert me.get("me/").json()["declared"]["outside"] == "0.00"
    assert acts()[-1] == "hours.revoke"


def test_it_is_returned_or_withdrawn(account: Account) -> None:
    me, clerk = Caller(account.user), Caller(liaison(account.trainee.unit))
    here = f"hours-declarations/{me.done('hours-declarations/', trainee=str(account.trainee.uuid), **SAID)['uuid']}"
    Page(account.user).send(f"{here}/upload/", file=evidence())
    me.done(f"{here}/hand-in/")
    assert clerk.refused(f"{here}/return/", opinion="") == ("blank", "opinion")
    assert clerk.done(f"{here}/return/", opinion="不清楚")["opinion"] == "不清楚"
    assert me.done(f"{here}/withdraw/")["state"] == "withdrawn"
    assert clerk.get("hours-declarations/", state="withdrawn").json()["results"][0]["trainee"] == str(
        account.trainee.uuid
    )


def test_a_bad_file_is_refused(account: Account) -> None:
    me = Caller(account.user)
    here = f"hours-declarations/{me.done('hours-declarations/', trainee=str(account.trainee.uuid), **SAID)['uuid']}"
    assert error(Page(account.user).send(f"{here}/upload/", file=evidence("a.html"))) == (
        400,
        "bad_file_type",
        "file",
    )


def test_who_is_no_trainee_has_none(at_new_year: SimulatedClock) -> None:
    assert Caller(factories.user()).get("me/").json()["declared"] is None
