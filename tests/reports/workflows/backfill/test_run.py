"""A backfill: explained to the line, nothing twice, gone on with after a kill, and never more than was seen."""

from __future__ import annotations

import gzip
import json
import os
import signal
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.backfill.models import (
    Backfill,
    BackfillSource,
    InferredInterval,
    PastFact,
    StudyTrace,
)
from cadretrain_reports.applets.learning.api import CourseStudy, learned
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows.backfill import backfill, reading
from tests import factories, services, tracking_logs
from tests.tracking_logs import BEGUN, event, unit, visit, write_log
from tests.workers import Died, Worker

pytestmark = pytest.mark.django_db

Mark = Callable[..., Any]

SCALE = int(os.environ.get("CADRETRAIN_SCALE", "20"))

IN_WORKER = "tests.reports.workflows.backfill.test_run.in_worker"

PER_VISIT = 330
"""Seconds of a whole visit."""


def log(path: Path, events: Any) -> Path:
    path.write_text("".join(json.dumps(one) + "\n" for one in events))
    return path


def rows() -> list[tuple[int, int, datetime, datetime]]:
    return list(
        InferredInterval.objects.order_by("trainee", "course", "start_at").values_list(
            "trainee", "course", "start_at", "end_at"
        )
    )


def everything() -> list[Any]:
    """Return all that a backfill may have changed."""
    return [
        rows(),
        list(PastFact.objects.order_by("pk").values_list()),
        list(Backfill.objects.order_by("pk").values_list("pk", "counts", "ended_at")),
        list(BackfillSource.objects.order_by("pk").values_list()),
        list(CourseStudy.objects.order_by("pk").values_list()),
        StudyTrace.objects.count(),
    ]


def test_a_visit_becomes_time(at_new_year: SimulatedClock, operator: Any, marked: Mark, tmp_path: Path) -> None:
    account, version = factories.trainee(), marked()
    report = backfill(operator, [log(tmp_path / "t.log", visit(BEGUN, account.user_id, unit(1)))])
    assert rows() == [(account.pk, version.course_id, BEGUN, BEGUN + timedelta(seconds=PER_VISIT))]
    assert learned(account.pk, version.course_id) == PER_VISIT
    assert {key: report.counts[key] for key in ("files", "lines", "event.course", "seconds", "year.2019")} == {
        "files": 1,
        "lines": 8,
        "event.course": 8,
        "seconds": PER_VISIT,
        "year.2019": PER_VISIT,
    }
    assert not StudyTrace.objects.exists()


def test_the_order_of_lines_and_files_is_all_one(
    at_new_year: SimulatedClock, operator: Any, marked: Mark, tmp_path: Path
) -> None:
    account = factories.trainee()
    marked()
    events = list(visit(BEGUN, account.user_id, unit(1)))
    folder = tmp_path / "logs" / "old"
    folder.mkdir(parents=True)
    log(tmp_path / "logs/tracking.log", events[5:])
    with gzip.open(folder / "tracking.log-20190305.gz", "wt") as stream:
        stream.writelines(json.dumps(one) + "\n" for one in reversed(events[:5]))
    backfill(operator, [tmp_path / "logs"])
    assert [(start, end) for _who, _what, start, end in rows()] == [(BEGUN, BEGUN + timedelta(seconds=PER_VISIT))]


def test_every_line_is_explained(at_new_year: SimulatedClock, operator: Any, marked: Mark, tmp_path: Path) -> None:
    account, now = factories.trainee(username="zhangsan"), at_new_year.at
    marked()
    page, here = "edx.ui.lms.sequence.tab_selected", unit(1)
    lines = [
        "",
        "x" * (1 << 20) + "x",
        "{",
        "[1]",
        json.dumps(event("edx.bi.visit", BEGUN, account.user_id, here)),
        json.dumps({**event(page, BEGUN, account.user_id, here), "time": "2019-03-04T01:00:00"}),
        json.dumps(event(page, now + timedelta(days=1), account.user_id, here)),
        json.dumps(event(page, BEGUN, None, here)),
        json.dumps(event(page, BEGUN, 999_999, here)),
        json.dumps(event(page, BEGUN, account.user_id, unit(2))),
        json.dumps(event(page, BEGUN, account.user_id, here)),
        json.dumps({**event(page, BEGUN, None, here), "username": "zhangsan"}),
    ]
    (tmp_path / "t.log").write_text("\n".join(lines))
    counts = backfill(operator, [tmp_path / "t.log"]).counts
    assert {key: count for key, count in counts.items() if key.split(".")[0] in ("line", "lines", "event")} == {
        "lines": 12,
        "line.blank": 1,
        "line.too_long": 1,
        "line.not_json": 2,
        "line.not_study": 1,
        "line.bad_time": 1,
        "event.future": 1,
        "event.anonymous": 1,
        "event.unknown_user": 1,
        "event.unmarked": 1,
        "event.course": 2,
    }


