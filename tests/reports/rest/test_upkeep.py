"""Instruction, relief and who accepted the rules: as they are read, and what is done."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cadretrain_reports import models
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_people import liaison, officer
from tests.reports.rest.acting import Caller, acts
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)


@pytest.fixture
def account() -> models.Account:
    """Return the account of a trainee."""
    return factories.trainee("T1")


def test_an_instruction_as_it_is_read(ask: Ask, account: models.Account) -> None:
    kind = models.Instruction.Kind.OPERATION
    held = {"held_on": date(2026, 1, 4), "by": factories.user("liaison"), "recorded_at": AT, "note": "会议室"}
    instruction: Any = models.Instruction.objects.create(trainee=account.trainee, kind=kind, **held)
    assert ask(f"instructions/{instruction.uuid}/").json() == {
        "uuid": str(instruction.uuid),
        "trainee": str(account.trainee.uuid),
        "organization": "BUREAU",
        "kind": "operation",
        "held_on": "2026-01-04",
        "by": "liaison",
        "recorded_at": "2026-01-05T01:00:00Z",
        "note": "会议室",
    }


def test_a_relief_request_as_it_is_read(ask: Ask, account: models.Account) -> None:
    kind = models.ReliefRequest.Kind.DEFERRAL
    said = {"year": 2026, "credit_hours": "12.5", "until_year": 2027, "reason": "驻村", "asked_at": AT}
    request: Any = models.ReliefRequest.objects.create(trainee=account.trainee, kind=kind, **said)
    assert ask(f"relief-requests/{request.uuid}/").json() == {
        "uuid": str(request.uuid),
        "trainee": str(account.trainee.uuid),
        "organization": "BUREAU",
        "kind": "deferral",
        "year": 2026,
        "credit_hours": "12.50",
        "until_year": 2027,
        "reason": "驻村",
        "state": "asked",
        "asked_at": "2026-01-05T01:00:00Z",
        "decided_by": None,
        "decided_at": None,
        "answer": "",
    }
    assert len(ask("relief-requests/", trainee=account.trainee.uuid, state="asked", year=2026).json()["results"]) == 1
    assert ask("relief-requests/", state="approved").json()["results"] == []


def test_an_acceptance_as_it_is_read(ask: Ask, account: models.Account) -> None:
    models.RulesAcceptance.objects.create(
        trainee=account.trainee,
        rules=models.PlatformRules.objects.create(
            version="2026-1", title="平台规则", text="不得代学。", published_at=AT
        ),
        accepted_at=AT,
    )
    (row,) = ask("rules-acceptances/", version="2026-1").json()["results"]
    assert row == {
        "trainee": str(account.trainee.uuid),
        "organization": "BUREAU",
        "version": "2026-1",
        "accepted_at": "2026-01-05T01:00:00Z",
    }
    assert ask("rules-acceptances/", version="2025-1").json()["results"] == []


# What is done.


@pytest.fixture
def unit(at_new_year: SimulatedClock) -> Caller:
    """Return the liaison officer of the trainees' unit."""
    return Caller(liaison(factories.organization("BUREAU")))


@pytest.fixture
def department(at_new_year: SimulatedClock) -> Caller:
    """Return an officer of the department that manages the trainees."""
    return Caller(officer())


def session(*trainees: Any, **other: Any) -> dict[str, Any]:
    named = [str(trainee.uuid) for trainee in trainees]
    return {"trainees": named, "kind": "secrecy", "held_on": "2026-01-04", **other}


def wish(account: models.Account, **other: Any) -> dict[str, Any]:
    said = {"kind": "reduction", "year": 2026, "credit_hours": "12.5", "reason": "驻村"}
    return {"trainee": str(account.trainee.uuid), **said, **other}


def test_trainees_are_instructed_together(unit: Caller) -> None:
    there = [factories.trainee(f"T{number}").trainee for number in range(3)]
    rows = unit.done("instructions/", **session(*there, there[0], note="会议室"))["results"]
    assert [(row["trainee"], row["by"], row["note"]) for row in rows] == [
        (str(trainee.uuid), unit.user.username, "会议室") for trainee in there
    ]
    assert acts()[-3:] == ["instruction.record"] * 3
    assert unit.get("instructions/").json()["results"] == rows


