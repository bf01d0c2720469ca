"""A backfill is one process's; who takes it over goes on with it, and who lost it stops."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from cadretrain_reports.applets.backfill import api as backfills
from cadretrain_reports.applets.backfill.models import Backfill, BackfillSource, StudyTrace
from cadretrain_reports.rules.traces import Trace
from tests import factories

pytestmark = pytest.mark.django_db

AT = datetime(2019, 3, 4, 1, 0, tzinfo=UTC)


def begun(*, trial: bool = False) -> Any:
    return backfills.begin(factories.operator(), AT, AT, trial=trial)


def test_what_was_broken_off_is_gone_on_with() -> None:
    first = begun()
    backfills.count(first, {"lines": 3})
    second = begun()
    assert second.pk == first.pk
    backfills.hold(second)
    assert second.counts == {"lines": 3}
    with pytest.raises(backfills.Superseded):
        backfills.hold(first)


def test_a_source_is_read_on_from_where_any_backfill_left_it() -> None:
    first = begun()
    source = backfills.source(first, "log", again=False)
    backfills.read_on(source, 70, done=True)
    backfills.count(first, {"lines": 3})
    backfills.finish(first, AT)
    second = begun()
    assert second.pk != first.pk
    assert backfills.source(second, "log", again=False).offset == 70
    assert backfills.source(second, "log", again=True).offset == 70  # it has been asked for already
    assert backfills.source(begun(trial=True), "log", again=True).offset == 0


def test_one_that_found_nothing_leaves_nothing() -> None:
    run = begun()
    backfills.source(run, "log", again=False)
    backfills.finish(run, AT)
    assert not Backfill.objects.exists()
    assert not BackfillSource.objects.exists()


def test_what_a_killed_trial_left_is_cleared_away() -> None:
    run, account = begun(trial=True), factories.trainee()
    backfills.keep(run, [(account.pk, Trace(AT, "page", None))])
    other = begun(trial=True)
    assert list(Backfill.objects.all()) == [other]
    assert not StudyTrace.objects.exists()


def test_how_the_audit_log_names_one() -> None:
    run = begun()
    assert backfills.about(run).key == str(run.uuid)
    assert str(run) == str(run.uuid)
