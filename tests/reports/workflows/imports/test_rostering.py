"""Trainees are recorded, brought up to date, identified and given accounts, each within the sender's field (6.1.1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Delegation
from cadretrain_reports.applets.people.api import Account, Trainee, TraineeSpell
from cadretrain_reports.workflows.bodies import close_body
from tests import factories
from tests.factories_bodies import department, unit
from tests.factories_imports import TRAINEE, Said, counts, refused, trainees
from tests.factories_people import entrust, entrusted_liaison, identity, liaison, operator, recorded
from tests.reports.workflows.imports.conftest import Send

pytestmark = pytest.mark.django_db


def person(code: str = "T1", **cells: str) -> Said:
    return {**TRAINEE, "code": code, **cells}


def test_a_new_trainee_with_unit_department_and_a_first_spell(send: Send) -> None:
    row = person(position_level="正处级", ethnicity="汉", cadre_category="县处级干部")
    assert counts(send("trainees", row)) == (1, 0, 0, 0)
    made = Trainee.objects.get()
    assert (made.unit.code, made.managing_department.code) == ("BUREAU", "DEPARTMENT")
    assert (made.position, made.position_level, made.ethnicity) == ("处长", "131", "01")
    (spell,) = TraineeSpell.objects.filter(trainee=made, standing=True)
    assert (spell.unit_id, spell.position, spell.cadre_category) == (made.unit_id, "处长", "县处级干部")


def test_a_new_trainee_may_be_managed_from_elsewhere_by_whoever_acts_for_both(send: Send, site: Any) -> None:
    """The department is one of the tree, or one that the sender acts for; a closed one manages nobody (5.1)."""
    department("PROVINCE")
    foreign = person(managing_department="PROVINCE")
    assert "管理部门代码" in refused(send("trainees", foreign))[2]
    send("trainees", foreign, actor=site)
    assert Trainee.objects.get().managing_department.code == "PROVINCE"
    close = department("CLOSED")
    close_body(site, close, "撤销")
    assert "管理部门代码" in refused(send("trainees", person("T2", managing_department="CLOSED"), actor=site))[2]


@pytest.fixture
def site() -> Any:
    return operator()


@pytest.mark.parametrize("code", ["NOWHERE", "BUREAU"])
def test_what_is_no_department_manages_nobody(send: Send, code: str) -> None:
    assert "管理部门代码" in refused(send("trainees", person(managing_department=code)))[2]
    assert not Trainee.objects.exists()


def test_a_known_trainee_is_brought_up_to_date_with_a_new_spell(send: Send) -> None:
    send("trainees", person())
    assert counts(send("trainees", person(position="局长"))) == (0, 1, 0, 0)
    assert Trainee.objects.get().position == "局长"
    assert TraineeSpell.objects.count() == 2
    entry = AuditEntry.objects.get(act="trainee.change")
    assert entry.details == {"fields": ["position"]}


def test_an_empty_cell_leaves_what_is_recorded(send: Send) -> None:
    send("trainees", person())
    assert counts(send("trainees", person(position="", rank=""))) == (0, 0, 1, 0)
    assert Trainee.objects.get().position == "处长"


def test_nobody_is_moved_by_a_file(send: Send) -> None:
    send("trainees", person())
    said = refused(send("trainees", person(unit="OFFICE", position="局长")))[2]
    assert said.startswith("单位代码 “OFFICE”")
    assert "transfer" in said
    assert (Trainee.objects.get().unit.code, Trainee.objects.get().position) == ("BUREAU", "处长")


def test_nobody_comes_under_another_department_by_a_file(send: Send) -> None:
    send("trainees", person())
    department("PROVINCE")
    assert "transfer" in refused(send("trainees", person(managing_department="PROVINCE")))[2]
    assert counts(send("trainees", person(managing_department="DEPARTMENT"))) == (0, 0, 1, 0)


def test_a_unit_out_of_reach_is_not_told_from_one_that_is_not_there(send: Send) -> None:
    far = unit("FAR", department("OTHER"))
    factories.trainee("T1", unit=far.code)
    outcome = send("trainees", person(unit="FAR"), person("T2", unit="FAR"), person("T3", unit="NOWHERE"))
    said = [reason.replace("FAR", "").replace("NOWHERE", "") for reason in refused(outcome).values()]
    assert (len(set(said)), outcome.denied) == (1, 3)


def test_the_identifier_of_a_person_elsewhere_is_refused_without_saying_where(send: Send) -> None:
    factories.trainee("T1", unit=unit("FAR", department("OTHER")).code)
    said = refused(send("trainees", person()))[2]
    assert "comes by a transfer" in said
    assert "FAR" not in said


def test_a_liaison_officer_adds_and_maintains_what_the_unit_was_entrusted_with(send: Send) -> None:
    own = organizations.get("BUREAU")
    assert counts(send("trainees", person(), actor=liaison(own))) == (0, 0, 0, 1)
    entrusted = entrusted_liaison(own)
    assert counts(send("trainees", person(), person("T2", unit="OFFICE"), actor=entrusted)) == (1, 0, 0, 1)
    assert counts(send("trainees", person(position="局长"), actor=entrusted)) == (0, 1, 0, 0)


def test_who_is_managed_by_another_department_is_not_changed(send: Send) -> None:
    province = department("PROVINCE")
    send("trainees", person(managing_department=province.code), actor=operator())
    assert "Only the managing department" in refused(send("trainees", person(position="局长")))[2]


def test_a_closed_unit_takes_nobody(send: Send, sender: Any) -> None:
    close_body(sender, organizations.get("OFFICE"), "撤销")
    assert "is closed" in refused(send("trainees", person(unit="OFFICE")))[2]


def test_a_body_that_employs_nobody_takes_nobody(send: Send) -> None:
    assert "no employing unit" in refused(send("trainees", person(unit="DEPARTMENT")))[2]


def test_without_a_department_above_one_has_to_be_named(send: Send) -> None:
    factories.organization("ALONE", Capacity.EMPLOYING_UNIT)
    said = refused(send("trainees", person(unit="ALONE"), actor=operator()))[2]
    assert said.startswith("管理部门代码")


def test_identity_numbers_are_kept_as_hashes_and_the_same_ones_change_nothing(send: Send, matching_key: Any) -> None:
    rows = [person(f"T{number}", identity_number=identity(number)) for number in range(3)]
    assert counts(send("trainees", *rows)) == (3, 0, 0, 0)
    assert Trainee.objects.exclude(identity_hash=None).exclude(identity_masked="").count() == 3
    assert counts(send("trainees", *rows)) == (0, 0, 3, 0)
    masked = Trainee.objects.get(code="T0").identity_masked
    assert counts(send("trainees", person("T0", identity_number=masked))) == (0, 0, 1, 0)


def test_an_identity_number_may_come_later(send: Send, matching_key: Any) -> None:
    send("trainees", person())
    assert counts(send("trainees", person(identity_number=identity()))) == (0, 1, 0, 0)
    assert Trainee.objects.get().identity_hash


def test_an_identity_number_is_of_one_person(send: Send, matching_key: Any) -> None:
    send("trainees", person(identity_number=identity()))
    recorded("T9")
    outcome = send(
        "trainees",
        person("T2", identity_number=identity()),
        person("T3", identity_number=identity()),
        person("T4", identity_number="110*************2X"),
    )
    said = refused(outcome)
    assert "has this identity number" in said[2]
    assert "in line 2" in said[3]
    assert "masked" in said[4]
    assert "has this identity number" in refused(send("trainees", person("T9", identity_number=identity())))[2]
    assert not any(identity() in reason for reason in said.values())
    assert [entry.details["taken"] for entry in AuditEntry.objects.filter(act="import.file").order_by("pk")] == [
        0,
        1,
        1,
    ]


def test_an_account_is_opened_in_the_same_go(send: Send, host: Any) -> None:
    entrusted = entrusted_liaison(organizations.get("BUREAU"))
    row = person(username="zhang3", email="zhang3@example.cn")
    assert counts(send("trainees", row, actor=entrusted)) == (1, 0, 0, 0)
    account = Account.objects.get()
    assert (account.user.username, account.trainee.archive.number) == ("zhang3", "T1")
    assert counts(send("trainees", row, actor=entrusted)) == (0, 0, 1, 0)
    assert "another username" in refused(send("trainees", person(username="li4"), actor=entrusted))[2]


def test_an_account_may_come_later(send: Send, host: Any) -> None:
    entrusted = entrusted_liaison(organizations.get("BUREAU"))
    send("trainees", person(), actor=entrusted)
    row = person(username="zhang3", email="zhang3@example.cn")
    assert counts(send("trainees", row, actor=entrusted)) == (0, 1, 0, 0)


def test_without_the_account_the_trainee_does_not_go_in_either(send: Send, host: Any) -> None:
    factories.user("taken")
    entrusted = entrusted_liaison(organizations.get("BUREAU"))
    rows = [person(username="taken", email="a@example.cn"), person("T2")]
    outcome = send("trainees", *rows, actor=entrusted)
    assert "has this username already" in refused(outcome)[2]
    assert list(Trainee.objects.values_list("code", flat=True)) == ["T2"]
    assert not Account.objects.exists()
    # A department's officers keep no accounts.
    assert "open accounts" in refused(send("trainees", person("T3", username="x3", email="x@example.cn")))[2]
    assert not get_user_model().objects.filter(username="x3").exists()


def test_a_trial_opens_no_account(send: Send, host: Any) -> None:
    entrust(Delegation.Kind.ACCOUNT_UPKEEP, organizations.get("BUREAU"), factories.institution())
    entrusted = entrusted_liaison(organizations.get("BUREAU"))
    send("trainees", person(username="zhang3", email="z@example.cn"), actor=entrusted, dry_run=True)
    assert not get_user_model().objects.filter(username="zhang3").exists()


def test_the_number_of_queries_does_not_grow_with_the_rows(send: Send) -> None:
    def asked(count: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            send("trainees", *trainees(count))
        return len(queries)

    asked(300)
    assert asked(300) == asked(30)
