"""Transfers and hand-overs: as they are read, and what is done."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports import models
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.notes import Signer
from tests import factories
from tests.factories_people import recorded
from tests.factories_transfers import NEW, OLD, liaison, officer
from tests.reports.rest.acting import Caller, acts
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)


def test_a_transfer_as_it_is_read(ask: Ask) -> None:
    trainee = factories.trainee("T1", "张三丰").trainee
    other = factories.organization("OTHER")
    asked: dict[str, Any] = {"asked_for": other, "asked_by": factories.user("liaison"), "asked_at": AT}
    transfer = models.Transfer.objects.create(
        trainee=trainee,
        from_unit=trainee.unit,
        to_unit=other,
        managing_department=trainee.managing_department,
        position="副处长",
        reason="交流",
        **asked,
    )
    assert ask(f"transfers/{transfer.uuid}/").json() == {
        "uuid": str(transfer.uuid),
        "trainee": str(trainee.uuid),
        "trainee_name": "张三丰",
        "organization": "BUREAU",
        "to_unit": "OTHER",
        "asked_for": "OTHER",
        "managing_department": "DEPARTMENT",
        "position": "副处长",
        "state": "asked",
        "reason": "交流",
        "asked_by": "liaison",
        "asked_at": "2026-01-05T01:00:00Z",
        "decided_by": None,
        "decided_at": None,
        "answer": "",
    }


def test_a_transfer_keeps_the_unit_that_was_left(ask: Ask) -> None:
    """Where the trainee went on to later is not for that unit to see."""
    trainee = factories.trainee("T1").trainee
    bureau, other = trainee.unit, factories.organization("OTHER")
    asked: dict[str, Any] = {"asked_for": other, "asked_by": factories.user(), "asked_at": AT}
    department = trainee.managing_department
    models.Transfer.objects.create(
        trainee=trainee, from_unit=bureau, to_unit=other, managing_department=department, **asked
    )
    models.Trainee.objects.filter(pk=trainee.pk).update(unit=factories.organization("THIRD"))
    (row,) = ask("transfers/", organization="BUREAU").json()["results"]
    assert "THIRD" not in str(row)


def test_a_hand_over_as_it_is_read(ask: Ask) -> None:
    trainee = factories.trainee("T1").trainee
    said = {"place": "外省", "signer": "other.invalid", "digest": "ab12", "by": factories.user("officer"), "at": AT}
    handed: Any = models.HandOver.objects.create(trainee=trainee, direction="in", **said)
    assert ask(f"hand-overs/{handed.uuid}/").json() == {
        "uuid": str(handed.uuid),
        "trainee": str(trainee.uuid),
        "organization": "BUREAU",
        "direction": "in",
        "place": "外省",
        "signer": "other.invalid",
        "digest": "ab12",
        "by": "officer",
        "at": "2026-01-05T01:00:00Z",
    }
    assert ask("hand-overs/", direction="out").json()["results"] == []


# What is done.


@pytest.fixture
def account(at_new_year: SimulatedClock) -> models.Account:
    return factories.trainee("T1", "张三丰")


@pytest.fixture
def old(account: models.Account) -> Caller:
    """Return the liaison officer of the unit that lets the trainee go."""
    return Caller(liaison(OLD))


@pytest.fixture
def new(account: models.Account) -> Caller:
    """Return the liaison officer of the unit that takes the trainee on, who does not see the trainee."""
    return Caller(liaison(NEW))


@pytest.fixture
def department(account: models.Account) -> Caller:
    """Return an officer of the department above both units."""
    return Caller(officer())


def leaving(account: models.Account, **other: Any) -> dict[str, Any]:
    return {"trainee": str(account.trainee.uuid), "to_unit": NEW, **other}


def joining(**other: Any) -> dict[str, Any]:
    return {"code": "T1", "name": "张三丰", "to_unit": NEW, **other}


def unit_of(account: models.Account) -> str:
    return str(models.Trainee.objects.get(pk=account.pk).unit.code)


def test_the_old_unit_asks_and_the_new_one_accepts(account: models.Account, old: Caller, new: Caller) -> None:
    asked = old.done("transfers/", **leaving(account, position="副处长", reason="交流"))
    assert (asked["organization"], asked["to_unit"], asked["asked_for"], asked["state"]) == (OLD, NEW, OLD, "asked")
    here = f"transfers/{asked['uuid']}"
    assert old.denied(f"{here}/accept/", "speak_for_unit")
    done = new.done(f"{here}/accept/", answer="同意")
    assert (done["state"], done["answer"], done["decided_by"]) == ("done", "同意", new.user.username)
    assert (unit_of(account), models.Trainee.objects.get(pk=account.pk).position) == (NEW, "副处长")
    assert acts()[-2:] == ["transfer.ask", "transfer.accept"]


def test_the_new_unit_asks_by_identifier_and_name_and_the_old_one_accepts(
    account: models.Account, old: Caller, new: Caller
) -> None:
    assert new.get(f"trainees/{account.trainee.uuid}/").status_code == 404
    asked = new.done("transfers/", **joining(name="张 三丰"))
    assert (asked["trainee"], asked["asked_for"]) == (str(account.trainee.uuid), NEW)
    assert new.denied(f"transfers/{asked['uuid']}/accept/", "speak_for_unit")
    assert old.done(f"transfers/{asked['uuid']}/accept/")["state"] == "done"
    assert unit_of(account) == NEW


def test_what_was_wrong_of_identifier_and_name_is_not_told_but_kept(account: models.Account, new: Caller) -> None:
    tries = ({"name": "李四"}, {"code": "T2"}, {"code": "T2", "name": "李四"}, {"code": "\t"}, {"name": "<b>"})
    (answer,) = {new.post("transfers/", **joining(**said)).content for said in tries}
    assert b'"unknown_trainee"' in answer
    kept = models.AuditEntry.objects.filter(act="transfer.ask", outcome="denied")
    assert [(entry.organization, entry.details) for entry in kept] == [(NEW, {"cause": "unknown_trainee"})] * 5
    assert not models.Transfer.objects.exists()


def test_whoever_does_not_speak_for_the_new_unit_learns_of_nobody(
    account: models.Account, old: Caller, department: Caller
) -> None:
    factories.organization(NEW)
    for said in (joining(), joining(name="李四")):
        assert department.denied("transfers/", "speak_for_unit", **said)
        assert old.refused("transfers/", **said) == ("no_employing_unit", "to_unit")


def test_a_unit_that_is_none_is_refused_as_one_that_is_not_there(
    account: models.Account, old: Caller, new: Caller
) -> None:
    factories.institution("SASW")
    for code in ("SASW", "NOWHERE"):
        answers = [
            caller.post("transfers/", **said).json()["error"]
            for caller, said in ((old, leaving(account, to_unit=code)), (new, joining(to_unit=code)))
        ]
        expected = {"code": "no_employing_unit", "message": f"{code} is no employing unit.", "field": "to_unit"}
        assert answers == [expected, expected]


def test_a_department_orders(account: models.Account, old: Caller, new: Caller, department: Caller) -> None:
    factories.department("CITY", factories.department())
    here = f"transfers/{old.done('transfers/', **leaving(account))['uuid']}"
    assert old.denied(f"{here}/decide/", "reassign")
    assert department.refused(f"{here}/decide/", managing_department="NOWHERE") == (
        "does_not_exist",
        "managing_department",
    )
    assert department.refused(f"{here}/decide/", managing_department="CITY") == ("no_authority", "managing_department")
    assert department.done(f"{here}/decide/", answer="按组织决定")["state"] == "done"
    assert department.refused(f"{here}/decide/") == ("transfer_settled", "")


def test_the_other_unit_refuses_with_a_reason(account: models.Account, old: Caller, new: Caller) -> None:
    here = f"transfers/{old.done('transfers/', **leaving(account))['uuid']}"
    assert new.refused(f"{here}/refuse/") == ("required", "answer")
    assert new.refused(f"{here}/refuse/", answer=" ") == ("reason_missing", "answer")
    assert old.denied(f"{here}/refuse/", "speak_for_unit", answer="不同意")
    assert new.done(f"{here}/refuse/", answer="编制已满")["state"] == "refused"
    assert acts()[-1] == "transfer.refuse"


def test_the_unit_that_asked_withdraws(account: models.Account, old: Caller, new: Caller) -> None:
    here = f"transfers/{old.done('transfers/', **leaving(account))['uuid']}"
    assert old.refused("transfers/", **leaving(account)) == ("transfer_stands", "")
    assert new.denied(f"{here}/withdraw/", "speak_for_unit")
    assert old.done(f"{here}/withdraw/", answer="有误")["state"] == "withdrawn"
    assert old.refused(f"{here}/withdraw/") == ("transfer_settled", "")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"code": "T1"}, ("unclear_trainee", "trainee")),
        ({"name": "张三丰", "code": "T1"}, ("unclear_trainee", "trainee")),
        ({"trainee": "00000000-0000-4000-8000-00000000dead"}, ("does_not_exist", "trainee")),
        ({"to_unit": OLD}, ("same_unit", "to_unit")),
        ({"managing_department": "NOWHERE"}, ("no_authority", "managing_department")),
        ({"managing_department": "CITY"}, ("no_authority", "managing_department")),
        ({"position": "x" * 129}, ("too_long", "position")),
        ({"reason": "x" * 501}, ("too_long", "reason")),
    ],
)
def test_what_cannot_be_asked(
    account: models.Account, old: Caller, new: Caller, said: dict[str, Any], refusal: tuple[str, str]
) -> None:
    factories.department("CITY", factories.department())
    assert old.refused("transfers/", **leaving(account, **said)) == refusal


def test_neither_way_of_naming_is_to_be_left_out(account: models.Account, new: Caller) -> None:
    assert new.refused("transfers/", to_unit=NEW) == ("unclear_trainee", "trainee")
    assert new.refused("transfers/", to_unit=NEW, code="T1") == ("unclear_trainee", "trainee")


def test_what_changes_the_department_is_for_a_department_to_decide(
    account: models.Account, old: Caller, new: Caller
) -> None:
    """The unit asks that the department of now keeps the person, though another one is above the new unit."""
    factories.organization("FAR", parent=factories.department("CITY", factories.department()))
    said = leaving(account, to_unit="FAR", managing_department="DEPARTMENT")
    here = f"transfers/{old.done('transfers/', **said)['uuid']}"
    assert Caller(liaison("FAR")).refused(f"{here}/accept/") == ("department_decides", "managing_department")


# Hand-overs.


PLACE = "外省干部网络学院"


def test_a_trainee_leaves_with_a_package(
    account: models.Account, department: Caller, exports: Path, signing_key: Signer, at_new_year: SimulatedClock
) -> None:
    said = {"trainee": str(account.trainee.uuid), "place": PLACE}
    left = department.done("hand-overs/", **said)
    assert (left["direction"], left["place"], left["by"]) == ("out", PLACE, department.user.username)
    assert "/" not in left["package"]
    assert str(exports) not in json.dumps(left)
    package = exports / left["package"]
    assert verify_package(package, signing_key.verifier).intact
    del left["package"]
    assert department.get(f"hand-overs/{left['uuid']}/").json() == left
    assert department.refused("hand-overs/", **said) == ("handed_over", "")
    at_new_year.advance(60)
    assert department.done("hand-overs/", **said, again=True)["package"] != package.name
    assert [act for act in acts() if act == "trainee.hand_over"] == ["trainee.hand_over"] * 2


def test_what_is_no_hand_over(account: models.Account, department: Caller, old: Caller, exports: Path) -> None:
    bare = recorded("T2")
    said = {"trainee": str(account.trainee.uuid), "place": PLACE}
    assert old.denied("hand-overs/", "hand_over", **said)
    assert department.refused("hand-overs/", **{**said, "place": " "}) == ("no_place", "place")
    assert department.refused("hand-overs/", **{**said, "trainee": str(bare.uuid)}) == ("no_account", "")
    elsewhere = str(factories.trainee("T3", unit="FAR").trainee.uuid)
    assert old.refused("hand-overs/", **{**said, "trainee": elsewhere}) == ("does_not_exist", "trainee")
    assert not exports.exists()
    assert not models.HandOver.objects.exists()
