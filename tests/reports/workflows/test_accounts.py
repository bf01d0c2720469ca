"""Opening an account begins the archive (9.1.1); keeping it up is the unit's, or whoever it lets do so (6.1.3)."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from celery.exceptions import Retry
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports import clock
from cadretrain_reports.applets.archives.models import ArchiveEntry, ArchiveRecord, LearnerArchive
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations.api import Delegation
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import accounts
from tests import factories
from tests.factories_duties import holder
from tests.factories_people import acts, entrust, liaison, officer, operator, recorded
from tests.workers import crew, together

pytestmark = pytest.mark.django_db


def test_account_archive_and_its_first_entry(at_new_year: SimulatedClock) -> None:
    user = factories.user()
    unit = factories.organization("BUREAU")
    account = accounts.open_account(people.BasicInformation("T1", "李四"), unit, user)
    assert (account.user, account.opened_at, account.trainee.unit) == (user, at_new_year.at, unit)
    assert account.trainee.archive.opened_at == at_new_year.at
    assert json.loads(ArchiveRecord.objects.get().payload) == {
        "kind": "account",
        "trainee": str(account.trainee.uuid),
        "portfolio_id": "T1",
        "unit": "BUREAU",
        "opened_at": "2026-01-05T01:00:00Z",
    }


def test_no_name_enters_the_archive(at_new_year: SimulatedClock) -> None:
    factories.trainee(name="欧阳修", username="ouyangxiu")
    payload = ArchiveRecord.objects.get().payload
    assert "欧阳修" not in payload
    assert "ouyangxiu" not in payload


def test_all_or_nothing(at_new_year: SimulatedClock) -> None:
    user = factories.trainee().user
    with pytest.raises(IntegrityError), transaction.atomic():
        accounts.open_account(people.BasicInformation("T2", "李四"), factories.organization("BUREAU"), user)
    assert not people.Trainee.objects.filter(code="T2").exists()
    assert (LearnerArchive.objects.count(), ArchiveEntry.objects.count()) == (1, 1)


def test_a_department_may_be_named_and_the_opening_is_kept(at_new_year: SimulatedClock) -> None:
    department, actor = factories.department("OTHER"), operator()
    unit = factories.organization("BUREAU")
    account = accounts.open_account(
        people.BasicInformation("T1", "李四"), unit, factories.user(), managing_department=department, actor=actor
    )
    assert account.trainee.managing_department == department
    entry = AuditEntry.objects.get()
    assert (entry.act, entry.actor, entry.target_kind, entry.target_key, entry.organization) == (
        "account.open",
        actor,
        "trainee",
        str(account.trainee.uuid),
        "BUREAU",
    )
    factories.trainee()
    assert AuditEntry.objects.latest("pk").actor is None


# Suspending and reviving.


@pytest.fixture
def account(at_new_year: SimulatedClock) -> people.Account:
    """An account whose opening is not in the audit log any more that the tests look at."""
    return factories.trainee()


def status(account: people.Account) -> str:
    return str(people.Account.objects.get(pk=account.pk).status)


def after(account: people.Account) -> list[tuple[str, str]]:
    """Return what the audit log says since the account was opened."""
    assert acts()[0] == ("account.open", "done")
    return acts()[1:]


def test_the_units_liaison_officer_suspends_and_revives(account: people.Account) -> None:
    actor = liaison(account.trainee.unit)
    assert accounts.suspend(actor, account.trainee, " 借调期间停用 ") is True
    assert status(account) == "suspended"
    assert accounts.revive(actor, account.trainee) is True
    assert status(account) == "active"
    assert after(account) == [("account.suspend", "done"), ("account.revive", "done")]
    assert list(AuditEntry.objects.values_list("reason", flat=True)) == ["", "借调期间停用", ""]


def test_nobody_revives_the_own_account(account: people.Account) -> None:
    actor = holder(Role.DEPARTMENT_OFFICER, factories.department())
    own = people.bind_account(recorded("T2", unit="BESIDE"), actor, account.opened_at)
    accounts.suspend(actor, own.trainee, "停用")
    with pytest.raises(Refused) as refused:
        accounts.revive(actor, own.trainee)
    assert (refused.value.code, status(own)) == ("own_account", "suspended")


def test_what_is_done_already_is_not_done_again(account: people.Account) -> None:
    actor = liaison(account.trainee.unit)
    assert accounts.revive(actor, account.trainee) is False
    assert [accounts.suspend(actor, account.trainee, "停用") for _ in range(2)] == [True, False]
    assert after(account) == [("account.suspend", "done")]


def test_suspending_takes_a_reason(account: people.Account) -> None:
    with pytest.raises(Refused) as refused:
        accounts.suspend(liaison(account.trainee.unit), account.trainee, " ")
    assert (refused.value.code, refused.value.field) == ("missing", "reason")
    assert status(account) == "active"


ACTS = {
    "suspend": lambda actor, trainee: accounts.suspend(actor, trainee, "停用"),
    "revive": accounts.revive,
    "unlock": accounts.unlock,
    "reset_password": accounts.reset_password,
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_else_keeps_up_an_account(account: people.Account, act: str) -> None:
    beside = factories.organization("BESIDE")
    institution = factories.institution()
    liaison(account.trainee.unit)
    strangers = [
        account.user,
        liaison(beside),
        officer(),
        holder(Role.LEARNING_SUPPORT_STAFF, institution),
        holder(Role.ARCHIVE_INSPECTOR, factories.department()),
    ]
    for stranger in strangers:
        with pytest.raises(Denied):
            ACTS[act](stranger, account.trainee)
    assert status(account) == "active"
    assert after(account) == 5 * [("keep_account", "denied")]


@pytest.mark.parametrize("role", [Role.LEARNING_SUPPORT_STAFF, Role.ACADEMIC_AFFAIRS_OFFICER])
def test_an_institution_keeps_up_what_a_unit_lets_it(account: people.Account, role: Role) -> None:
    institution = factories.institution()
    delegation = entrust(Delegation.Kind.ACCOUNT_UPKEEP, account.trainee.unit, institution)
    actor = holder(role, institution)
    assert accounts.suspend(actor, account.trainee, "停用")
    Delegation.objects.filter(pk=delegation.pk).update(standing=None)
    with pytest.raises(Denied):
        accounts.revive(actor, account.trainee)


@pytest.mark.parametrize("act", ACTS)
def test_who_has_no_account_has_none_kept_up(at_new_year: SimulatedClock, act: str) -> None:
    trainee = recorded()
    with pytest.raises(Refused) as refused:
        ACTS[act](liaison(trainee.unit), trainee)
    assert refused.value.code == "no_account"
    assert acts() == []


# What the platform does.


def test_unlocking_lets_somebody_sign_in_again(account: people.Account, host: Any) -> None:
    actor = liaison(account.trainee.unit)
    host.LOCKED.add(account.user_id)
    assert [accounts.unlock(actor, account.trainee) for _ in range(2)] == [True, False]
    assert account.user_id not in host.LOCKED
    assert after(account) == 2 * [("account.unlock", "done")]
    details = AuditEntry.objects.filter(act="account.unlock").order_by("pk").values_list("details", flat=True)
    assert list(details) == [{"was_locked": True}, {"was_locked": False}]


def test_a_new_password_is_chosen_by_the_person_alone(
    account: people.Account,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    account.user.email = "zhangsan@example.cn"
    account.user.set_password("old")
    account.user.save()
    with django_capture_on_commit_callbacks() as callbacks:
        accounts.reset_password(liaison(account.trainee.unit), account.trainee)
        assert mailoutbox == []
    assert len(callbacks) == 1
    callbacks[0]()
    (mail,) = mailoutbox
    assert mail.to == ["zhangsan@example.cn"]
    assert "/reset/" in mail.body
    account.user.refresh_from_db()
    assert account.user.check_password("old")
    assert after(account) == [("account.reset_password", "done")]
    assert "zhangsan" not in json.dumps(list(AuditEntry.objects.values("reason", "details", "target_key")))


def test_without_an_address_there_is_nowhere_to_mail_to(account: people.Account) -> None:
    with pytest.raises(Refused) as refused:
        accounts.reset_password(liaison(account.trainee.unit), account.trainee)
    assert refused.value.code == "no_email"
    assert after(account) == []


def test_a_mail_that_fails_is_tried_again_and_its_address_enters_no_log(
    account: people.Account,
    host: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    tried = []

    def refuse(user: Any) -> None:
        tried.append(user.pk)
        raise SMTPRecipientsRefused({"zhangsan@example.cn": (550, b"no such user")})

    monkeypatch.setattr(host, "send_password_mail", refuse)
    caplog.set_level(logging.DEBUG)
    account.user.email = "zhangsan@example.cn"
    account.user.save()
    with django_capture_on_commit_callbacks() as callbacks:
        accounts.reset_password(liaison(account.trainee.unit), account.trainee)
    with pytest.raises(Retry, match=f"Retry in 60s: MailError\\('user {account.user_id}: SMTPRecipientsRefused'\\)"):
        callbacks[0]()
    assert people.PasswordMail.objects.get(pk=account.user_id).due_at is not None
    last = accounts.send_password_mail.apply([account.user_id], retries=5, throw=False)
    assert isinstance(last.result, accounts.MailError)
    assert tried == 2 * [account.user_id]
    assert "zhangsan" not in f"{last.traceback} {caplog.text}"


@pytest.mark.django_db(transaction=True)
def test_a_mail_that_cannot_even_be_queued_undoes_nothing(host: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    account = factories.trainee()
    account.user.email = "zhangsan@example.cn"
    account.user.save()

    def without_broker(*_arguments: Any) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(accounts.send_password_mail, "delay", without_broker)
    accounts.reset_password(liaison(account.trainee.unit), account.trainee)
    assert acts()[-1] == ("account.reset_password", "done")
    assert people.PasswordMail.objects.get(pk=account.user_id).due_at is not None


# Mails that were left.


@pytest.fixture
def left(account: people.Account, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> people.Account:
    """Return an account to which a mail is due, and the process was killed before it asked the queue."""
    account.user.email = "zhangsan@example.cn"
    account.user.set_password("old")
    account.user.save()
    with django_capture_on_commit_callbacks():
        accounts.reset_password(liaison(account.trainee.unit), account.trainee)
    return account


def test_a_mail_that_no_worker_sent_is_sent_once(
    left: people.Account, at_new_year: SimulatedClock, mailoutbox: list[EmailMessage]
) -> None:
    assert accounts.send_mails_left() == 0, "it is still the worker's"
    at_new_year.advance(3600)
    assert [accounts.send_mails_left() for _ in range(2)] == [1, 0]
    assert [mail.to for mail in mailoutbox] == [["zhangsan@example.cn"]]
    accounts.send_password_mail.apply([left.user_id], throw=True)
    assert len(mailoutbox) == 1, "the worker that comes late finds it sent"


def test_a_mail_that_cannot_be_sent_is_left_for_later_and_not_for_ever(
    left: people.Account, at_new_year: SimulatedClock, host: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def refuse(user: Any) -> None:
        tried.append(at_new_year.at)
        raise SMTPRecipientsRefused({"zhangsan@example.cn": (550, b"no such user")})

    monkeypatch.setattr(host, "send_password_mail", refuse)
    begun = at_new_year.at
    for _quarter in range(4 * 24 * 8):
        at_new_year.advance(900)
        assert accounts.send_mails_left() == 0
    assert [(at - begun).total_seconds() / 3600 for at in tried] == [*range(1, 24 * 7)]


def test_what_is_asked_again_is_due_again(
    left: people.Account,
    at_new_year: SimulatedClock,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    at_new_year.advance(3600)
    accounts.send_mails_left()
    with django_capture_on_commit_callbacks(execute=True):
        accounts.reset_password(liaison(left.trainee.unit), left.trainee)
    assert len(mailoutbox) == 2


def test_what_is_undone_leaves_no_mail(account: people.Account, at_new_year: SimulatedClock) -> None:
    with transaction.atomic():
        accounts.mail_password(account.user_id)
        transaction.set_rollback(True)
    assert not people.PasswordMail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_send_what_is_left_send_it_once() -> None:
    begun = clock.now()
    users = [factories.user() for _ in range(20)]
    for user in users:
        user.email = f"{user.username}@example.cn"
        user.save()
        people.keep_mail_due(user.pk, begun - timedelta(hours=2))
    with crew() as workers:
        assert sum(together(workers, "call", {"function": f"{__name__}.send_left"})) == len(users)
    assert not people.PasswordMail.objects.filter(due_at__isnull=False).exists()


def send_left() -> int:
    """In a further process: send what is left; return how many."""
    return accounts.send_mails_left()
