"""Tables that are sent in: what is right goes in, what is wrong comes back with reasons."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cadretrain_reports import models
from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.rest import uploads
from cadretrain_reports.workflows.imports import MOST_TOLD
from cadretrain_xblock.contract import API_ROOT
from tests import factories
from tests.factories_people import liaison, officer
from tests.telling import Page, error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

GOOD = "T1,张三丰,BUREAU\n"
BAD = "T2,<b>,NOWHERE\n"


@pytest.fixture
def page() -> Page:
    """Return the page of an officer of the department above a unit."""
    factories.organization("BUREAU")
    return Page(officer())


def table(*rows: str, headers: str = "学员编号,姓名,单位代码", name: str = "学员.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "".join([f"{headers}\n", *rows]).encode("utf-8-sig"), "text/csv")


def workbook(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    for row in [("学员编号", "姓名", "单位代码"), *rows]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile("学员.xlsx", stream.getvalue())


def test_what_is_right_goes_in_and_what_is_wrong_comes_back(page: Page) -> None:
    response = page.send("imports/trainees/", file=table(GOOD, BAD, headers="学员编号,姓名,单位代码,备注"))
    said = response.json()
    assert response.status_code == 200
    assert {name: said[name] for name in ("added", "changed", "unchanged", "refused")} == {
        "added": 1,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
    }
    assert said["ignored_columns"] == ["备注"]
    assert [(one["line"], one["column"], one["value"]) for one in said["problems"]] == [(3, "姓名", "<b>")]
    assert all(one["reason"] for one in said["problems"])
    assert [trainee.code for trainee in models.Trainee.objects.all()] == ["T1"]
    assert AuditEntry.objects.get(act="import.file").details["refused"] == 1


def test_the_same_file_again_changes_nothing(page: Page) -> None:
    answers = [page.send("imports/trainees/", file=table(GOOD)).json() for _ in range(2)]
    assert [(answer["added"], answer["unchanged"]) for answer in answers] == [(1, 0), (0, 1)]


@pytest.mark.parametrize(("asked", "kept"), [("true", 0), ("false", 1)])
def test_a_trial_keeps_nothing(page: Page, asked: str, kept: int) -> None:
    said = page.send(f"imports/trainees/?dry_run={asked}", file=table(GOOD)).json()
    assert (said["added"], models.Trainee.objects.count()) == (1, kept)


def test_refused_rows_come_back_as_a_table_like_the_one_sent(page: Page) -> None:
    response = page.send("imports/trainees/?problems=file", file=table(GOOD, BAD))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="trainees-problems.csv"'
    assert response["Cache-Control"] == "no-store"
    lines = response.getvalue().decode("utf-8-sig").splitlines()
    assert lines[0].endswith("行号,问题")
    assert lines[1].startswith("T2,<b>,NOWHERE")


def test_refused_rows_of_a_workbook_come_back_as_a_workbook(page: Page) -> None:
    sent = workbook(("T1", "张三丰", "BUREAU"), ("T2", "<b>", "NOWHERE"))
    response = page.send("imports/trainees/?problems=file", file=sent)
    assert response["Content-Disposition"].endswith('"trainees-problems.xlsx"')
    rows = list(openpyxl.load_workbook(io.BytesIO(response.getvalue())).active.values)
    assert [row[0] for row in rows] == ["学员编号", "T2"]


def test_where_nothing_is_refused_there_is_no_table(page: Page) -> None:
    assert page.send("imports/trainees/?problems=file", file=table(GOOD)).json()["refused"] == 0


def test_of_many_problems_the_first_are_told(page: Page) -> None:
    rows = [f"T{number},<b>,BUREAU\n" for number in range(MOST_TOLD + 5)]
    said = page.send("imports/trainees/", file=table(*rows)).json()
    assert said["refused"] == MOST_TOLD + 5
    assert [one["line"] for one in said["problems"]] == list(range(2, MOST_TOLD + 2))


def test_no_identity_number_is_repeated(page: Page) -> None:
    row = "T1,张三丰,BUREAU,11010119800101001X\n"
    response = page.send("imports/trainees/", file=table(row, headers="学员编号,姓名,单位代码,身份证号"))
    assert [one["value"] for one in response.json()["problems"]] == [""]
    assert b"11010119800101001" not in response.content


def test_bodies_and_teachers_come_in_likewise(page: Page) -> None:
    bodies = table("NEW,新局,BUREAU,学员所属单位\n", headers="机构代码,机构名称,上级机构代码,机构类型")
    assert page.send("imports/organizations/", file=bodies).json()["added"] == 1
    organizations.add("SCHOOL", "学院", {Capacity.TRAINING_INSTITUTION}, factories.department())
    factories.user("lisi")
    headers = "用户名,培训机构代码,选聘标准,选聘程序,起始日期"
    said = page.send("imports/teachers/", file=table("lisi,SCHOOL,标准,程序,2026-01-05\n", headers=headers)).json()
    assert (said["added"], said["problems"]) == (1, [])


def test_rows_of_others_are_refused(page: Page) -> None:
    factories.organization("OTHER", parent=factories.department("ELSEWHERE"))
    said = page.send("imports/trainees/", file=table("T1,张三丰,OTHER\n", "T2,张三丰,NOWHERE\n")).json()
    first, second = said["problems"]
    assert (said["added"], said["refused"]) == (0, 2)
    assert (first["column"], first["reason"]) == (second["column"], second["reason"])


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 and so on", "not_a_table"),
        (b"PK\x03\x04 and so on", "damaged"),
        ("一,二\n".encode(), "missing_columns"),
    ],
)
def test_what_is_no_table(page: Page, file: bytes, code: str) -> None:
    said = error(page.send("imports/trainees/", file=SimpleUploadedFile("a.csv", file)))
    assert said[0] == 400
    assert said[2] == "file"
    assert not AuditEntry.objects.filter(act__startswith="import").exists()


@pytest.mark.parametrize("query", ["dry_run=yes", "dry_run=", "problems=all", "dryrun=true"])
def test_what_is_misspelt_takes_nothing_in(page: Page, query: str) -> None:
    assert error(page.send(f"imports/trainees/?{query}", file=table(GOOD)))[0] == 400
    assert not models.Trainee.objects.exists()


def test_a_file_that_is_too_large_is_not_read(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST_FILE", -(1 << 20))
    assert error(page.send("imports/trainees/", file=table(GOOD))) == (400, "file_too_large", "file")


def test_a_body_without_a_file_or_of_another_type(page: Page) -> None:
    assert error(page.send("imports/trainees/")) == (400, "required", "file")
    assert error(page.send("imports/trainees/", file="text")) == (400, "invalid", "file")
    assert error(page.post("imports/trainees/", file="x")) == (415, "unsupported_media_type", "")


def test_a_body_that_breaks_off(page: Page) -> None:
    headers = {"X-CSRFToken": page.client.cookies["csrftoken"].value}
    url = f"{API_ROOT}imports/trainees/"
    said = page.client.generic("POST", url, b"x", "multipart/form-data", headers=headers)
    assert error(said) == (400, "malformed", "")


def test_only_here_files_are_taken(page: Page) -> None:
    assert error(page.send("trainees/", file=table(GOOD))) == (415, "unsupported_media_type", "")


def test_a_page_of_another_site_sends_nothing_in(page: Page) -> None:
    forging = Client(enforce_csrf_checks=True)
    forging.cookies = page.client.cookies
    assert error(forging.post(f"{API_ROOT}imports/trainees/", {"file": table(GOOD)})) == (403, "forged", "")
    assert not models.Trainee.objects.exists()


def test_whoever_keeps_nothing_is_denied(page: Page) -> None:
    stranger = Page(liaison(factories.organization("BUREAU")))
    assert error(stranger.send("imports/teachers/", file=table(GOOD))) == (403, "denied", "")
    entry = AuditEntry.objects.get(outcome=AuditEntry.Outcome.DENIED)
    assert (entry.act, entry.target_kind) == ("appoint_staff", "import")


def test_nothing_is_left_on_the_disk(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    response: Any = page.send("imports/trainees/?problems=file", file=table(GOOD, BAD))
    assert response.getvalue()
    response.close()
    assert [*tmp_path.iterdir()] == []
