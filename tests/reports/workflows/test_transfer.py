"""A trainee changes units, and all training data goes along (6.1.3, R9)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.archives.models import ArchiveRecord
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.credits.api import CreditEntry, CreditTotal
from cadretrain_reports.applets.learning.api import CourseStudy, StudyInterval
from cadretrain_reports.applets.organizations.api import Capacity, Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.roles.api import Role, RoleAssignment
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.applets.transfers.api import Terms, Transfer
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import study, submit, transfer
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_classes import registered
from tests.factories_transfers import NEW, OLD, asked, kinds, liaison, moved, officer, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(at_new_year: SimulatedClock) -> people.Account:
    return factories.trainee()


@pytest.fixture
def office() -> Organization:
    return factories.organization(NEW)


def acts() -> list[tuple[str, str]]:
    """Return what the audit log has since the accounts were opened."""
    entries = AuditEntry.objects.exclude(act="account.open").order_by("pk")
    return list(entries.values_list("act", "outcome"))


# Who may.


@pytest.mark.parametrize(("asker", "signer"), [(OLD, NEW), (NEW, OLD)])
def test_one_unit_asks_and_the_other_signs(
    account: people.Account, office: Organization, asker: str, signer: str
) -> None:
    wanted = transfer.ask_transfer(liaison(asker), account.trainee, office, Terms(reason="工作需要"))
    assert (wanted.asked_for.code, wanted.state) == (asker, "asked")
    assert people.trainee(account.pk).unit.code == OLD
    done = transfer.accept_transfer(liaison(signer), wanted, "同意接收")
    assert (done.state, done.decided_at, done.answer) == ("done", NEW_YEAR, "同意接收")
    assert people.trainee(account.pk).unit == office
    assert acts() == [("transfer.ask", "done"), ("transfer.accept", "done")]
    entry = AuditEntry.objects.get(act="transfer.accept")
    assert (entry.reason, entry.details) == ("同意接收", {"from_unit": OLD, "to_unit": NEW})
    assert (entry.target_kind, entry.target_key, entry.organization) == ("transfer", str(wanted.uuid), OLD)


def test_nobody_else_asks(account: people.Account, office: Organization) -> None:
    for stranger in (liaison("THIRD"), officer(), factories.user(), account.user):
        with pytest.raises(Denied):
            transfer.ask_transfer(stranger, account.trainee, office)
    assert acts() == 4 * [("speak_for_unit", "denied")]
    assert not Transfer.objects.exists()


def test_the_unit_that_asked_does_not_sign_for_the_other(account: people.Account) -> None:
    wanted = asked(account)
    for stranger in (liaison(OLD), liaison("THIRD"), officer(), account.user):
        with pytest.raises(Denied):
            transfer.accept_transfer(stranger, wanted)
    assert people.trainee(account.pk).unit.code == OLD


def test_an_officer_of_both_units_does_not_sign_twice(account: people.Account, office: Organization) -> None:
    """Whoever is liaison officer of both units speaks for both, but two persons sign."""
    both = liaison(OLD)
    RoleAssignment.objects.create(
        user=both, role=Role.LIAISON_OFFICER, organization=office, state="active", starts_on=date(2020, 1, 1)
    )
    wanted = transfer.ask_transfer(both, account.trainee, office)
    assert wanted.asked_for.code == OLD
    with pytest.raises(Refused) as refused:
        transfer.accept_transfer(both, wanted)
    assert refused.value.code == "own_transfer"
    assert transfer.accept_transfer(liaison(NEW), wanted).state == "done"


def test_a_department_above_both_decides(account: people.Account) -> None:
    wanted = asked(account)
    decided = transfer.decide_transfer(officer(), wanted, "组织决定")
    assert (decided.state, decided.answer) == ("done", "组织决定")
    assert people.trainee(account.pk).unit.code == NEW
    assert acts()[-1] == ("transfer.decide", "done")


def test_who_asked_does_not_decide_by_another_duty_either(account: people.Account, office: Organization) -> None:
    both = officer()
    RoleAssignment.objects.create(
        user=both, role=Role.LIAISON_OFFICER, organization=office, state="active", starts_on=date(2020, 1, 1)
    )
    wanted = transfer.ask_transfer(both, account.trainee, office)
    with pytest.raises(Refused) as refused:
        transfer.decide_transfer(both, wanted)
    assert refused.value.code == "own_transfer"
    assert transfer.decide_transfer(officer(), wanted).state == "done"


def test_nobody_decides_on_the_own_transfer(account: people.Account) -> None:
    wanted = asked(account)
    RoleAssignment.objects.create(
        user=account.user,
        role=Role.DEPARTMENT_OFFICER,
        organization=factories.department(),
        state="active",
        starts_on=date(2020, 1, 1),
    )
    with pytest.raises(Refused) as refused:
        transfer.decide_transfer(account.user, wanted)
    assert refused.value.code == "own_transfer"
    assert people.trainee(account.pk).unit.code == OLD


def test_a_department_does_not_decide_on_whom_it_does_not_manage(account: people.Account) -> None:
    """The province manages the trainee; the units are the county's (5.1)."""
    province = factories.department("TOP")
    trainee = people.trainee(account.pk)
    with transaction.atomic():
        people.change_situation(trainee, clock.now(), managing_department=province)
    wanted = transfer.ask_transfer(liaison(OLD), trainee, factories.organization(NEW))
    with pytest.raises(Denied):
        transfer.decide_transfer(officer(), wanted)
    assert people.trainee(account.pk).unit.code == OLD