def test_all_of_them_are_instructed_or_nobody(unit: Caller, account: models.Account) -> None:
    elsewhere = factories.trainee("T2", unit="OFFICE").trainee
    assert unit.refused("instructions/", **session(account.trainee, elsewhere)) == ("does_not_exist", "trainees.1")
    assert not models.Instruction.objects.exists()


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"trainees": []}, ("min_length", "trainees")),
        ({"trainees": ["T1"]}, ("invalid", "trainees")),
        ({"trainees": "T1"}, ("not_a_list", "trainees")),
        ({"trainees": ["00000000-0000-4000-8000-00000000dead"] * 201}, ("max_length", "trainees")),
        ({"kind": "cooking"}, ("invalid_choice", "kind")),
        ({"held_on": "2026-01-06"}, ("bad_date", "held_on")),
        ({"note": "x" * 501}, ("too_long", "note")),
    ],
)
def test_what_is_no_instruction(
    unit: Caller, account: models.Account, said: dict[str, Any], refusal: tuple[str, str]
) -> None:
    assert unit.refused("instructions/", **session(account.trainee, **said)) == refusal


def test_a_department_does_not_instruct(department: Caller, account: models.Account) -> None:
    assert department.denied("instructions/", "instruct", **session(account.trainee))


def test_a_trainee_asks_and_the_department_returns_then_grants(department: Caller, account: models.Account) -> None:
    oneself = Caller(account.user)
    asked = oneself.done("relief-requests/", **wish(account))
    assert (asked["state"], asked["credit_hours"]) == ("asked", "12.50")
    here = f"relief-requests/{asked['uuid']}"
    assert oneself.refused("relief-requests/", **wish(account)) == ("already_asked", "kind")
    assert oneself.denied(f"{here}/approve/", "decide_relief")
    assert department.refused(f"{here}/return/") == ("required", "answer")
    assert department.refused(f"{here}/return/", answer=" ") == ("missing", "answer")
    returned = department.done(f"{here}/return/", answer="请附证明")
    assert (returned["state"], returned["answer"], returned["decided_by"]) == (
        "returned",
        "请附证明",
        department.user.username,
    )
    assert department.refused(f"{here}/approve/") == ("already_decided", "")
    anew = oneself.done("relief-requests/", **wish(account, reason="驻村,附证明"))
    assert department.done(f"relief-requests/{anew['uuid']}/approve/")["state"] == "approved"
    assert acts()[-4:] == ["relief.ask", "relief.return", "relief.ask", "relief.approve"]


def test_a_unit_asks_for_its_trainee_and_withdraws(unit: Caller, account: models.Account) -> None:
    asked = unit.done("relief-requests/", **wish(account, kind="deferral", until_year=2027))
    here = f"relief-requests/{asked['uuid']}"
    assert unit.denied(f"{here}/return/", "decide_relief", answer="不同意")
    assert unit.refused(f"{here}/withdraw/", answer="x") == ("unknown_field", "answer")
    assert unit.done(f"{here}/withdraw/")["state"] == "withdrawn"
    assert unit.refused(f"{here}/withdraw/") == ("already_decided", "")


def test_nobody_grants_their_own_request(department: Caller) -> None:
    own = factories.trainee("T9")
    models.Account.objects.filter(pk=own.pk).update(user=department.user)
    asked = department.done("relief-requests/", **wish(own))
    assert department.refused(f"relief-requests/{asked['uuid']}/approve/") == ("own_request", "")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"trainee": "00000000-0000-4000-8000-00000000dead"}, ("does_not_exist", "trainee")),
        ({"trainee": "T1"}, ("invalid", "trainee")),
        ({"kind": "holiday"}, ("invalid_choice", "kind")),
        ({"year": 26}, ("bad_year", "year")),
        ({"credit_hours": "0.3"}, ("bad_hours", "credit_hours")),
        ({"credit_hours": "NaN"}, ("invalid", "credit_hours")),
        ({"until_year": 2027}, ("bad_until_year", "until_year")),
        ({"reason": "x" * 501}, ("too_long", "reason")),
    ],
)
def test_what_cannot_be_asked(account: models.Account, said: dict[str, Any], refusal: tuple[str, str]) -> None:
    assert Caller(account.user).refused("relief-requests/", **wish(account, **said)) == refusal


def test_a_department_does_not_ask(department: Caller, account: models.Account) -> None:
    assert department.denied("relief-requests/", "ask_relief", **wish(account))


def test_what_is_elsewhere_is_not_there(account: models.Account) -> None:
    asked = Caller(account.user).done("relief-requests/", **wish(account))
    stranger = Caller(liaison(factories.organization("OFFICE")))
    for act in ("withdraw", "approve", "return"):
        assert stranger.post(f"relief-requests/{asked['uuid']}/{act}/").status_code == 404
