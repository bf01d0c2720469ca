"""Credit waits for settled time: what another course's open page could still claim (R7)."""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cadretrain_reports import clock
from cadretrain_reports.applets.archives.models import ArchiveEntry
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.buffer import connection as buffer
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows import study
from tests import factories
from tests.conftest import NEW_YEAR

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("beat_store")]


@pytest.fixture(autouse=True)
def _several_courses_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.CADRETRAIN_ONE_COURSE_AT_A_TIME", False)


def test_the_same_seconds_never_earn_two_credits(at_new_year: SimulatedClock) -> None:
    """Six pages open side by side and close in the wrong order: what began first still has the right to it (R7)."""
    account = factories.trainee()
    versions = [factories.released(f"C{number}", 59) for number in range(6)]
    pages = [factories.Page(account, f"block-C{number}", at_new_year) for number in range(6)]
    began = at_new_year.at
    for page in pages:
        page.beat()
        at_new_year.advance(0.01)
    at_new_year.advance(59.9)
    for page in reversed(pages):
        page.beat()
    credited = credits.CreditEntry.objects.all()
    assert [entry.version_id for entry in credited] == [versions[0].pk]
    assert sum(entry.learning_duration for entry in credited) <= (at_new_year.at - began).total_seconds()


def test_credit_that_waited_falls_at_the_beat_that_fulfilled_it(at_new_year: SimulatedClock) -> None:
    """Nobody beats any more when the time is settled; the credit still bears the moment of the last condition (R2)."""
    account = factories.trainee()
    factories.released("C1", 60)
    other = factories.released("C2", 59)
    first, second = (factories.Page(account, f"block-{code}", at_new_year) for code in ("C1", "C2"))
    first.beat()
    at_new_year.advance(1)
    second.beat()
    at_new_year.advance(59)
    second.beat()
    fulfilled = at_new_year.at
    assert credits.standing_credit(factories.study_of(account, other).pk) is None
    study.grant_due()
    assert not credits.CreditEntry.objects.exists()
    at_new_year.advance(3600)
    study.grant_due()
    (entry,) = credits.CreditEntry.objects.all()
    assert (entry.version_id, entry.earned_at, entry.learning_duration) == (other.pk, fulfilled, 59)
    assert ArchiveEntry.objects.filter(kind="credit").get().recorded_at == at_new_year.at


@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_credits_never_outgrow_the_clock(data: st.DataObject) -> None:
    """However pages of several courses are left open and beaten, each credit keeps the seconds it was granted for."""
    # What an example leaves in the database is taken back below, and its numbers are given again.
    buffer.ask(lambda redis: redis.flushall())
    with transaction.atomic(), clock.simulated(NEW_YEAR) as at:
        account = factories.trainee()
        versions = {code: factories.released(code, 100) for code in ("C1", "C2", "C3")}
        pages = [factories.Page(account, f"block-{code}", at) for code in versions]
        for _ in range(data.draw(st.integers(5, 40))):
            at.advance(data.draw(st.sampled_from([0.5, 10, 29.5, 59, 75])))
            data.draw(st.sampled_from(pages)).beat()
        credited = list(credits.CreditEntry.objects.filter(study__trainee=account.pk))
        assert sum(entry.learning_duration for entry in credited) <= (at.at - NEW_YEAR).total_seconds()
        for entry in credited:
            assert learning.learned(account.pk, entry.study.course_id) >= entry.learning_duration
        transaction.set_rollback(True)
