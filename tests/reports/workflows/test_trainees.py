"""Basic information is kept by whoever has authority, or was entrusted with it (6.1.1, 6.1.3)."""

from __future__ import annotations

import json
import secrets
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import trainees
from tests import factories
from tests.factories_bodies import refusal
from tests.factories_people import acts, entrusted_liaison, identity, liaison, officer, operator, recorded
from tests.workers import crew, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainee(at_new_year: SimulatedClock) -> people.Trainee:
    return recorded()


@pytest.fixture
def keys(settings: Any, tmp_path: Path) -> None:
    """Have identity numbers matched, and kept sealed."""
    for name in ("MATCHING_KEY_FILE", "PERSONAL_DATA_KEY_FILE"):
        (tmp_path / name).write_text(secrets.token_hex(32))
        setattr(settings, f"CADRETRAIN_{name}", str(tmp_path / name))
    settings.CADRETRAIN_IDENTITY_STORAGE = "encrypted"


def test_who_adds_a_trainee(at_new_year: SimulatedClock) -> None:
    unit, information = factories.organization("BUREAU"), people.BasicInformation("T1", "李四")
    for stranger in (liaison(unit), officer(factories.department("OTHER")), factories.user()):
        with pytest.raises(Denied):
            trainees.add_trainee(stranger, information, unit)
    assert trainees.add_trainee(officer(), information, unit).unit == unit
    added = trainees.add_trainee(entrusted_liaison(unit), people.BasicInformation("T2", "王五"), unit)
    assert people.Trainee.objects.get(code="T2") == added
    assert acts() == 3 * [("add_trainee", "denied")] + 2 * [("trainee.add", "done")]


def test_a_trainee_that_cannot_be_added_leaves_no_record(at_new_year: SimulatedClock) -> None:
    unit = factories.organization("BUREAU")
    with pytest.raises(Refused) as refused:
        trainees.add_trainee(officer(), people.BasicInformation("T1", "李四", ethnicity="99"), unit)
    assert (refused.value.code, refused.value.field) == ("unknown_code", "ethnicity")
    assert acts() == []


def test_who_changes_a_trainee(trainee: people.Trainee) -> None:
    for stranger in (liaison(trainee.unit), officer(factories.department("OTHER")), factories.user()):
        with pytest.raises(Denied):
            trainees.change_trainee(stranger, trainee, {"name": "张三"})
    assert trainees.change_trainee(officer(), trainee, {"position": "局长"}, " 任命 ") == ("position",)
    assert trainees.change_trainee(entrusted_liaison(trainee.unit), trainee, {"name": "张三"}) == ("name",)
    assert acts() == 3 * [("maintain_trainee", "denied")] + 2 * [("trainee.change", "done")]
    kept = AuditEntry.objects.filter(act="trainee.change").order_by("pk")
    assert [(entry.reason, entry.details) for entry in kept] == [
        ("任命", {"fields": ["position"]}),
        ("", {"fields": ["name"]}),
    ]


def test_an_officer_of_the_unit_who_does_not_manage_the_person_changes_nothing(at_new_year: SimulatedClock) -> None:
    """省管干部 in a county unit: the department above the unit has no say (5.1)."""
    unit, province = factories.organization("BUREAU"), factories.department("PROVINCE")
    person = people.add_trainee(people.BasicInformation("T1", "李四"), unit, province)
    with pytest.raises(Denied):
        trainees.change_trainee(officer(), person, {"position": "局长"})
    assert trainees.change_trainee(officer(province), person, {"position": "局长"})


def test_what_is_the_same_is_no_act(trainee: people.Trainee) -> None:
    assert trainees.change_trainee(officer(), trainee, {"position": "处长"}) == ()
    assert acts() == []


def test_a_unit_is_not_changed_by_hand(trainee: people.Trainee) -> None:
    with pytest.raises(Refused) as refused:
        trainees.change_trainee(officer(), trainee, {"unit": "OTHER"})
    assert refused.value.code == "unknown_field"