def test_a_second_run_changes_nothing(at_new_year: SimulatedClock, operator: Any, marked: Mark, tmp_path: Path) -> None:
    account = factories.trainee()
    marked()
    path = log(tmp_path / "t.log", visit(BEGUN, account.user_id, unit(1)))
    backfill(operator, [path])
    before = everything()
    report = backfill(operator, [path, tmp_path])
    assert everything() == before
    assert {key: count for key, count in report.counts.items() if count} == {"known_files": 1, "table.missing": 4}


def test_reading_anew_adds_only_what_is_new(
    at_new_year: SimulatedClock, operator: Any, marked: Mark, tmp_path: Path
) -> None:
    account = factories.trainee()
    marked()
    events = [*visit(BEGUN, account.user_id, unit(1)), *visit(BEGUN + timedelta(hours=1), account.user_id, unit(2))]
    path = log(tmp_path / "t.log", events)
    backfill(operator, [path])
    before = rows()
    version = marked(2)
    report = backfill(operator, [path], again=True)
    assert report.counts["seconds"] == PER_VISIT
    assert [row for row in rows() if row[1] != version.course_id] == before
    assert learned(account.pk, version.course_id) == PER_VISIT


def test_a_log_that_has_grown_is_read_on(
    at_new_year: SimulatedClock, operator: Any, marked: Mark, tmp_path: Path
) -> None:
    account = factories.trainee()
    marked()
    path = tmp_path / "t.log"
    written = write_log(path, 800, [account.user_id], units=1, damaged=0)
    assert path.stat().st_size > 1 << 16
    backfill(operator, [path])
    with path.open("a") as stream:
        later = visit(datetime(2020, 1, 1, tzinfo=UTC), account.user_id, unit(1))
        stream.writelines(json.dumps(one) + "\n" for one in later)
    report = backfill(operator, [path])
    assert (report.counts["lines"], report.counts["seconds"]) == (8, PER_VISIT)
    assert written.whole == 100


def test_a_trial_says_the_same_and_keeps_nothing(
    at_new_year: SimulatedClock, operator: Any, marked: Mark, tmp_path: Path
) -> None:
    account = factories.trainee()
    marked()
    completion = event("edx.completion.block_completion.changed", BEGUN, account.user_id, unit(1))
    completion["event"] = {"user_id": account.user_id, "block_id": unit(1), "completion": 1.0}
    path = log(tmp_path / "t.log", [*visit(BEGUN, account.user_id, unit(1)), completion, completion])
    before = everything()
    tried = backfill(operator, [path], trial=True)
    assert everything() == before
    report = backfill(operator, [path])
    assert tried.counts == report.counts
    assert (report.counts["facts"], report.counts["seconds"]) == (1, PER_VISIT)


def test_nothing_is_taken_from_the_first_beat_on(
    at_new_year: SimulatedClock, operator: Any, marked: Mark, tmp_path: Path
) -> None:
    account, version = factories.trainee(), marked()
    began = at_new_year.at
    factories.Page(account, version.course.placements.get().usage_key, at_new_year).learn(60)
    at_new_year.advance(86400)
    path = log(tmp_path / "t.log", visit(began - timedelta(seconds=100), account.user_id, unit(1)))
    report = backfill(operator, [path])
    assert (report.counts["event.course"], report.counts["event.after_start"]) == (3, 5)
    assert all(end < began for _who, _what, _start, end in rows())
    with pytest.raises(Refused) as refused:
        backfill(operator, [path], until=began + timedelta(seconds=1))
    assert refused.value.code == "too_late"


