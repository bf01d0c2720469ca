"""Large tables are sent in and read about until a worker is through."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from cadretrain_reports import models
from cadretrain_reports.applets.imports import api as imports
from cadretrain_reports.rest import imports as edge
from cadretrain_xblock.contract import API_ROOT
from tests import factories
from tests.factories_people import liaison, officer
from tests.telling import Page, error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year", "import_root")]

ROWS = "学员编号,姓名,单位代码\nT1,张三丰,BUREAU\nT2,<b>,NOWHERE\n"


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    """Return the page of an officer of the department above a unit; every table is large."""
    monkeypatch.setattr(edge, "LARGE", 1)
    factories.organization("BUREAU")
    return Page(officer())


def send(page: Page, capture: DjangoCaptureOnCommitCallbacks, query: str = "", *, execute: bool = True) -> Any:
    upload = SimpleUploadedFile("学员.csv", ROWS.encode(), "text/csv")
    with capture(execute=execute):
        response = page.send(f"imports/trainees/{query}", file=upload)
    assert response.status_code == 202, response.content
    return response


def test_what_is_sent_is_on_its_way(
    page: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    response = send(page, django_capture_on_commit_callbacks, "?dry_run=true", execute=False)
    run = models.ImportRun.objects.get()
    assert response["Location"] == f"{API_ROOT}import-runs/{run.uuid}/"
    assert response.json() == {
        "uuid": str(run.uuid),
        "kind": "trainees",
        "dry_run": True,
        "organization": "DEPARTMENT",
        "started_by": run.started_by.username,
        "started_at": "2026-01-05T01:00:00Z",
        "state": "waiting",
        "progress": 0,
        "ended_at": None,
        "outcome": None,
        "error": None,
        "has_problem_file": False,
    }


def test_what_became_of_it_is_read_at_its_address_and_by_nobody_else(
    page: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    address = send(page, django_capture_on_commit_callbacks)["Location"].removeprefix(API_ROOT)
    said = page.get(address).json()
    assert (said["state"], said["progress"], said["has_problem_file"]) == ("done", 100, True)
    assert (said["outcome"]["added"], said["outcome"]["refused"]) == (1, 1)
    assert [(one["line"], one["column"], one["value"]) for one in said["outcome"]["problems"]] == [(3, "姓名", "<b>")]
    assert page.get("import-runs/", kind="trainees", state="done").json()["results"] == [said]
    for stranger in (officer(), liaison(factories.organization("BUREAU"))):
        assert Page(stranger).get(address).status_code == 404
        assert Page(stranger).get(address, problems="file").status_code == 404
        assert Page(stranger).get("import-runs/").json()["results"] == []


def test_refused_rows_are_fetched_as_a_table_like_the_one_sent(
    page: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    address = send(page, django_capture_on_commit_callbacks)["Location"].removeprefix(API_ROOT)
    response = page.get(address, problems="file")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="trainees-problems.csv"'
    assert response.getvalue().decode("utf-8-sig").splitlines()[1].startswith("T2,<b>,NOWHERE")
    assert models.AuditEntry.objects.filter(act="read", target_kind="import_run", details={"file": True}).exists()
    imports.discard(models.ImportRun.objects.get().problem_file)
    assert page.get(address, problems="file").json()["state"] == "done"
    assert error(page.get(address, problems="all"))[0] == 400


def test_a_table_that_is_none_is_told_at_its_address(
    page: Page, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = page.send("imports/trainees/", file=SimpleUploadedFile("a.csv", b"%PDF-1.7"))
    said = page.get(response["Location"].removeprefix(API_ROOT)).json()
    assert (said["state"], said["error"]["code"], said["outcome"]) == ("failed", "not_a_table", None)


def test_whoever_keeps_nothing_is_denied(page: Page) -> None:
    upload = SimpleUploadedFile("a.csv", ROWS.encode())
    assert error(Page(factories.user()).send("imports/trainees/", file=upload)) == (403, "denied", "")
    assert not models.ImportRun.objects.exists()