def test_a_department_from_which_the_trainee_was_taken_meanwhile_does_not_decide(account: people.Account) -> None:
    wanted, province = asked(account), factories.department("TOP")
    wanted.trainee = people.trainee(account.pk)  # as it was when the right was asked for
    with transaction.atomic():
        people.change_situation(people.trainee(account.pk), clock.now(), managing_department=province)
    with pytest.raises(Refused) as refused:
        transfer.decide_transfer(officer(), wanted)
    assert refused.value.code == "managed_meanwhile"
    trainee = people.trainee(account.pk)
    assert (trainee.unit.code, trainee.managing_department) == (OLD, province)


@pytest.mark.parametrize("side", ["LEFT", "RIGHT"])
def test_a_department_above_one_of_them_does_not_decide(account: people.Account, side: str) -> None:
    top = factories.department("TOP")
    for code, unit in (("LEFT", "HERE"), ("RIGHT", "THERE")):
        department = factories.department(code, parent=top)
        factories.organization(unit, Capacity.EMPLOYING_UNIT, parent=department)
    wanted = asked(factories.trainee(unit="HERE"), to_unit="THERE")
    for act in (transfer.decide_transfer, lambda actor, of: transfer.refuse_transfer(actor, of, "不同意")):
        with pytest.raises(Denied):
            act(officer(side), wanted)
    assert transfer.decide_transfer(officer("TOP"), wanted).state == "done"


@pytest.mark.parametrize("refuser", [lambda: liaison(NEW), officer], ids=["other unit", "department"])
def test_a_refusal_leaves_all_as_it_was(account: people.Account, refuser: Callable[[], Any]) -> None:
    wanted = asked(account)
    refused = transfer.refuse_transfer(refuser(), wanted, "编制已满")
    assert (refused.state, refused.answer) == ("refused", "编制已满")
    assert acts()[-1] == ("transfer.refuse", "done")
    assert (people.trainee(account.pk).unit.code, kinds(account)) == (OLD, ["account"])
    with pytest.raises(Refused) as settled:
        transfer.accept_transfer(liaison(NEW), wanted)
    assert settled.value.code == "transfer_settled"


def test_the_unit_that_asked_takes_it_back(account: people.Account) -> None:
    wanted = asked(account)
    with pytest.raises(Denied):
        transfer.withdraw_transfer(liaison(NEW), wanted)
    with pytest.raises(Denied):
        transfer.refuse_transfer(liaison(OLD), wanted, "改变主意")
    assert transfer.withdraw_transfer(liaison(OLD), wanted, "改变主意").state == "withdrawn"
    assert acts()[-1] == ("transfer.withdraw", "done")
    assert asked(account).state == "asked"


