"""An import is one worker's at a time, and begun anew where that one has fallen silent (6.1.1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cadretrain_reports.applets.imports import api as imports
from cadretrain_reports.applets.imports.api import ImportRun
from tests import factories
from tests.conftest import NEW_YEAR
from tests.workers import crew, together

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def run() -> ImportRun:
    return waiting()


def waiting(**said: Any) -> ImportRun:
    starter = {"started_by": factories.user(), "started_at": NEW_YEAR, "beat_at": NEW_YEAR}
    return ImportRun.objects.create(kind="trainees", **{**starter, **said})


def test_a_second_worker_leaves_it_to_the_first(run: ImportRun) -> None:
    first = imports.begin(run.uuid, NEW_YEAR)
    assert first is not None
    assert (first.state, first.tries) == ("running", 1)
    imports.keep_progress(first, 40, NEW_YEAR + 9 * MINUTE)
    assert imports.begin(run.uuid, NEW_YEAR + 18 * MINUTE) is None
    assert imports.left(NEW_YEAR + 18 * MINUTE) == []


def test_a_silent_worker_is_superseded_and_learns_it(run: ImportRun) -> None:
    first = imports.begin(run.uuid, NEW_YEAR)
    imports.keep_progress(first, 40, NEW_YEAR)
    assert imports.left(NEW_YEAR + 10 * MINUTE) == [run.uuid]
    second = imports.begin(run.uuid, NEW_YEAR + 10 * MINUTE)
    assert (second.tries, second.progress) == (2, 0)
    for late in (
        lambda: imports.keep_progress(first, 50, NEW_YEAR),
        lambda: imports.finish(first, {"added": 1}, "", NEW_YEAR),
        lambda: imports.fail(first, {"code": "x"}, NEW_YEAR),
    ):
        with pytest.raises(imports.Superseded):
            late()
    imports.finish(second, {"added": 2}, "rows.csv", NEW_YEAR)
    assert (second.state, second.progress, second.result) == ("done", 100, {"problems": [], "added": 2})
    assert imports.begin(run.uuid, NEW_YEAR + 60 * MINUTE) is None


def test_what_no_queue_gives_out_is_left_after_a_while(run: ImportRun) -> None:
    assert imports.left(NEW_YEAR + 9 * MINUTE) == []
    assert imports.left(NEW_YEAR + 10 * MINUTE) == [run.uuid]


def test_what_kills_its_worker_again_and_again_is_given_up(run: ImportRun) -> None:
    tries = [imports.begin(run.uuid, NEW_YEAR + number * 10 * MINUTE) for number in range(6)]
    assert [imports.is_given_up(one) for one in tries] == [False] * 5 + [True]


def test_refused_rows_are_forgotten_after_a_month_and_the_figures_stay(run: ImportRun) -> None:
    begun = imports.begin(run.uuid, NEW_YEAR)
    imports.finish(begun, {"added": 2, "problems": [{"line": 3, "value": "张三"}]}, "rows.csv", NEW_YEAR)
    assert not imports.out_of_date(NEW_YEAR + timedelta(days=29)).exists()
    (old,) = imports.out_of_date(NEW_YEAR + timedelta(days=30))
    imports.forget_rows(old)
    assert (old.result, old.has_problem_file) == ({"problems": [], "added": 2}, False)
    assert not imports.out_of_date(NEW_YEAR + timedelta(days=31)).exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_begins() -> None:
    keys = [str(waiting().uuid) for _ in range(10)]
    with crew() as workers:
        for key in keys:
            assert sorted(together(workers, "call", {"function": f"{__name__}.begins", "key": key})) == [False, True]


def begins(key: str) -> bool:
    """In a further process: tell whether it may take the import in."""
    return imports.begin(key, NEW_YEAR) is not None
