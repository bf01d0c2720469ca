"""What holds for every endpoint, shown on one that does as it is told."""

from __future__ import annotations

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import jwt
import pytest
from django.conf import settings as settings_of_host
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.rest import urls
from cadretrain_reports.rest.edge import MAX_BODY, Edge
from cadretrain_reports.scopes import api as scopes
from tests import factories
from tests.academy.asking import EVERYBODY


class Echo(Edge):
    """Answers what it was told, asks for a duty, or fails."""

    def get(self, request: Request) -> Response:
        return Response({"atomic": connection.in_atomic_block, "active": request.user.is_active})

    def post(self, request: Request) -> Response:
        return Response({"told": request.data})

    def put(self, request: Request) -> Response:
        body = organizations.get("BUREAU")
        scopes.require(request.user, "change_tree", body, organizations.about(body))
        return Response({})

    def delete(self, request: Request) -> Response:
        raise ZeroDivisionError("hidden")


urlpatterns = [path("echo/", Echo.as_view())]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

Endpoint = Callable[..., HttpResponse]


@pytest.fixture
def signed_in(client: Client) -> Client:
    factories.organization("BUREAU")
    client.force_login(factories.user("somebody"))
    client.raise_request_exception = False
    return client


def tell(client: Client, body: bytes | str, content_type: str = "application/json") -> HttpResponse:
    return client.generic("POST", "/echo/", body, content_type=content_type)


def code(response: HttpResponse) -> tuple[int, str]:
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    return response.status_code, response.json()["error"]["code"]


def test_a_character_may_be_escaped(signed_in: Client) -> None:
    assert tell(signed_in, '"\\u5f20\\ud83d\\ude00"').json() == {"told": "张😀"}


def test_json_comes_and_goes(signed_in: Client) -> None:
    response = tell(signed_in, '{"姓名": "张三丰"}')
    assert response.content.decode() == '{"told":{"姓名":"张三丰"}}'
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "image/png", ""])
def test_json_is_answered_whatever_is_asked_for(signed_in: Client, accept: str) -> None:
    response = signed_in.get("/echo/?format=api", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


def test_strangers_are_asked_who_they_are(client: Client) -> None:
    response = client.get("/echo/")
    assert code(response) == (401, "signed_out")
    assert "realm" in response["WWW-Authenticate"]


@pytest.mark.parametrize("header", ["Bearer x", "Bearer a.b.c", "JWT a.b.c", "Bearer", "Bearer a b"])
def test_a_token_that_is_none_proves_nothing(client: Client, header: str) -> None:
    assert code(client.get("/echo/", headers={"Authorization": header})) == (401, "signed_out")


def token(**claims: Any) -> dict[str, str]:
    signed = jwt.encode({"exp": time.time() + 60, **claims}, settings_of_host.SECRET_KEY, "HS256")
    return {"Authorization": f"Bearer {signed}"}


def test_a_token_of_the_platform_proves_who_asks_and_needs_no_page(client: Client) -> None:
    factories.user("somebody")
    headers = token(username="somebody", is_restricted=False)
    assert client.get("/echo/", headers=headers).json()["active"] is True
    forging = Client(enforce_csrf_checks=True)
    assert forging.generic("POST", "/echo/", "1", "application/json", headers=headers).json() == {"told": 1}


def test_a_token_for_a_restricted_application_is_not_for_personal_data(client: Client) -> None:
    factories.user("somebody")
    assert code(client.get("/echo/", headers=token(username="somebody", is_restricted=True))) == (403, "denied")


def test_whoever_is_deactivated_comes_in_and_sees_what_the_scopes_show(client: Client, settings: Any) -> None:
    settings.AUTHENTICATION_BACKENDS = [EVERYBODY]
    user = get_user_model().objects.create_user("asleep", is_active=False)
    client.force_login(user, EVERYBODY)
    assert client.get("/echo/").json()["active"] is False


def test_a_page_of_another_site_can_do_nothing(signed_in: Client) -> None:
    forging = Client(enforce_csrf_checks=True)
    forging.cookies = signed_in.cookies
    assert code(tell(forging, "{}")) == (403, "forged")
    assert forging.get("/echo/").status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"{", id="cut off"),
        pytest.param(b"\xff", id="not UTF-8"),
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(b"1" * 10_000, id="an endless number"),
        pytest.param(b" " * MAX_BODY + b"{}", id="long"),
        pytest.param(b'{"\\ud800": "\\ud800"}', id="half a character"),
    ],
)
def test_a_body_that_cannot_be_read(signed_in: Client, body: bytes) -> None:
    assert code(tell(signed_in, body)) == (400, "malformed")