# What goes along, and what stays.


def test_acceptance_does_it_all_at_once(account: people.Account, at_new_year: SimulatedClock) -> None:
    at_new_year.advance(86_400)
    wanted = asked(account, Terms(position="主任"))
    transfer.accept_transfer(liaison(NEW), wanted)
    trainee = people.trainee(account.pk)
    assert (trainee.unit.code, trainee.position, trainee.rank) == (NEW, "主任", "一级调研员")
    before, after = trainee.spells.order_by("since")
    assert (before.unit.code, before.position, before.until) == (OLD, "处长", at_new_year.at)
    assert (after.unit.code, after.position, after.since, after.until) == (NEW, "主任", at_new_year.at, None)
    record = ArchiveRecord.objects.get(entry__kind="transfer")
    assert (record.archive_id, record.year, record.subject) == (account.pk, 2026, "")
    assert json.loads(record.payload) == {
        "kind": "transfer",
        "trainee": str(trainee.uuid),
        "from_unit": OLD,
        "to_unit": NEW,
        "at": "2026-01-06T01:00:00Z",
        "year": 2026,
    }


def test_without_a_new_position_the_old_one_is_kept(account: people.Account) -> None:
    moved(account)
    assert people.trainee(account.pk).position == "处长"


def test_the_department_of_the_new_unit_manages_from_then_on(account: people.Account) -> None:
    department = factories.department("COUNTY", parent=factories.department())
    factories.organization("TOWN", Capacity.EMPLOYING_UNIT, parent=department)
    moved(account, to_unit="TOWN")
    assert people.trainee(account.pk).managing_department == department


def test_a_department_that_decides_may_keep_the_person(account: people.Account) -> None:
    department = factories.department("COUNTY", parent=factories.department())
    factories.organization("TOWN", Capacity.EMPLOYING_UNIT, parent=department)
    wanted = asked(account, to_unit="TOWN")
    transfer.decide_transfer(officer(), wanted, managing_department=factories.department())
    assert people.trainee(account.pk).managing_department.code == "DEPARTMENT"


def test_account_studies_and_credits_follow_untouched(account: people.Account, at_new_year: SimulatedClock) -> None:
    factories.released(duration=60)
    factories.learn(account, at_new_year, 60)
    models = (people.Account, CourseStudy, StudyInterval, CreditEntry, CreditTotal)
    before = [list(model.objects.values()) for model in models]
    moved(account)
    assert [list(model.objects.values()) for model in models] == before
    assert people.trainee(account.pk).account.status == "active"


def test_a_trainee_without_an_account_yet_moves_as_well(at_new_year: SimulatedClock, office: Organization) -> None:
    trainee = people.add_trainee(people.BasicInformation("T9", "李四"), factories.organization(OLD))
    wanted = transfer.ask_transfer(liaison(OLD), trainee, office)
    transfer.accept_transfer(liaison(NEW), wanted)
    assert people.trainee(trainee.pk).unit == office
    assert not ArchiveRecord.objects.exists()


def test_a_credit_that_waited_for_a_release_belongs_to_the_unit_at_the_release(
    account: people.Account, at_new_year: SimulatedClock
) -> None:
    """R2, R9: the last condition was met when the course was released, and by then the trainee was at the new unit."""
    waiting = factories.draft("C1", 60)
    factories.learn(account, at_new_year, 60, "C1")
    at_new_year.advance(3600)
    moved(account)
    at_new_year.advance(3600)
    factories.release(waiting)
    study.grant_due()
    assert CreditEntry.objects.get().unit.code == NEW


