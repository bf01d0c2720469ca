"""Recipients acknowledge what was issued to them, and say how they carry it out (5.2)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.plans.api import Issuance, Recipient
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied, in_scope
from cadretrain_reports.workflows import plans
from tests import factories
from tests.factories_classes import officer as holder
from tests.factories_people import liaison, officer
from tests.factories_plans import ACADEMY, BESIDE, CITY, PROVINCE, UNIT, body, issued, land, plan, recipient, refusal
from tests.workers import crew, together

pytestmark = pytest.mark.django_db

ALL = (CITY, ACADEMY)


@pytest.fixture(autouse=True)
def bodies(at_new_year: SimulatedClock) -> None:
    land()


@pytest.fixture
def made() -> Issuance:
    return issued(content=plan(to=ALL, to_all_below=True))


def test_each_recipient_reads_for_itself_once(made: Issuance, at_new_year: SimulatedClock) -> None:
    readers = {
        CITY: officer(body(CITY)),
        UNIT: liaison(body(UNIT)),
        ACADEMY: holder("academic_affairs_officer", body(ACADEMY)),
    }
    for code, reader in readers.items():
        assert plans.acknowledge(reader, recipient(made, code))
        at_new_year.advance(60)
        assert not plans.acknowledge(reader, recipient(made, code))
        row = recipient(made, code)
        assert row.acknowledged_by == reader
        assert row.acknowledged_at
        assert row.acknowledged_at < at_new_year.at
    entries = AuditEntry.objects.filter(act="issuance.acknowledge")
    assert set(entries.values_list("organization", flat=True)) == {CITY, ACADEMY, UNIT}
    assert entries[0].details == {"issuance": str(made.uuid)}


def test_nobody_reads_for_another_body(made: Issuance) -> None:
    strangers = [officer(body(PROVINCE)), liaison(body(UNIT)), officer(body(BESIDE)), factories.user()]
    strangers += [holder(role, body(CITY)) for role in ("archive_inspector", "academic_affairs_officer")]
    for stranger in strangers:
        with pytest.raises(Denied):
            plans.acknowledge(stranger, recipient(made, CITY))
        with pytest.raises(Denied):
            plans.carry_out(stranger, recipient(made, CITY), "…")
    assert not Recipient.objects.exclude(acknowledged_at=None).exists()


def test_how_it_is_carried_out_is_said_and_said_anew(made: Issuance) -> None:
    by = officer(body(CITY))
    told = plans.carry_out(by, recipient(made, CITY), "已分解到各单位")
    assert (told.carrying_out, told.carrying_out_by, told.acknowledged_by) == ("已分解到各单位", by, by)
    assert plans.carry_out(by, recipient(made, CITY), "已完成一半").carrying_out == "已完成一半"
    assert refusal(plans.carry_out, by, recipient(made, CITY), " ") == ("missing", "carrying_out")


def test_what_is_withdrawn_is_not_acknowledged_any_more(made: Issuance) -> None:
    plans.withdraw(made.issued_by, made, "取消")
    assert refusal(plans.acknowledge, officer(body(CITY)), recipient(made, CITY)) == ("not_in_force", "")


def test_the_issuer_sees_all_receipts_and_a_recipient_its_own_and_those_below(made: Issuance) -> None:
    readers = {
        officer(body(PROVINCE)): {CITY, UNIT, ACADEMY},
        officer(body(CITY)): {CITY, UNIT},
        liaison(body(UNIT)): {UNIT},
        officer(body(BESIDE)): set(),
        factories.trainee(unit=UNIT).user: set(),
    }
    for reader, seen in readers.items():
        rows = in_scope(Recipient.objects.all(), reader)
        assert set(rows.values_list("organization__code", flat=True)) == seen


@pytest.mark.django_db(transaction=True)
def test_two_who_acknowledge_at_once_make_one_receipt() -> None:
    one, other = officer(body(CITY)), officer(body(CITY))
    with crew() as workers:
        for _round in range(8):
            row = recipient(issued(), CITY)
            asked = [
                {"function": "tests.factories_plans.do_acknowledge", "user": who.pk, "recipient": row.pk}
                for who in (one, other)
            ]
            assert sorted(together(workers, "call", *asked)) == ["False", "True"]
    assert AuditEntry.objects.filter(act="issuance.acknowledge").count() == 8
