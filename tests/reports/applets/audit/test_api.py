"""Who did what, and why (9.2.3)."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.audit.api import AuditEntry, Target
from cadretrain_reports.clock import SimulatedClock
from tests import factories

pytestmark = pytest.mark.django_db

TARGET = Target("trainee", "T1", "BUREAU")


def test_an_act_is_kept_with_who_what_when_and_why(at_new_year: SimulatedClock) -> None:
    actor = factories.user()
    audit.record("account.suspend", actor.pk, TARGET, reason="离岗", status="suspended")
    kept = AuditEntry.objects.get()
    assert (kept.at, kept.actor, kept.act, kept.outcome) == (at_new_year.at, actor, "account.suspend", "done")
    assert (kept.target_kind, kept.target_key, kept.organization) == ("trainee", "T1", "BUREAU")
    assert (kept.reason, kept.details) == ("离岗", {"status": "suspended"})
    assert str(kept) == f"{at_new_year.at:%Y-%m-%d %H:%M:%S}: account.suspend trainee T1"


def test_a_denial_is_told_from_an_act() -> None:
    audit.record("account.suspend", factories.user().pk, TARGET, outcome=AuditEntry.Outcome.DENIED)
    assert AuditEntry.objects.get().outcome == "denied"


def test_the_site_itself_has_no_account() -> None:
    audit.record("log.sequence", None, Target("log"))
    assert AuditEntry.objects.get().actor is None


def test_entries_of_one_operation_share_its_number_and_others_do_not() -> None:
    with audit.operation() as number:
        audit.record("transfer.accept", None, TARGET)
        with audit.operation() as inner:
            audit.record("account.move", None, TARGET)
    audit.record("account.move", None, TARGET)
    audit.record("account.move", None, TARGET)
    assert inner == number
    first, second, *others = AuditEntry.objects.order_by("pk").values_list("operation", flat=True)
    assert first == second == number
    assert len({number, *others}) == 3


def test_a_failed_operation_does_not_number_what_comes_after() -> None:
    with pytest.raises(ZeroDivisionError), audit.operation() as number:
        raise ZeroDivisionError
    audit.record("account.move", None, TARGET)
    assert AuditEntry.objects.get().operation != number


def test_a_reason_without_end_is_cut() -> None:
    audit.record("account.suspend", None, TARGET, reason="因" * 600)
    assert AuditEntry.objects.get().reason == "因" * audit.LONGEST_REASON


def test_an_act_that_was_undone_is_not_told_of() -> None:
    with transaction.atomic():
        audit.record("account.suspend", None, TARGET)
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_the_database_refuses_to_change_or_forget() -> None:
    entry = audit.record("account.suspend", None, TARGET)
    entry.reason = "另有原因"
    for act in (entry.save, entry.delete):
        with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
            act()