def test_a_credit_granted_late_belongs_to_the_unit_of_the_last_beat(
    account: people.Account, at_new_year: SimulatedClock
) -> None:
    """Another page held the time open, so that nothing was granted until the trainee had moved (R7, R9)."""
    factories.released("C1", 60)
    factories.draft("C2", 600)
    other = factories.Page(account, "block-C2", at_new_year)
    other.beat()
    at_new_year.advance(1)
    factories.learn(account, at_new_year, 60, "C1")
    assert not CreditEntry.objects.exists()
    at_new_year.advance(1)
    moved(account)
    at_new_year.advance(3600)
    study.grant_due()
    assert CreditEntry.objects.get().unit.code == OLD


# The packages of the years.


def test_the_package_of_the_year_carries_the_transfer(
    account: people.Account, at_new_year: SimulatedClock, exports: Path, signing_key: Signer
) -> None:
    for code in ("C1", "C2"):
        factories.released(code, 60)
    factories.learn(account, at_new_year, 60, "C1")
    at_new_year.advance(86_400)
    moved(account)
    at_new_year.advance(86_400)
    factories.learn(account, at_new_year, 60, "C2")
    package = submit.export_year(2026)
    report = verify_package(package, signing_key.verifier)
    assert (report.problems, report.records) == ((), 6)
    rows = [json.loads(line) for line in (package / "data/portfolio/course.jsonl").read_text().splitlines()]
    assert [(row["courseId"], row["unit"]) for row in rows] == [("SASW/C1", OLD), ("SASW/C2", NEW)]
    entries = (package / "data/log/entries.jsonl").read_text()
    assert entries.count('"record":{"at":') == 1


def test_an_old_year_archived_anew_after_a_transfer_says_nothing_new(
    account: people.Account, at_new_year: SimulatedClock, exports: Path, signing_key: Signer
) -> None:
    factories.released(duration=600)
    factories.learn(account, at_new_year, 60)
    submit.export_year(2026)
    at_new_year.advance(370 * 86_400)
    moved(account)
    package = submit.export_year(2026)
    assert kinds(account) == ["account", "study", "transfer"]
    assert "transfer" not in (package / "data/log/entries.jsonl").read_text()
    assert verify_package(package, signing_key.verifier).problems == ()
    next_year = submit.export_year(2027)
    assert '"kind":"transfer"' in (next_year / "data/log/entries.jsonl").read_text()
    assert verify_package(next_year, signing_key.verifier).problems == ()


def test_there_and_back_within_one_second_verifies(
    account: people.Account, at_new_year: SimulatedClock, exports: Path, signing_key: Signer
) -> None:
    factories.released(duration=60)
    factories.learn(account, at_new_year, 60)
    moved(account)
    moved(account, to_unit=OLD)
    assert verify_package(submit.export_year(2026), signing_key.verifier).problems == ()


# In the middle of a theme class.


@pytest.fixture
def registration(account: people.Account) -> ClassRegistration:
    theme_class = ThemeClass.objects.create(
        institution=factories.institution(), code="K1", title="青年干部培训班", class_type="assigned", state="running"
    )
    return registered(theme_class, account.trainee, state="confirmed")


def test_a_transfer_in_the_middle_of_a_class_changes_who_follows_up(
    account: people.Account, registration: ClassRegistration
) -> None:
    old, new = liaison(OLD), liaison(NEW)
    institution = post(Role.ACADEMIC_AFFAIRS_OFFICER, factories.institution())
    watched = (ClassRegistration, ThemeClass, people.Trainee, people.Account)

    def seen(user: Any) -> list[int]:
        return [in_scope(model.objects.all(), user).count() for model in watched]

    assert (seen(old), seen(new), seen(institution)) == ([1, 1, 1, 1], [0, 0, 0, 0], [1, 1, 1, 0])
    transfer.accept_transfer(new, transfer.ask_transfer(old, account.trainee, factories.organization(NEW)))
    assert (seen(old), seen(new), seen(institution)) == ([0, 0, 0, 0], [1, 1, 1, 1], [1, 1, 1, 0])
    assert in_scope(Transfer.objects.all(), old).count() == 1
    kept = ClassRegistration.objects.get()
    assert (kept.state, kept.trainee_id, kept.theme_class_id) == ("confirmed", account.pk, registration.theme_class_id)
    assert seen(account.user) == [1, 1, 1, 1]
