"""Rules of the platform, instruction and relief: who may do what (6.1.2, 6.3.3)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.roles.api import RoleAssignment
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import upkeep as workflow
from tests import factories
from tests.factories_people import acts, liaison, officer, operator, recorded
from tests.workers import crew, together

pytestmark = pytest.mark.django_db

SECRECY = upkeep.Instruction.Kind.SECRECY
TODAY = date(2026, 1, 5)
RELIEF = upkeep.Relief("reduction", 2026, Decimal("12.5"), "患病休养")


@pytest.fixture
def account(at_new_year: SimulatedClock) -> people.Account:
    return factories.trainee()


def after(account: people.Account) -> list[tuple[str, str]]:
    """Return what the audit log says since the account was opened."""
    assert acts()[0] == ("account.open", "done")
    return acts()[1:]


# Rules.


def test_the_site_operator_publishes_rules(account: people.Account) -> None:
    for stranger in (account.user, officer(), liaison(account.trainee.unit)):
        with pytest.raises(Denied):
            workflow.publish_rules(stranger, "1", "平台规则", "不得代学。")
    assert workflow.publish_rules(operator(), "1", "平台规则", "不得代学。") == upkeep.rules_in_force()
    assert after(account) == 3 * [("publish_rules", "denied")] + [("rules.publish", "done")]
    entry = AuditEntry.objects.latest("pk")
    assert (entry.target_kind, entry.target_key) == ("platform_rules", "1")


def test_rules_that_cannot_be_published_leave_no_record(at_new_year: SimulatedClock) -> None:
    with pytest.raises(Refused):
        workflow.publish_rules(operator(), "1", "平台规则", " ")
    assert acts() == []


def test_a_trainee_accepts_for_oneself(account: people.Account) -> None:
    workflow.publish_rules(operator(), "1", "平台规则", "不得代学。")
    assert [workflow.accept_rules(account.user, "1") for _ in range(2)] == [True, False]
    assert upkeep.has_accepted(account.pk)
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.actor, entry.target_key, entry.details) == (
        "rules.accept",
        account.user,
        str(account.trainee.uuid),
        {"version": "1"},
    )


def test_who_is_no_trainee_has_nothing_to_accept(at_new_year: SimulatedClock) -> None:
    workflow.publish_rules(operator(), "1", "平台规则", "不得代学。")
    with pytest.raises(Refused) as refused:
        workflow.accept_rules(factories.user(), "1")
    assert refused.value.code == "not_a_trainee"


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_accept_at_once_make_one_acceptance() -> None:
    accounts = [factories.trainee() for _ in range(15)]
    workflow.publish_rules(operator(), "1", "平台规则", "不得代学。")
    with crew() as workers:
        accepted = [together(workers, "accept_rules", {"actor": each.user_id, "version": "1"}) for each in accounts]
    assert [sorted(pair) for pair in accepted] == 15 * [[False, True]]
    assert upkeep.RulesAcceptance.objects.count() == 15
    assert AuditEntry.objects.filter(act="rules.accept").count() == 15


# Instruction.


def test_a_liaison_officer_records_instruction_of_many(account: people.Account) -> None:
    other = recorded("T9")
    actor = liaison(account.trainee.unit)
    made = workflow.record_instruction(actor, [account.trainee, other], SECRECY, TODAY, "集中讲解")
    assert {instruction.trainee for instruction in made} == {account.trainee, other}
    assert {instruction.by for instruction in made} == {actor}
    assert after(account) == 2 * [("instruction.record", "done")]
    kept = AuditEntry.objects.filter(act="instruction.record")
    assert kept.values("operation").distinct().count() == 1
    assert kept[0].details == {"kind": "secrecy", "held_on": "2026-01-05"}


def test_all_are_of_the_unit_or_nobody_is_recorded(account: people.Account) -> None:
    beside = recorded("T9", unit="BESIDE")
    actor = liaison(account.trainee.unit)
    for trainees in ([account.trainee, beside], [beside]):
        with pytest.raises(Denied):
            workflow.record_instruction(actor, trainees, SECRECY, TODAY)
    with pytest.raises(Denied):
        workflow.record_instruction(account.user, [account.trainee], SECRECY, TODAY)
    with pytest.raises(Refused):
        workflow.record_instruction(actor, [account.trainee], SECRECY, TODAY + timedelta(days=1))
    assert not upkeep.Instruction.objects.exists()
    assert after(account) == 3 * [("instruct", "denied")]


# Relief.


@pytest.mark.parametrize("who", ["oneself", "liaison"])
def test_who_asks_for_relief_and_takes_it_back(account: people.Account, who: str) -> None:
    actor = account.user if who == "oneself" else liaison(account.trainee.unit)
    request = workflow.ask_relief(actor, account.trainee, RELIEF)
    assert workflow.withdraw_relief(actor, request).state == "withdrawn"
    assert after(account) == [("relief.ask", "done"), ("relief.withdraw", "done")]
    entry = AuditEntry.objects.get(act="relief.ask")
    assert entry.details == {"kind": "reduction", "year": 2026, "credit_hours": "12.5"}
    assert entry.reason == ""


def test_nobody_else_asks_or_takes_back(account: people.Account) -> None:
    request = workflow.ask_relief(account.user, account.trainee, RELIEF)
    for stranger in (factories.trainee().user, liaison(factories.organization("BESIDE")), officer()):
        with pytest.raises(Denied):
            workflow.ask_relief(stranger, account.trainee, RELIEF)
        with pytest.raises(Denied):
            workflow.withdraw_relief(stranger, request)
    request.refresh_from_db()
    assert request.state == "asked"


def test_the_managing_department_decides(account: people.Account) -> None:
    request = workflow.ask_relief(account.user, account.trainee, RELIEF)
    for stranger in (account.user, liaison(account.trainee.unit), officer(factories.department("OTHER"))):
        with pytest.raises(Denied):
            workflow.decide_relief(stranger, request, approved=True)
    actor = officer()
    decided = workflow.decide_relief(actor, request, approved=True, answer="同意")
    assert (decided.state, decided.decided_by, decided.answer) == ("approved", actor, "同意")
    assert acts()[-1] == ("relief.approve", "done")


def test_a_request_is_returned_with_its_reason(account: people.Account) -> None:
    request = workflow.ask_relief(account.user, account.trainee, RELIEF)
    with pytest.raises(Refused) as refused:
        workflow.decide_relief(officer(), request, approved=False)
    assert (refused.value.code, refused.value.field) == ("missing", "answer")
    assert workflow.decide_relief(officer(), request, approved=False, answer="请附证明").state == "returned"
    entry = AuditEntry.objects.latest("pk")
    assert (entry.act, entry.reason) == ("relief.return", "请附证明")


def test_nobody_decides_on_a_request_of_ones_own(account: people.Account) -> None:
    officer()
    RoleAssignment.objects.update(user=account.user)
    request = workflow.ask_relief(account.user, account.trainee, RELIEF)
    with pytest.raises(Refused) as refused:
        workflow.decide_relief(account.user, request, approved=True)
    assert refused.value.code == "own_request"
    request.refresh_from_db()
    assert request.state == "asked"


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_holds() -> None:
    account, one, other = factories.trainee(), officer(), officer()
    with crew() as workers:
        for year in range(2000, 2015):
            relief = upkeep.Relief("reduction", year, Decimal(1), "援藏")
            request = workflow.ask_relief(account.user, account.trainee, relief)
            said = together(
                workers,
                "decide_relief",
                {"actor": one.pk, "request": request.pk, "approved": True},
                {"actor": other.pk, "request": request.pk, "approved": False},
            )
            request.refresh_from_db()
            assert sorted(said) == sorted(["already_decided", request.state])
    decisions = AuditEntry.objects.filter(act__in=("relief.approve", "relief.return"))
    assert decisions.count() == 15