@pytest.mark.django_db(transaction=True)
def test_two_changes_at_once_leave_one_standing_spell() -> None:
    actor = officer()
    recorded("T1")
    with crew() as workers:
        for number in range(15):
            changes = [{"actor": actor.pk, "code": "T1", "position": f"{worker}-{number}"} for worker in "甲乙"]
            assert together(workers, "change_trainee", *changes) == 2 * [["position"]]
    spells = list(people.TraineeSpell.objects.order_by("since", "pk"))
    assert len(spells) == 31
    assert [spell.standing for spell in spells] == 30 * [None] + [True]
    assert all(former.until == latter.since for former, latter in pairwise(spells))
    assert spells[-1].position == people.Trainee.objects.get().position


def test_trying_identifiers_out_leaves_a_trace(trainee: people.Trainee) -> None:
    beside = factories.organization("BESIDE")
    wanted = people.BasicInformation("T1", "李四")
    assert refusal(trainees.add_trainee, entrusted_liaison(beside), wanted, beside) == ("code_taken", "code")
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.outcome, entry.target_key) == ("trainee.add", "denied", "BESIDE")
    assert entry.details == {"cause": "code_taken"}


# The identity number.


def test_who_gives_an_identity_number(trainee: people.Trainee, keys: None) -> None:
    for stranger in (liaison(trainee.unit), factories.user()):
        with pytest.raises(Denied):
            trainees.set_identity(stranger, trainee, identity(1))
    assert [trainees.set_identity(officer(), trainee, identity(1)) for _ in range(2)] == [True, False]
    assert acts() == 2 * [("maintain_trainee", "denied")] + [("trainee.set_identity", "done")]
    assert identity(1) not in json.dumps(list(AuditEntry.objects.values("reason", "details", "target_key")))


def refused_as_taken(actor: Any, trainee: people.Trainee) -> str:
    with pytest.raises(Refused) as refused, translation.override("en"):
        trainees.set_identity(actor, trainee, identity(1))
    assert (refused.value.code, refused.value.field) == ("taken", "identity_number")
    with translation.override("en"):
        return str(refused.value)


def test_whose_a_number_is_is_said_to_who_may_know_only(trainee: people.Trainee, keys: None) -> None:
    beside = recorded("T2", unit="BESIDE")
    trainees.set_identity(officer(), beside, identity(1))
    said = refused_as_taken(entrusted_liaison(trainee.unit), trainee)
    assert said.startswith("Another trainee has this identity number.")
    assert "T2" not in said
    assert refused_as_taken(officer(), trainee).startswith("The trainee T2 has this identity number.")
    trainee.refresh_from_db()
    assert trainee.identity_hash is None


def test_trying_numbers_out_leaves_a_trace(trainee: people.Trainee, keys: None) -> None:
    trainees.set_identity(officer(), recorded("T2", unit="BESIDE"), identity(1))
    actor = entrusted_liaison(trainee.unit)
    refused_as_taken(actor, trainee)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.outcome, entry.actor, entry.details) == (
        "trainee.set_identity",
        "denied",
        actor,
        {"cause": "taken"},
    )


def test_a_birth_date_is_judged_by_the_local_day(trainee: people.Trainee, keys: None, at_new_year: Any) -> None:
    born_tomorrow = identity(1, "20260106")
    with pytest.raises(people.IdentityRefused):
        trainees.set_identity(officer(), trainee, born_tomorrow)
    at_new_year.advance(15 * 3600)
    assert trainees.set_identity(officer(), trainee, born_tomorrow)


def test_without_a_key_the_mend_is_said(trainee: people.Trainee) -> None:
    with pytest.raises(Refused) as refused:
        trainees.set_identity(officer(), trainee, identity(1))
    assert refused.value.code == "no_key"
    assert acts() == []


def test_who_reads_a_number_and_why_is_kept(trainee: people.Trainee, keys: None) -> None:
    trainees.set_identity(officer(), trainee, identity(1))
    with pytest.raises(Denied):
        trainees.read_identity(liaison(trainee.unit), trainee, "核对")
    with pytest.raises(Refused) as refused:
        trainees.read_identity(officer(), trainee, "")
    assert (refused.value.code, refused.value.field) == ("missing", "reason")
    assert trainees.read_identity(officer(), trainee, "核对档案") == identity(1)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.reason) == ("trainee.read_identity", "核对档案")


