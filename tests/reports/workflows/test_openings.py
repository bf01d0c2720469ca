"""Many accounts are opened at once, each for itself, and the same rows may be sent again (6.1.1, 6.1.3)."""

from __future__ import annotations

import json
import signal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports.applets.archives.models import ArchiveEntry, LearnerArchive
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Delegation
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows.openings import Opening, open_accounts
from tests import factories
from tests.factories_duties import appointed, holder
from tests.factories_people import acts, entrust, entrusted_liaison, liaison, officer, operator, recorded, request
from tests.workers import Died, Worker, crew, together

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(at_new_year: SimulatedClock) -> Any:
    """The liaison officer of a unit that may maintain its trainees."""
    return entrusted_liaison(factories.organization("BUREAU"))


def results(openings: list[Opening]) -> list[tuple[str, str, str]]:
    """Return identifier, result and code of the refusal."""
    return [(opening.code, opening.result, getattr(opening.refusal, "code", "")) for opening in openings]


def everything() -> tuple[int, ...]:
    """Return how many trainees, accounts, platform users, archives and entries there are."""
    models = (people.Trainee, people.Account, LearnerArchive, ArchiveEntry)
    opened = User.objects.filter(username__startswith="user-").count()
    return (*(model.objects.count() for model in models), opened)


