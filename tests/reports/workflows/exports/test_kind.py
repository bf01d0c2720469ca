"""Rows come page by page, each row once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.workflows.exports import kind
from tests.factories_bodies import department

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5])
def test_every_row_once_in_order(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(kind, "PAGE", 2)
    for number in range(count):
        department(f"D{number}")
    found = [body.code for page in kind.pages(Organization.objects.all(), "path") for body in page]
    assert found == [f"D{number}" for number in range(count)]


def test_no_more_than_a_page_is_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kind, "PAGE", 2)
    for number in range(5):
        department(f"D{number}")
    with CaptureQueriesContext(connection) as asked:
        next(kind.pages(Organization.objects.all(), "path"))
    assert len(asked) == 1
    assert "LIMIT 2" in asked[0]["sql"]