def test_what_could_not_be_read_was_not_read(trainee: people.Trainee, keys: None) -> None:
    with pytest.raises(Refused) as refused:
        trainees.read_identity(officer(), trainee, "核对档案")
    assert refused.value.code == "not_kept"
    assert acts() == []


def test_a_province_takes_a_cadre_under_its_own_management(at_new_year: SimulatedClock) -> None:
    province = factories.department("P")
    county = organizations.add("C", "县委组织部", {Capacity.MANAGEMENT_DEPARTMENT}, province)
    unit = organizations.add("U", "县财政局", {Capacity.EMPLOYING_UNIT}, county)
    trainee = people.add_trainee(people.BasicInformation("T1", "李四"), unit)
    at_new_year.advance(60)
    assert trainees.reassign(officer(province), trainee, "P", "省管干部")
    trainee.refresh_from_db()
    assert (trainee.unit, trainee.managing_department) == (unit, province)
    spells = people.TraineeSpell.objects.filter(trainee=trainee).order_by("since")
    assert [(spell.managing_department, spell.until) for spell in spells] == [
        (county, at_new_year.at),
        (province, None),
    ]
    (kept,) = AuditEntry.objects.all()
    assert (kept.act, kept.organization, kept.reason) == ("trainee.reassign", "U", "省管干部")
    assert kept.details == {"before": "C", "after": "P"}
    # The county has given the person away, and cannot take the person back.
    with pytest.raises(Denied):
        trainees.reassign(officer(county), trainee, "C", "收回")
    assert trainees.reassign(officer(province), trainee, "C", "交回县管")
    assert trainees.reassign(officer(county), trainee, "P", "上收省管")
    assert not trainees.reassign(officer(province), trainee, "P", "再次")
    assert acts().count(("trainee.reassign", "done")) == 3


def test_whom_a_trainee_is_not_given_to_and_by_whom(trainee: people.Trainee) -> None:
    closed = organizations.add("GONE", "原组织部", {Capacity.MANAGEMENT_DEPARTMENT})
    factories.department("OTHER")
    for named in ("OTHER", "NOWHERE", "BUREAU", "GONE", ""):
        assert refusal(trainees.reassign, officer(), trainee, named, "调整") == ("no_authority", "managing_department")
    assert refusal(trainees.reassign, officer(), trainee, "DEPARTMENT", " ") == ("missing", "reason")
    organizations.close(closed)
    assert refusal(trainees.reassign, operator(), trainee, "GONE", "调整") == ("closed", "managing_department")
    for stranger in (liaison(trainee.unit), officer(factories.department("OTHER")), factories.user()):
        with pytest.raises(Denied):
            trainees.reassign(stranger, trainee, "DEPARTMENT", "调整")


def test_nobody_is_given_to_another_department_by_oneself(trainee: people.Trainee) -> None:
    actor = officer()
    people.bind_account(trainee, actor, trainee.created_at)
    assert refusal(trainees.reassign, actor, trainee, "DEPARTMENT", "调整")[0] == "own_record"


def test_nobody_enters_an_identity_number_of_their_own(trainee: people.Trainee, keys: None) -> None:
    actor = entrusted_liaison(trainee.unit)
    people.bind_account(trainee, actor, trainee.created_at)
    assert refusal(trainees.set_identity, actor, trainee, identity(1))[0] == "own_record"


def test_whom_a_higher_department_has_taken_meanwhile_a_lower_one_gives_to_nobody(at_new_year: SimulatedClock) -> None:
    """Of two who decide at once the lower one, whose right is gone, does not undo what the higher one has done."""
    province = factories.department("P")
    county = factories.department("C", province)
    factories.department("S", county)
    person = people.add_trainee(people.BasicInformation("T1", "李四"), factories.organization("BUREAU"), county)
    seen_before = people.trainee(person.pk)
    trainees.reassign(officer(province), person, "P", "省管干部")
    refused = refusal(trainees.reassign, officer(county), seen_before, "S", "下放管理")
    assert refused == ("managed_meanwhile", "managing_department")
    assert people.trainee(person.pk).managing_department == province