def test_a_log_that_breaks_off_is_read_as_far_as_it_goes(
    at_new_year: SimulatedClock, operator: Any, marked: Mark, tmp_path: Path
) -> None:
    account = factories.trainee()
    marked()
    packed = tmp_path / "t.log.gz"
    written = write_log(packed, 80_000, [account.user_id], units=1, damaged=0)
    whole = packed.read_bytes()
    packed.write_bytes(whole[: len(whole) // 2])
    report = backfill(operator, [packed])
    assert report.counts["unreadable"] == 1
    assert 0 < report.counts["lines"] < written.lines
    packed.write_bytes(whole)
    assert backfill(operator, [packed]).counts["lines"] == written.lines - report.counts["lines"]


def test_who_may_not_and_what_is_not_there(operator: Any, tmp_path: Path) -> None:
    with pytest.raises(Denied):
        backfill(factories.user(), [])
    assert AuditEntry.objects.get().outcome == AuditEntry.Outcome.DENIED
    with pytest.raises(Refused) as refused:
        backfill(operator, [tmp_path / "none"])
    assert refused.value.code == "no_file"


@pytest.mark.django_db(transaction=True)
def test_a_generated_log_is_explained_and_read_in_flat_memory(operator: Any, marked: Mark, tmp_path: Path) -> None:
    """A million lines with ``CADRETRAIN_SCALE=2000``: every one is explained, and four times as many take no more."""
    accounts = [factories.trainee() for _ in range(50)]
    for number in range(1, 11):
        marked(number)
    users = [account.user_id for account in accounts]
    small, large = tmp_path / "small.log", tmp_path / "large.log.gz"
    few = write_log(small, 125 * SCALE, users, seed=1)
    many = write_log(large, 500 * SCALE, users, seed=2)
    with Worker() as worker:
        first = worker.do("call", function=IN_WORKER, path=str(small))
        second = worker.do("call", function=IN_WORKER, path=str(large))
        third = worker.do("call", function=IN_WORKER, path=str(large))
    for written, told in ((few, first), (many, second)):
        counts = told["counts"]
        damaged = sum(counts.get(f"line.{why}", 0) for why in ("not_json", "not_an_event", "bad_time"))
        assert (counts["lines"], damaged) == (written.lines, written.damaged)
        assert counts["event.course"] + counts["event.unmarked"] == written.lines - written.damaged
        assert counts["seconds"] <= PER_VISIT * (written.lines // tracking_logs.VISIT)
        assert counts["seconds"] >= PER_VISIT * written.whole * 0.4

    assert second["held"] == first["held"] == reading.SIZE
    assert second["peak"] < first["peak"] + 8_000_000
    assert {key for key, count in third["counts"].items() if count} == {"known_files", "table.missing"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", [12, 25, 40, 55])
def test_killed_in_the_middle_it_comes_to_the_same(
    operator: Any, marked: Mark, tmp_path: Path, statements: int
) -> None:
    accounts = [factories.trainee() for _ in range(3)]
    for number in (1, 2):
        marked(number)
    path = tmp_path / "t.log"
    write_log(path, 9_000, [account.user_id for account in accounts], units=3)
    with Worker() as worker:
        worker.do("die_after", statements=statements)
        with pytest.raises(Died):
            worker.do("call", function=IN_WORKER, path=str(path))
        assert worker.wait() == -signal.SIGKILL
    killed = backfill(operator, [path])
    found = rows()
    InferredInterval.objects.all().delete()
    Backfill.objects.all().delete()
    assert backfill(operator, [path]).counts == killed.counts
    assert rows() == found


def in_worker(path: str) -> dict[str, Any]:
    """Run a backfill in another process; return its figures, its peak of memory, and the most lines held at once."""
    held = 0
    batch_of = reading._batch_of

    def seen(some: Any, *other: Any) -> Any:
        nonlocal held
        held = max(held, len(some))
        return batch_of(some, *other)

    reading._batch_of = seen
    tracemalloc.start()
    try:
        report = backfill(factories.operator(), [Path(path)])
        return {"counts": dict(report.counts), "held": held, "peak": tracemalloc.get_traced_memory()[1]}
    finally:
        tracemalloc.stop()
        reading._batch_of = batch_of


def test_the_real_sample(at_new_year: SimulatedClock, operator: Any) -> None:
    """All 61 events are accounted for, in both shapes that Open edX writes."""
    sample = services.real_input("tracking-events.jsonl")
    report = backfill(operator, [sample])
    kinds = {key: count for key, count in report.counts.items() if key.split(".")[0] in ("line", "event")}
    assert sum(kinds.values()) == report.counts["lines"] == 61
