"""Credit-hours are granted once (8.2.5, R4)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.credits.api import CreditEntry, Earned
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.api import CourseStudy
from cadretrain_reports.applets.people.api import Account
from tests import factories
from tests.conftest import NEW_YEAR

pytestmark = pytest.mark.django_db


@pytest.fixture
def account() -> Account:
    return factories.trainee()


def grant(
    account: Account, code: str = "C1", duration: int = 901, year: int = 2026
) -> tuple[CourseStudy, CourseVersion, CreditEntry | None]:
    version = factories.released(code, duration)
    study = learning.open_study(account.pk, version.course_id, NEW_YEAR)
    earned = Earned(at=NEW_YEAR, year=year, unit_id=account.trainee.unit_id, learning_duration=duration)
    return study, version, credits.grant(study, version, earned)


def test_a_grant_keeps_how_it_was_earned(account: Account) -> None:
    study, version, entry = grant(account)
    entry.refresh_from_db()
    assert (entry.study, entry.version, entry.unit) == (study, version, account.trainee.unit)
    assert (entry.credit_hours, entry.learning_duration) == (Decimal("0.50"), 901)
    assert (entry.earned_at, entry.year, entry.standing) == (NEW_YEAR, 2026, True)
    assert credits.standing_credit(study.pk) == entry
    assert str(entry) == f"{study.pk}: 0.50"


def test_the_second_grant_is_none_and_changes_no_total(account: Account) -> None:
    _study, _version, entry = grant(account)
    assert grant(account)[2] is None
    assert list(CreditEntry.objects.all()) == [entry]
    assert credits.total(account.pk, 2026) == Decimal("0.50")


def test_another_failure_is_not_taken_for_a_standing_credit(account: Account) -> None:
    version = factories.released()
    study = learning.open_study(account.pk, version.course_id, NEW_YEAR)
    # The hours of a standing credit cannot be absent.
    version.credit_hours = None
    earned = Earned(at=NEW_YEAR, year=2026, unit_id=account.trainee.unit_id, learning_duration=901)
    with pytest.raises(IntegrityError), transaction.atomic():
        credits.grant(study, version, earned)


def test_totals_are_by_trainee_and_year(account: Account) -> None:
    other = factories.trainee()
    for number, duration in enumerate((900, 901, 1801)):
        grant(account, f"C{number}", duration)
    grant(account, "C8", 1801, year=2027)
    grant(other, "C8", 1801)
    assert credits.total(account.pk, 2026) == Decimal("1.75")
    assert credits.total(account.pk, 2027) == Decimal("1.00")
    assert credits.total(other.pk, 2026) == Decimal("1.00")
    assert credits.total(other.pk, 2027) == Decimal(0)
    kept = credits.CreditTotal.objects.get(trainee=account.pk, year=2026)
    assert (kept.courses, str(kept)) == (3, f"{account.pk}, 2026: 1.75")


def test_what_was_credited_before_a_year(account: Account) -> None:
    study, _version, entry = grant(account, year=2025)
    other = factories.trainee()
    assert credits.credited_before([account.pk, other.pk], 2026) == {(account.pk, study.course_id)}
    assert credits.credited_before([account.pk], 2025) == set()
    assert credits.credited_before([other.pk], 2026) == set()
    CreditEntry.objects.filter(pk=entry.pk).update(standing=None)
    assert credits.credited_before([account.pk], 2026) == set()


def insert_again(standing: str) -> None:
    """Insert the credit entry once more by SQL, under a new key."""
    columns = "study_id, version_id, unit_id, credit_hours, learning_duration, earned_at, year"
    other_uuid = "'" + "f" * 32 + "'"
    table = CreditEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (uuid, standing, {columns}) SELECT {other_uuid}, {standing}, {columns} FROM {table}"
        )


def test_the_database_refuses_a_second_standing_credit(account: Account) -> None:
    grant(account)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_again("true")
    assert CreditEntry.objects.count() == 1


def test_the_database_refuses_a_standing_that_is_neither_true_nor_null(account: Account) -> None:
    grant(account)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_again("false")
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditEntry.objects.update(standing=False)


def test_a_reversal_permits_one_new_grant(account: Account) -> None:
    study, _version, entry = grant(account)
    CreditEntry.objects.filter(pk=entry.pk).update(standing=None)
    assert credits.standing_credit(study.pk) is None
    again = grant(account)[2]
    assert again is not None
    assert grant(account)[2] is None
    assert CreditEntry.objects.filter(study=study).count() == 2