@pytest.mark.parametrize("number", ["1e999", "-1e999", "NaN", "Infinity", "-Infinity"])
def test_a_number_that_is_none_or_too_large(signed_in: Client, number: str) -> None:
    for body in (number, f'{{"a": [{number}]}}'):
        assert code(tell(signed_in, body)) == (400, "bad_number")


def test_numbers_that_can_be_reckoned_with(signed_in: Client) -> None:
    assert tell(signed_in, "[0.5, -1e3, 1e-999, 12345678901234567890]").json()["told"] == [
        0.5,
        -1000.0,
        0.0,
        12345678901234567890,
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ('{"code": "A", "code": "B"}', "code"),
        ('{"rows": [{"name": 1, "name": 1}]}', "name"),
        ('{"名": 1, "\\u540d": 2}', "名"),
        (f'{{"{"x" * 100}": 1, "{"x" * 100}": 2}}', "x" * 64),
    ],
)
def test_what_is_said_twice(signed_in: Client, body: str, field: str) -> None:
    response = tell(signed_in, body)
    assert code(response) == (400, "doubled")
    assert response.json()["error"]["field"] == field


def test_the_longest_body(signed_in: Client) -> None:
    assert tell(signed_in, b" " * (MAX_BODY - 2) + b"{}").json() == {"told": {}}


@pytest.mark.parametrize("content_type", ["text/xml", "multipart/form-data; boundary=x", "application/json2"])
def test_only_json_is_taken(signed_in: Client, content_type: str) -> None:
    assert code(tell(signed_in, "{}", content_type)) == (415, "unsupported_media_type")


def test_a_form_that_brings_its_token_is_not_taken_for_an_empty_body(signed_in: Client) -> None:
    page = Client(enforce_csrf_checks=True)
    page.cookies = signed_in.cookies
    page.cookies["csrftoken"] = secret = "x" * 32
    assert code(page.post("/echo/", {"csrfmiddlewaretoken": secret})) == (415, "unsupported_media_type")
    assert page.post("/echo/", headers={"X-CSRFToken": secret}).status_code == HTTPStatus.UNSUPPORTED_MEDIA_TYPE


def test_the_charset_of_json_is_utf_8_whatever_is_said(signed_in: Client) -> None:
    said = tell(signed_in, '"张"'.encode(), "application/json; charset=no-such-thing")
    assert said.json() == {"told": "张"}


@pytest.mark.parametrize("method", ["PATCH", "OPTIONS", "TRACE", "BREW"])
def test_what_an_endpoint_does_not_do(signed_in: Client, method: str) -> None:
    response = signed_in.generic(method, "/echo/")
    assert code(response) == (405, "method_not_allowed")
    assert response["Allow"] == "GET, HEAD, POST, PUT, DELETE"


def test_a_fault_shows_no_trace(signed_in: Client, settings: Any) -> None:
    settings.DEBUG = True
    response = signed_in.delete("/echo/")
    assert code(response) == (500, "fault")
    assert b"hidden" not in response.content


@pytest.mark.django_db(transaction=True)
def test_a_denial_is_kept_though_the_host_wraps_requests(signed_in: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    assert signed_in.get("/echo/").json()["atomic"] is False
    assert code(signed_in.put("/echo/")) == (403, "denied")
    assert AuditEntry.objects.get().outcome == AuditEntry.Outcome.DENIED


POLICIES = {name for name in vars(APIView) if name.endswith(("_class", "_classes"))} | {"schema"}


@pytest.mark.parametrize("policy", sorted(POLICIES))
def test_no_policy_is_left_to_the_host(policy: str) -> None:
    assert policy in vars(Edge)


@pytest.mark.parametrize("pattern", urls.urlpatterns, ids=lambda pattern: str(pattern.name))
def test_every_endpoint_stands_on_the_edge(pattern: URLPattern) -> None:
    view = getattr(pattern.callback, "cls", None)
    if view is None:
        assert pattern.name in {"beat", "state", "credit-hours"}
    else:
        assert issubclass(view, Edge)
        assert "default" in pattern.callback._non_atomic_requests
