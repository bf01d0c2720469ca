"""When inferred time was admitted, and where it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cadretrain_reports.applets.archives.api import LearnerArchive
from cadretrain_reports.applets.backfill import api as backfills
from tests import factories

pytestmark = pytest.mark.django_db

AT = datetime(2019, 3, 4, 1, 0, tzinfo=UTC)


def test_where_and_since_when() -> None:
    account, course = factories.trainee(), factories.draft().course_id
    assert backfills.first_inferred_at(account.pk) is None
    assert backfills.admitted_at(account.pk, course) is None
    run = backfills.begin(factories.operator(), AT, AT, trial=False)
    spans = [(AT, AT + timedelta(60)), (AT + timedelta(70), AT + timedelta(80))]
    backfills.infer(run, account.pk, {course: spans})
    assert list(backfills.studied_in(run)) == [(account.pk, course)]
    assert backfills.first_inferred_at(account.pk) == AT
    run.ended_at = AT
    assert backfills.admit(run, factories.user(), AT)
    assert backfills.admitted_at(account.pk, course) == AT
    archives = LearnerArchive.objects
    assert archives.filter(backfills.studied_before(AT + timedelta(1))).count() == 1
    assert archives.filter(backfills.studied_before(AT)).count() == 0
