"""Large tables taken in by a worker, which may be killed at any moment (6.1.1, 9.2.2)."""

from __future__ import annotations

import signal
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.imports.api import ImportRun
from cadretrain_reports.applets.people.api import Trainee, TraineeSpell
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import imports
from cadretrain_reports.workflows.imports import background
from tests import factories
from tests.factories_people import officer, operator
from tests.workers import Died, Worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("import_root")]


def table(*rows: str, name: str = "学员.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "".join(["学员编号,姓名,单位代码\n", *rows]).encode())


def row(number: int, name: str = "张三丰") -> str:
    return f"T{number},{name},BUREAU\n"


@pytest.fixture
def actor(at_new_year: SimulatedClock) -> Any:
    factories.organization("BUREAU")
    return officer()


def test_it_runs_once_the_transaction_is_through(
    actor: Any, import_root: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        run = imports.start_import(actor, "trainees", table(row(1), row(2, "<b>")))
    assert (run.state, run.organization, run.result) == ("waiting", "DEPARTMENT", None)
    assert len([*import_root.iterdir()]) == 1
    callbacks[0]()
    run.refresh_from_db()
    assert (run.state, run.progress, run.tries, run.file) == ("done", 100, 1, "")
    assert {name: run.result[name] for name in ("added", "refused")} == {"added": 1, "refused": 1}
    assert [problem["line"] for problem in run.result["problems"]] == [3]
    assert [path.name for path in import_root.iterdir()] == [run.problem_file]
    assert Trainee.objects.count() == 1
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", "target_kind"))
    assert acts == [("import.start", "import_run"), ("import.batch", "import"), ("import.file", "import")]


def start(actor: Any, capture: DjangoCaptureOnCommitCallbacks, *rows: str, **how: Any) -> ImportRun:
    with capture(execute=True):
        run = imports.start_import(actor, "trainees", table(*rows), **how)
    run.refresh_from_db()
    return run


def test_what_is_done_is_not_done_again(
    actor: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    run = start(actor, django_capture_on_commit_callbacks, row(1))
    imports.run_import(str(run.uuid))
    run.refresh_from_db()
    assert (run.tries, run.result["added"]) == (1, 1)


def test_a_trial_keeps_nothing(actor: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    run = start(actor, django_capture_on_commit_callbacks, row(1), dry_run=True)
    assert (run.result["added"], Trainee.objects.count()) == (1, 0)


def test_reasons_are_in_the_language_of_whoever_sent_it(
    actor: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with translation.override("en"), django_capture_on_commit_callbacks() as callbacks:
        run = imports.start_import(actor, "trainees", table(row(1, "<b>")))
    with translation.override("zh-hans"):
        callbacks[0]()
    run.refresh_from_db()
    assert run.result["problems"][0]["reason"].startswith("This is no name")


def test_a_file_that_is_none_has_failed_with_a_sentence(
    actor: Any, import_root: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        run = imports.start_import(actor, "trainees", SimpleUploadedFile("a.csv", b"%PDF-1.7"))
    run.refresh_from_db()
    assert (run.state, run.error["code"], run.error["field"]) == ("failed", "not_a_table", "file")
    assert run.error["message"]
    assert run.ended_at
    assert [*import_root.iterdir()] == []


def test_a_file_that_is_gone_is_to_be_sent_again(
    actor: Any, import_root: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        run = imports.start_import(actor, "trainees", table(row(1)))
    next(import_root.iterdir()).unlink()
    callbacks[0]()
    run.refresh_from_db()
    assert run.error["code"] == "file_gone"


def test_whoever_may_take_in_no_row_leaves_no_file(actor: Any, import_root: Path) -> None:
    with pytest.raises(Denied):
        imports.start_import(factories.user(), "trainees", table(row(1)))
    assert not import_root.exists()
    assert imports.start_import(operator(), "trainees", table(row(1))).organization == ""


def test_whoever_may_no_longer_takes_nothing_in(
    actor: Any, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        run = imports.start_import(actor, "trainees", table(row(1)))
    type(actor).objects.filter(pk=actor.pk).update(is_active=False)
    callbacks[0]()
    run.refresh_from_db()
    assert (run.result["added"], run.result["refused"]) == (0, 1)


def test_a_lost_queue_is_made_good_by_the_periodic_command(
    actor: Any, at_new_year: SimulatedClock, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks():
        run = imports.start_import(actor, "trainees", table(row(1)))
    assert imports.resume_imports() == 0
    at_new_year.advance(600)
    assert [imports.resume_imports() for _ in range(2)] == [1, 0]
    run.refresh_from_db()
    assert run.state == "done"


def test_without_a_broker_the_table_waits(
    actor: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def without_broker(*_arguments: Any) -> None:
        raise OSError("no broker")

    monkeypatch.setattr(background.run_import, "delay", without_broker)
    assert start(actor, django_capture_on_commit_callbacks, row(1)).state == "waiting"


def test_an_import_that_breaks_off_again_and_again_is_given_up(
    actor: Any, at_new_year: SimulatedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = imports.start_import(actor, "trainees", table(row(1)))

    def breaks(*_arguments: Any, **_options: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(background, "import_file", breaks)
    for _ in range(5):
        with pytest.raises(MemoryError):
            imports.run_import(str(run.uuid))
        at_new_year.advance(600)
    imports.run_import(str(run.uuid))
    run.refresh_from_db()
    assert (run.state, run.error["code"]) == ("failed", "given_up")


def test_progress_is_kept_and_a_worker_that_was_superseded_stops(
    actor: Any, at_new_year: SimulatedClock, monkeypatch: pytest.MonkeyPatch, import_root: Path
) -> None:
    monkeypatch.setattr("cadretrain_reports.workflows.imports.batches.SIZE", 1)
    monkeypatch.setattr(background, "_PULSE", timedelta())
    run = imports.start_import(actor, "trainees", table(*map(row, range(20))))
    seen, keep = [], background.imports.keep_progress

    def kept(begun: ImportRun, percent: int, at: Any) -> None:
        seen.append(percent)
        if Trainee.objects.count() == 10:
            # Another worker has begun anew meanwhile.
            at_new_year.advance(600)
            assert background.imports.begin(run.uuid, at_new_year.at) is not None
        keep(begun, percent, at)

    monkeypatch.setattr(background.imports, "keep_progress", kept)
    imports.run_import(str(run.uuid))
    run.refresh_from_db()
    assert seen == sorted(seen)
    assert (run.state, run.tries, Trainee.objects.count()) == ("running", 2, 10)
    assert len([*import_root.iterdir()]) == 1, "it is the other worker's now"


def test_after_a_month_refused_rows_are_forgotten(
    actor: Any,
    at_new_year: SimulatedClock,
    import_root: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    run = start(actor, django_capture_on_commit_callbacks, row(1, "<b>"))
    at_new_year.advance(30 * 86_400)
    imports.forget_imports()
    run.refresh_from_db()
    assert (run.result["refused"], run.result["problems"], [*import_root.iterdir()]) == (1, [], [])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", [5, 20, 30])
def test_a_killed_worker_is_followed_by_another_and_nothing_is_done_twice(
    statements: int, monkeypatch: pytest.MonkeyPatch, import_root: Path
) -> None:
    factories.organization("BUREAU")
    actor = officer()
    monkeypatch.setattr(background.run_import, "delay", lambda _key: None)
    run = imports.start_import(actor, "trainees", table(*map(row, range(1200)), row(2000, "<b>")))
    asked = {"function": f"{__name__}.take_in", "key": str(run.uuid), "root": str(import_root)}
    with Worker() as worker:
        worker.do("die_after", statements=statements)
        with pytest.raises(Died):
            worker.do("call", **asked)
        assert worker.wait() == -signal.SIGKILL
    ImportRun.objects.update(beat_at=run.started_at - 20 * background._PULSE)
    with Worker() as worker:
        worker.do("call", **asked)
    run.refresh_from_db()
    assert (run.state, run.tries) == ("done", 2)
    assert run.result["added"] + run.result["unchanged"] == 1200
    assert Trainee.objects.count() == TraineeSpell.objects.count() == 1200
    assert sum(AuditEntry.objects.filter(act="import.batch").values_list("details__added", flat=True)) == 1200


def take_in(key: str, root: str) -> None:
    """In a further process: be the worker that takes an import in."""
    from django.test import override_settings

    with override_settings(CADRETRAIN_IMPORT_ROOT=root):
        imports.run_import(key)
