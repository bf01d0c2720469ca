"""The description of the API, where programs ask for it."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import URLPattern

from cadretrain_reports.rest import urls
from cadretrain_reports.rest.schema import document
from cadretrain_xblock.contract import API_ROOT
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db


def test_it_is_answered_to_whoever_is_signed_in(ask: Ask, client: Client) -> None:
    response = ask("schema/")
    assert response["Content-Type"] == "application/json"
    assert response.json() == document()
    client.logout()
    assert client.get(f"{API_ROOT}schema/").status_code == 401


def test_every_endpoint_is_described() -> None:
    described = {path.removeprefix(API_ROOT) for path in document()["paths"]}
    for pattern in urls.urlpatterns:
        if pattern.name != "schema":
            assert _path(pattern) in described


def _path(pattern: URLPattern) -> str:
    """Return an address as the description writes it."""
    return re.sub(r"\(\?P<(\w+)>[^)]*\)|<str:(\w+)>", r"{\1\2}", str(pattern.pattern)).strip("^$")
