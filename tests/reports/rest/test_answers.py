"""Every fault leaves in one shape, whatever was raised."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core import exceptions as django_exceptions
from django.core.signals import got_request_exception
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.offline.sheets import SheetError
from cadretrain_reports.offline.sheets.faults import FILE_TOO_LARGE
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rest.answers import SENTENCES, answer, error_of
from cadretrain_reports.scopes.api import Denied

INVALID = exceptions.ValidationError


def answered(fault: Exception) -> Response:
    request = Request(RequestFactory().get("/secret/"))
    with translation.override("en"):
        return answer(fault, {"request": request, "view": object()})


def error(fault: Exception) -> dict[str, str]:
    said: dict[str, str] = answered(fault).data["error"]
    return said


@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        (Denied("move"), 403, "denied"),
        (django_exceptions.PermissionDenied(), 403, "denied"),
        (exceptions.PermissionDenied("You shall not pass."), 403, "denied"),
        (exceptions.PermissionDenied("CSRF Failed: no token"), 403, "forged"),
        (exceptions.NotAuthenticated(), 401, "signed_out"),
        (exceptions.AuthenticationFailed(), 401, "signed_out"),
        (Http404("Trainee 17"), 404, "not_found"),
        (exceptions.NotFound("Trainee 17"), 404, "not_found"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.UnsupportedMediaType("text/xml"), 415, "unsupported_media_type"),
        (exceptions.ParseError("line 3"), 400, "malformed"),
        (MultiPartParserError("boundary"), 400, "malformed"),
        (django_exceptions.TooManyFilesSent("files"), 400, "malformed"),
    ],
)
def test_what_is_answered(fault: Exception, status: int, code: str) -> None:
    response = answered(fault)
    assert response.status_code == status
    with translation.override("en"):
        assert response.data == {"error": {"code": code, "message": str(SENTENCES[code])}}


def test_a_table_that_cannot_be_read_is_named_in_the_readers_language() -> None:
    fault = SheetError(FILE_TOO_LARGE, {"limit": 64})
    said = answered(fault)
    assert said.status_code == 400
    assert (error(fault)["code"], error(fault)["field"]) == ("file_too_large", "file")
    assert "64" in error(fault)["message"]


def test_what_is_said_of_a_fault_can_stand_beside_others() -> None:
    assert error_of(Refused("no", "No.", "name")) == {"code": "no", "message": "No.", "field": "name"}


def test_every_sentence_is_one() -> None:
    with translation.override("en"):
        assert all(str(sentence).endswith(".") for sentence in SENTENCES.values())


def test_a_refusal_speaks_for_itself() -> None:
    refused = Refused("too_long", _("A reason has at most %(most)s characters."), "reason", most=500)
    assert answered(refused).status_code == 400
    assert error(refused) == {
        "code": "too_long",
        "message": "A reason has at most 500 characters.",
        "field": "reason",
    }


def test_a_refusal_of_no_field_names_none() -> None:
    assert "field" not in error(Refused("closed", "The period is closed."))


@pytest.mark.parametrize(
    ("detail", "field"),
    [
        ({"name": ["Too long."]}, "name"),
        ({"name": "Too long."}, "name"),
        ({"rows": [{}, {"name": ["Too long."]}]}, "rows.1.name"),
        ({"unit": {"code": ["Too long."]}}, "unit.code"),
    ],
)
def test_the_first_field_that_is_wrong_is_named(detail: Any, field: str) -> None:
    assert error(INVALID(detail)) == {"code": "invalid", "message": "Too long.", "field": field}


@pytest.mark.parametrize("detail", ["Too long.", ["Too long."], {"non_field_errors": ["Too long."]}])
def test_what_is_wrong_with_no_field_names_none(detail: Any) -> None:
    assert error(INVALID(detail)) == {"code": "invalid", "message": "Too long."}


def test_the_code_of_what_is_wrong_is_kept() -> None:
    assert error(INVALID({"name": ["Missing."]}, code="required"))["code"] == "required"


def test_a_fault_is_told_to_the_operators_and_not_to_the_caller(caplog: pytest.LogCaptureFixture) -> None:
    heard: list[Any] = []

    def hear(sender: Any, request: Any, **_more: Any) -> None:
        heard.append(request.path)

    log = logging.getLogger("django.request")
    log.addHandler(caplog.handler)
    got_request_exception.connect(hear)
    try:
        response = answered(ZeroDivisionError("hidden"))
    finally:
        got_request_exception.disconnect(hear)
        log.removeHandler(caplog.handler)
    assert (response.status_code, response.data["error"]["code"]) == (500, "fault")
    assert "hidden" not in str(response.data)
    assert heard == ["/secret/"]
    assert caplog.records[-1].exc_info


def test_whoever_is_not_signed_in_hears_how_to_prove_it() -> None:
    fault = exceptions.NotAuthenticated()
    fault.auth_header = 'JWT realm="api"'
    assert answered(fault)["WWW-Authenticate"] == 'JWT realm="api"'


def test_the_callers_language_is_spoken() -> None:
    with translation.override("zh-hans"):
        said = answer(exceptions.NotAuthenticated(), {}).data["error"]["message"]
    assert said.endswith("。")
