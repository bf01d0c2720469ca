"""Tables that are fetched: narrowed, masked unless a reason is given, put on record."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.audit.api import AuditEntry
from tests import factories
from tests.factories_people import officer
from tests.telling import Page, denials, error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def page() -> Page:
    """Return the page of an officer, above a unit with a trainee."""
    factories.trainee("T1", "张三丰", username="sanfeng")
    return Page(officer())


def rows(response: HttpResponse) -> list[list[str]]:
    return [line.split(",") for line in response.getvalue().decode("utf-8-sig").splitlines()]


def test_a_table_is_masked_unless_it_is_said_why_not(page: Page) -> None:
    response = page.get("exports/trainees/")
    assert response.streaming
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="trainees.csv"'
    assert response["Cache-Control"] == "no-store"
    (headers, masked), (_, whole) = rows(response), rows(page.get("exports/trainees/", unmasked="true", reason="核对"))
    assert headers[:3] == ["学员编号", "姓名", "单位代码"]
    assert masked[:3] == ["T1", "张**", "BUREAU"]
    assert whole[1] == "张三丰"
    entries = AuditEntry.objects.filter(act="people.export").order_by("pk")
    assert [(entry.reason, entry.details["masked"]) for entry in entries] == [("", True), ("核对", False)]


def test_without_a_reason_nothing_is_unmasked(page: Page) -> None:
    assert error(page.get("exports/trainees/", unmasked="true")) == (400, "missing", "reason")
    assert not AuditEntry.objects.filter(act="people.export").exists()


def test_a_table_of_one_body(page: Page) -> None:
    factories.trainee("T2", unit="OTHER")
    assert [row[0] for row in rows(page.get("exports/trainees/", organization="OTHER"))[1:]] == ["T2"]
    assert len(rows(page.get("exports/trainees/"))) == 3


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ({"organization": "NOWHERE"}, "does_not_exist", "organization"),
        ({"organization": "ELSEWHERE"}, "does_not_exist", "organization"),
        ({"unmasked": "yes"}, "invalid_choice", "unmasked"),
        ({"kind": "x"}, "unknown_field", "kind"),
    ],
)
def test_what_is_wrong_with_what_is_asked(page: Page, query: dict[str, Any], code: str, field: str) -> None:
    factories.department("ELSEWHERE")
    assert error(page.get("exports/trainees/", **query)) == (400, code, field)


def test_whoever_exports_nowhere_is_denied() -> None:
    page = Page(factories.trainee("T1").user)
    for kind in ("organizations", "trainees", "teachers"):
        assert error(page.get(f"exports/{kind}/")) == (403, "denied", "")
    assert denials() == ["export_people"] * 3


def test_what_was_fetched_in_full_can_be_sent_in_again(page: Page) -> None:
    for kind, unchanged in (("organizations", 2), ("trainees", 1)):
        table = page.get(f"exports/{kind}/", unmasked="true", reason="核对").getvalue()
        said = page.send(f"imports/{kind}/", file=SimpleUploadedFile("a.csv", table)).json()
        assert (said["added"], said["changed"], said["unchanged"]) == (0, 0, unchanged), said


def test_many_rows_take_as_many_statements_as_one(page: Page) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as taken:
            page.get("exports/trainees/").getvalue()
        return len(taken)

    few = statements()
    for number in range(20):
        factories.trainee(f"N{number}")
    assert statements() == few