def test_a_new_trainee_gets_an_account_an_archive_and_a_mail(
    actor: Any, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        (opening,) = open_accounts(actor, [request("T1")])
    account = people.Account.objects.get()
    assert (opening.result, opening.account, opening.refusal) == ("opened", account, None)
    assert (account.trainee.name, account.trainee.unit.code, account.trainee.archive.number) == (
        "张三丰",
        "BUREAU",
        "T1",
    )
    assert (account.user.username, account.user.email, account.user.first_name) == (
        "user-T1",
        "t1@example.cn",
        "张三丰",
    )
    assert [mail.to for mail in mailoutbox] == [["t1@example.cn"]]
    assert acts() == [("trainee.add", "done"), ("account.open", "done")]


def test_a_trainee_who_is_known_gets_the_account_only(actor: Any) -> None:
    known = recorded("T1", name="李四")
    (opening,) = open_accounts(actor, [request("Ｔ1", username="lisi", email="lisi@example.cn")])
    assert (opening.code, opening.result, opening.account.trainee) == ("T1", "opened", known)
    assert opening.account.user.first_name == "李四"
    assert people.Trainee.objects.count() == 1


def test_one_bad_row_stops_no_other_and_leaves_nothing_behind(actor: Any) -> None:
    User.objects.create(username="taken", email="taken@example.cn")
    rows = [
        request("T1"),
        request("T2", username="taken"),
        request("T3", email="taken@example.cn"),
        request("T4", email="nonsense"),
        request("T5", unit="SASW") if factories.institution() else None,
        request(" "),
        request("T6"),
    ]
    assert results(open_accounts(actor, filter(None, rows))) == [
        ("T1", "opened", ""),
        ("T2", "refused", "username_taken"),
        ("T3", "refused", "email_taken"),
        ("T4", "refused", "bad_email"),
        ("T5", "denied", ""),
        (" ", "refused", "missing"),
        ("T6", "opened", ""),
    ]
    assert set(people.Trainee.objects.values_list("code", flat=True)) == {"T1", "T6"}
    assert everything() == (2, 2, 2, 2, 2)


def test_the_same_rows_may_be_sent_again(
    actor: Any, mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    rows = [request("T1"), request("T2")]
    with django_capture_on_commit_callbacks(execute=True):
        open_accounts(actor, rows)
        again = open_accounts(actor, [*rows, request("T3"), request("T3", username=" USER-t3 ")])
    assert results(again) == [("T1", "present", ""), ("T2", "present", ""), ("T3", "opened", ""), ("T3", "present", "")]
    assert again[0].account == people.Account.objects.get(trainee__code="T1")
    assert everything() == (3, 3, 3, 3, 3)
    assert len(mailoutbox) == 3


def test_an_account_of_another_username_is_not_replaced(actor: Any) -> None:
    open_accounts(actor, [request("T1")])
    again = open_accounts(actor, [request("T1", username="another")])
    assert results(again) == [("T1", "refused", "has_account")]
    assert again[0].refusal.field == "username"
    assert not User.objects.filter(username="another").exists()


def test_all_rows_are_one_operation_in_the_audit_log(actor: Any) -> None:
    open_accounts(actor, [request("T1"), request("T2")])
    assert AuditEntry.objects.values("operation").distinct().count() == 1
    assert AuditEntry.objects.count() == 4
    kept = json.dumps(list(AuditEntry.objects.values("reason", "details")), ensure_ascii=False)
    assert "张三丰" not in kept
    assert "example.cn" not in kept


def test_who_may_open_an_account_for_whom(at_new_year: SimulatedClock) -> None:
    """A new trainee takes the right to add one and to keep the account; a known one the latter only."""
    unit, institution = factories.organization("BUREAU"), factories.institution()
    recorded("KNOWN")
    entrust(Delegation.Kind.ACCOUNT_UPKEEP, unit, institution)
    helper, keeper = holder(Role.LEARNING_SUPPORT_STAFF, institution), liaison(unit)
    beside = liaison(factories.organization("BESIDE"))
    rows = [request("NEW"), request("KNOWN")]
    for stranger in (officer(), beside, factories.user()):
        assert [opening.result for opening in open_accounts(stranger, rows)] == ["denied", "denied"]
    for allowed in (keeper, helper):
        opened = open_accounts(allowed, rows)
        assert opened[0].result == "denied"
        assert opened[1].result in ("opened", "present")
    assert everything() == (1, 1, 1, 1, 1)
    assert ("add_trainee", "denied") in acts()
    assert ("keep_account", "denied") in acts()


def test_where_a_unit_has_no_liaison_officer_yet_its_department_opens_the_accounts(at_new_year: SimulatedClock) -> None:
    unit, rows = factories.organization("BUREAU"), [request("NEW"), request("KNOWN")]
    recorded("KNOWN")
    for stranger in (officer(factories.department("OTHER")), liaison(factories.organization("BESIDE"))):
        assert [opening.result for opening in open_accounts(stranger, rows)] == ["denied", "denied"]
    assert [opening.result for opening in open_accounts(officer(), rows)] == ["opened", "opened"]
    assert everything() == (2, 2, 2, 2, 2)
    liaison(unit)
    assert open_accounts(officer(), [request("LATER")])[0].result == "denied"


def test_where_no_department_is_above_one_has_to_be_named(at_new_year: SimulatedClock) -> None:
    organizations.add("TOP", "局", {Capacity.EMPLOYING_UNIT})
    (opening,) = open_accounts(operator(), [request("NEW", "TOP")])
    assert (opening.result, opening.refusal.code) == ("refused", "no_department")


def test_a_department_that_is_named_manages_the_person(at_new_year: SimulatedClock) -> None:
    department = factories.department("OTHER")
    (opening,) = open_accounts(operator(), [request("T1", managing_department=department)])
    assert opening.account.trainee.managing_department == department


def test_nobody_is_put_under_a_department_that_the_actor_does_not_act_for(actor: Any) -> None:
    """As where a trainee is added alone or by a file (5.1): it would have the person in its field from then on."""
    department = factories.department("OTHER")
    appointed(Role.ARCHIVE_INSPECTOR, department, user=actor)
    opened = open_accounts(actor, [request("T1", managing_department=department)])
    assert results(opened) == [("T1", "refused", "no_authority")]
    assert everything() == (0, 0, 0, 0, 0)


def test_trying_usernames_and_addresses_out_leaves_a_trace(actor: Any) -> None:
    User.objects.create(username="taken", email="taken@example.cn")
    open_accounts(actor, [request("T1", username="taken"), request("T2", email="taken@example.cn")])
    kept = AuditEntry.objects.filter(act="account.open", outcome="denied", target_key="BUREAU").order_by("pk")
    assert [entry.details for entry in kept] == [{"cause": "username_taken"}, {"cause": "email_taken"}]


def test_what_another_process_opens_meanwhile_is_found(actor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trainee was looked for before the other process was through: the second look finds the account."""
    look, looks = people.find_trainee, []

    def meanwhile(code: str) -> people.Trainee | None:
        looks.append(code)
        return None if looks == ["T1"] else look(code)

    open_accounts(actor, [request("T1")])
    monkeypatch.setattr(people, "find_trainee", meanwhile)
    assert results(open_accounts(actor, [request("T1")])) == [("T1", "present", "")]
    assert looks == ["T1", "T1"]
    assert everything() == (1, 1, 1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_openings_of_the_same_accounts_open_each_once() -> None:
    actor = entrusted_liaison(factories.organization("BUREAU"))
    recorded("T0")
    codes = [f"T{number}" for number in range(12)]
    with crew() as workers:
        pairs = zip(*together(workers, "open_accounts", {"actor": actor.pk, "codes": codes}), strict=True)
        assert [sorted(pair) for pair in pairs] == 12 * [["opened", "present"]]
    assert everything() == (12, 12, 12, 12, 12)
    assert AuditEntry.objects.filter(act="account.open").count() == 12
    assert AuditEntry.objects.filter(act="trainee.add").count() == 11


@pytest.mark.django_db(transaction=True)
def test_of_two_openings_with_one_username_the_first_has_it() -> None:
    actor = entrusted_liaison(factories.organization("BUREAU"))
    with crew() as workers:
        for number in range(10):
            rows = {"actor": actor.pk, "username": f"user-{number}"}
            openings = [{**rows, "codes": [f"{worker}{number}"], "email": f"{worker}{number}@a.cn"} for worker in "AB"]
            assert sorted(together(workers, "open_accounts", *openings)) == [["opened"], ["refused"]]
    assert everything() == (10, 10, 10, 10, 10)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", [6, 12, 15, 20, 26])
def test_a_killed_process_leaves_no_user_without_an_account(statements: int) -> None:
    actor = entrusted_liaison(factories.organization("BUREAU"))
    codes = ["T1", "T2"]
    with Worker() as worker:
        worker.do("die_after", statements=statements)
        with pytest.raises(Died):
            worker.do("open_accounts", actor=actor.pk, codes=codes)
        assert worker.wait() == -signal.SIGKILL
    assert len(set(everything())) == 1
    assert [opening.result for opening in open_accounts(actor, map(request, codes))][-1] == "opened"
    assert everything() == (2, 2, 2, 2, 2)
