"""What is answered when something cannot be done: one shape for every fault, in the caller's language.

``{"error": {"code", "message", "field"?}}``: the code is stable, the sentence is for people, ``field`` names the part
of the input to mend. A page of the platform, or the trace of a fault, never leaves here.
"""

from __future__ import annotations

from functools import singledispatch
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404
from django.http.multipartparser import MultiPartParserError
from django.utils.log import log_response
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings

from cadretrain_reports.offline.sheets import SheetError
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rest.errors import MESSAGES
from cadretrain_reports.scopes.api import Denied

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SENTENCES: Final = {
    "signed_out": MESSAGES["signed_out"],
    "denied": _("You may not do this: no duty of yours covers it."),
    "forged": _("The request does not come from a page of this site. Load the page again."),
    "not_found": _("There is nothing here, or it is not for you to see."),
    "malformed": _("The body cannot be read: it is not what its type says, or too long, or too deep."),
    "method_not_allowed": _("This cannot be done here."),
    "unsupported_media_type": _("Send the body as application/json; a file as multipart/form-data."),
    "fault": _("Something went wrong on this site. It has been recorded; try again later."),
}


class Said(NamedTuple):
    """An answer before it is written down."""

    status: int
    code: str
    message: str | StrPromise
    field: str = ""

    def as_data(self) -> dict[str, dict[str, str]]:
        """Return the body."""
        error = {"code": self.code, "message": str(self.message)}
        return {"error": {**error, "field": self.field} if self.field else error}


def answer(fault: Exception, context: dict[str, Any]) -> Response:
    """Turn whatever was raised in an endpoint into its answer."""
    said = _said(fault)
    response = Response(said.as_data(), status=said.status)
    if said.status == HTTPStatus.INTERNAL_SERVER_ERROR:
        _report(fault, context, response)
    if challenge := getattr(fault, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    return response


def error_of(fault: Exception) -> dict[str, str]:
    """Return what is said of a fault: ``{"code", "message", "field"?}``."""
    return _said(fault).as_data()["error"]


def _report(fault: Exception, context: dict[str, Any], response: Response) -> None:
    """Tell the site's operators, as Django does of a view that fails."""
    request = context["request"]._request  # noqa: SLF001 - the platform's handlers know Django's request only
    got_request_exception.send(sender=type(context["view"]), request=request)
    log_response("Fault: %s", request.path, response=response, request=request, exception=fault)


def _sentence(status: int, code: str) -> Said:
    return Said(status, code, SENTENCES[code])


@singledispatch
def _said(_fault: Exception) -> Said:
    return _sentence(HTTPStatus.INTERNAL_SERVER_ERROR, "fault")


@_said.register
def _of_refused(fault: Refused) -> Said:
    return Said(HTTPStatus.BAD_REQUEST, fault.code, str(fault), fault.field)


@_said.register(Denied)
@_said.register(PermissionDenied)
def _of_denied(_fault: Exception) -> Said:
    return _sentence(HTTPStatus.FORBIDDEN, "denied")


@_said.register(Http404)
@_said.register(exceptions.NotFound)
def _of_absent(_fault: Exception) -> Said:
    return _sentence(HTTPStatus.NOT_FOUND, "not_found")


@_said.register(exceptions.NotAuthenticated)
@_said.register(exceptions.AuthenticationFailed)
def _of_stranger(_fault: Exception) -> Said:
    return _sentence(HTTPStatus.UNAUTHORIZED, "signed_out")


@_said.register
def _of_forbidden(fault: exceptions.PermissionDenied) -> Said:
    return _sentence(HTTPStatus.FORBIDDEN, "forged" if str(fault.detail).startswith("CSRF") else "denied")


@_said.register
def _of_method(_fault: exceptions.MethodNotAllowed) -> Said:
    return _sentence(HTTPStatus.METHOD_NOT_ALLOWED, "method_not_allowed")


@_said.register
def _of_media_type(_fault: exceptions.UnsupportedMediaType) -> Said:
    return _sentence(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type")


@_said.register
def _of_table(fault: SheetError) -> Said:
    return Said(HTTPStatus.BAD_REQUEST, fault.code, _(fault.message) % fault.values, "file")


@_said.register(exceptions.ParseError)
@_said.register(MultiPartParserError)
@_said.register(SuspiciousOperation)
def _of_unreadable(_fault: Exception) -> Said:
    return _sentence(HTTPStatus.BAD_REQUEST, "malformed")


@_said.register
def _of_invalid(fault: exceptions.ValidationError) -> Said:
    """Name the first thing that is wrong: a form shows all of them, a program mends one after the other."""
    path, detail = _first(fault.detail)
    return Said(HTTPStatus.BAD_REQUEST, detail.code or "invalid", str(detail), ".".join(path))


def _first(detail: Any) -> tuple[list[str], exceptions.ErrorDetail]:
    path = []
    while not isinstance(detail, exceptions.ErrorDetail):
        items = detail.items() if isinstance(detail, dict) else enumerate(detail)
        key, detail = next((key, inner) for key, inner in items if inner)
        is_row = isinstance(key, int) and isinstance(detail, dict)
        if is_row or (isinstance(key, str) and key != api_settings.NON_FIELD_ERRORS_KEY):
            path.append(str(key))
    return path, detail
