"""Transfers while others act at the same time, or a process is killed: never half done, nothing lost (6.1.3)."""

from __future__ import annotations

import signal
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.archives.models import ArchiveRecord
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.applets.learning.api import StudyInterval
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.transfers.api import Transfer
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.workflows import submit, transfer
from tests import factories
from tests.factories import Page
from tests.factories_transfers import NEW, OLD, asked, kinds, liaison, officer
from tests.workers import Died, Worker, crew

pytestmark = [pytest.mark.django_db(transaction=True)]

DOOR = "tests.factories_transfers"


def call(function: str, **arguments: Any) -> dict[str, Any]:
    return {"act": "call", "function": f"{DOOR}.{function}", **arguments}


def at_once(workers: list[Worker], *acts: dict[str, Any]) -> list[Any]:
    """Have each worker do its own act, all at the same time."""
    for worker, wanted in zip(workers, acts, strict=True):
        worker.send(**wanted)
    return [worker.answer() for worker in workers]


def is_whole(wanted: Transfer) -> str:
    """Return the state of a transfer after asserting that everything else agrees with it."""
    found = Transfer.objects.get(pk=wanted.pk)
    trainee = people.trainee(wanted.trainee_id)
    done = found.state == "done"
    spells = list(trainee.spells.order_by("since", "pk"))
    records = ArchiveRecord.objects.filter(archive=trainee.pk, entry__kind="transfer").count()
    audited = AuditEntry.objects.filter(target_key=str(wanted.uuid)).exclude(act="transfer.ask").count()
    assert trainee.unit.code == (NEW if done else OLD)
    assert [spell.unit.code for spell in spells] == [OLD, NEW][: 1 + done]
    assert [spell.standing for spell in spells] == [None, True][1 - done :]
    assert (records, audited, found.standing) == (
        done,
        found.state != "asked",
        True if found.state == "asked" else None,
    )
    return str(found.state)


@pytest.mark.parametrize(
    ("first", "second", "states"),
    [("accept", "accept", {"done"}), ("accept", "decide", {"done"}), ("accept", "refuse", {"done", "refused"})],
)
def test_two_who_settle_one_transfer(first: str, second: str, states: set[str]) -> None:
    one, other, above = liaison(NEW), liaison(NEW), officer()
    transfers = [asked(factories.trainee()) for _ in range(12)]
    seen = set()
    with crew() as workers:
        for wanted in transfers:
            by = above if second == "decide" else other
            answers = at_once(
                workers,
                call(first, user=one.pk, number=wanted.pk),
                call(second, user=by.pk, number=wanted.pk),
            )
            state = is_whole(wanted)
            assert sorted(answers) == sorted([state, "transfer_settled"])
            seen.add(state)
    assert seen <= states


def test_both_units_ask_at_once_for_one_person() -> None:
    office = factories.organization(NEW)
    officers = [liaison(OLD), liaison(NEW)]
    accounts = [factories.trainee() for _ in range(12)]
    with crew() as workers:
        for account in accounts:
            wanted = [call("ask", user=user.pk, trainee=account.pk, to_unit=office.pk) for user in officers]
            assert sorted(at_once(workers, *wanted)) == ["asked", "transfer_stands"]
    assert Transfer.objects.filter(standing=True).count() == 12


def test_a_beat_that_credits_in_the_second_of_the_transfer(
    at_new_year: SimulatedClock, exports: Path, signing_key: Signer
) -> None:
    """It neither fails nor is lost, and its hours belong to one of the two units."""
    factories.released(duration=120)
    officer_of_new = liaison(NEW)
    pages = [Page(factories.trainee(), "block-C1", at_new_year) for _ in range(15)]
    for page in pages:
        page.beat()
    at_new_year.advance(60)
    for page in pages:
        page.beat()
    transfers = [asked(page.account) for page in pages]
    due = at_new_year.at + timedelta(seconds=60)
    with crew() as workers:
        for page, wanted in zip(pages, transfers, strict=True):
            beat = {"study": page.study, "session": page.session, "usage_key": page.usage_key}
            answers = at_once(
                workers,
                {"act": "next_beats", **beat, "visible": True, "times": 1, "at": due.isoformat()},
                call("accept", user=officer_of_new.pk, number=wanted.pk, at=due.isoformat()),
            )
            assert answers == [[None], "done"]
    assert set(map(is_whole, transfers)) == {"done"}
    assert set(StudyInterval.objects.values_list("end_at", flat=True)) == {due}
    assert CreditEntry.objects.count() == 15
    assert set(CreditEntry.objects.values_list("unit__code", flat=True)) <= {OLD, NEW}
    assert all(sorted(kinds(page.account)) == ["account", "credit", "transfer"] for page in pages)
    with clock.simulated(due):
        assert verify_package(submit.export_year(2026), signing_key.verifier).problems == ()


def test_credit_and_transfer_take_their_locks_in_one_order(at_new_year: SimulatedClock) -> None:
    """Both wait for the archive, the credit first. Were it to take the trainee after it, each would wait for ever."""
    factories.released(duration=120)
    page, by = Page(factories.trainee(), "block-C1", at_new_year), liaison(NEW)
    page.learn(60)
    wanted, due = asked(page.account), (at_new_year.at + timedelta(seconds=60)).isoformat()
    with crew() as (studying, accepting):
        with transaction.atomic():
            archives.lock_archive(page.account.pk)
            beat = {"study": page.study, "session": page.session, "usage_key": page.usage_key}
            studying.send("next_beats", **beat, visible=True, times=1, at=due)
            time.sleep(0.5)
            accepting.send(**call("accept", user=by.pk, number=wanted.pk, at=due))
            time.sleep(0.5)
        assert (studying.answer(), accepting.answer()) == ([None], "done")
    assert is_whole(wanted) == "done"
    written = kinds(page.account)
    # Whom the database lets in first is its own affair (SQLite keeps no queue); the hours go by what came first.
    first_credit = written.index("credit") < written.index("transfer")
    assert CreditEntry.objects.get().unit.code == (OLD if first_credit else NEW)


def test_a_page_that_is_opened_in_the_second_of_the_transfer() -> None:
    factories.released()
    by = liaison(NEW)
    accounts = [factories.trainee() for _ in range(12)]
    transfers = [asked(account) for account in accounts]
    with crew() as workers:
        for account, wanted in zip(accounts, transfers, strict=True):
            beat = {"user": account.user_id, "usage_key": "block-C1", "session": "one"}
            opened, state = at_once(
                workers, {"act": "first_beat", **beat}, call("accept", user=by.pk, number=wanted.pk)
            )
            assert (opened > 0, state) == (True, "done")
    assert StudyInterval.objects.count() == 12


@pytest.mark.parametrize("statements", [8, 17, 18, 20, 21, 22, 23, 24])
def test_an_acceptance_that_is_killed_half_way_is_not_done_at_all(statements: int) -> None:
    wanted, by = asked(factories.trainee()), liaison(NEW)
    with Worker() as worker:
        worker.do("die_after", statements=statements)
        with pytest.raises(Died):
            worker.do(**call("accept", user=by.pk, number=wanted.pk))
        assert worker.wait() == -signal.SIGKILL
    assert is_whole(wanted) == "asked"
    transfer.accept_transfer(by, wanted)
    assert is_whole(wanted) == "done"
