"""What all endpoints have in common. Nothing is left to what the host has set for its own API."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from math import isfinite
from typing import Any, Final

from django.db import transaction
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from edx_rest_framework_extensions.auth.jwt.authentication import JwtAuthentication
from edx_rest_framework_extensions.auth.session.authentication import SessionAuthenticationAllowInactiveUser
from edx_rest_framework_extensions.permissions import NotJwtRestrictedApplication
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.schemas.inspectors import ViewInspector
from rest_framework.views import APIView

from cadretrain_reports.refusals import Refused
from cadretrain_reports.rest.answers import answer
from cadretrain_reports.rest.openapi import Operation

MAX_BODY: Final = 1 << 20
"""Bytes of a body that are read."""

_LONGEST_NAME: Final = 64
"""Characters of a field's name that an answer repeats."""


class BoundedJson(JSONParser):
    """JSON in UTF-8 of at most ``MAX_BODY`` bytes, whose texts can be said again in UTF-8.

    What JSON leaves open is refused here, since every reader of it would take it otherwise: a name that an object has
    twice, and numbers that are none or that no computer holds.
    """

    def parse(self, stream: Any, _media_type: str | None = None, _context: Any = None) -> Any:
        """Return what the body says.

        Raises ``ParseError`` if it is longer, deeper or no JSON, and ``Refused`` for a doubled name or a bad number.
        """
        body = stream.read(MAX_BODY + 1)
        if len(body) > MAX_BODY:
            raise ParseError
        try:
            said = _DECODER.decode(body.decode("utf-8"))
            if b"\\u" in body:
                json.dumps(said, ensure_ascii=False).encode("utf-8")
        except Refused:
            raise
        except (RecursionError, ValueError):
            raise ParseError from None
        return said


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object whose names are each said once."""
    said: dict[str, Any] = {}
    for name, value in pairs:
        if name in said:
            raise Refused("doubled", _("This is said twice. Say it once."), name[:_LONGEST_NAME])
        said[name] = value
    return said


def _number(text: str) -> float:
    """Return a number with a fraction or an exponent."""
    number = float(text)
    if not isfinite(number):
        raise Refused("bad_number", _("The body holds a number that is none, such as NaN, or too large."))
    return number


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_float=_number, parse_constant=_number)


class PlainJson(JSONRenderer):
    """JSON in UTF-8, as compact as it can be."""

    ensure_ascii = False
    compact = True
    strict = True


class JsonAlways(DefaultContentNegotiation):
    """JSON is answered whatever the caller would rather have: a browser too gets data, or an error, to show."""

    def select_renderer(
        self, _request: Request, renderers: Iterable[BaseRenderer], _suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        """Return the only renderer there is."""
        only = next(iter(renderers))
        return only, str(only.media_type)


@method_decorator(transaction.non_atomic_requests, name="dispatch")
class Edge(APIView):
    """One endpoint. Signed-in users only; what they see and do there is for the scopes to say (9.2.1).

    The host wraps requests into transactions. Not these: a denial is kept though the request fails (9.2.3), and each
    workflow opens its own.
    """

    authentication_classes = (JwtAuthentication, SessionAuthenticationAllowInactiveUser)
    permission_classes = (IsAuthenticated, NotJwtRestrictedApplication)
    http_method_names = ["get", "head", "post", "put", "patch", "delete"]
    throttle_classes = ()
    parser_classes: Sequence[type[BaseParser]] = (BoundedJson,)
    renderer_classes = (PlainJson,)
    content_negotiation_class = JsonAlways
    metadata_class = None
    versioning_class = None
    schema: ViewInspector | None = Operation()

    @property
    def default_response_headers(self) -> dict[str, str]:
        """Return the headers of every answer: personal data stays out of caches."""
        return {**super().default_response_headers, "Cache-Control": "no-store"}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a body of a type that is not taken here.

        The framework would refuse it while reading, but whoever looked for the CSRF token in a form has read it, and
        it would pass for an empty one.
        """
        super().initial(request, *args, **kwargs)
        if self._has_body(request) and not self.get_content_negotiator().select_parser(request, self.get_parsers()):
            raise UnsupportedMediaType(request.content_type)

    def _has_body(self, request: Request) -> bool:
        """Tell whether a body was sent with a method that takes one here."""
        is_taken = request.method not in SAFE_METHODS and hasattr(self, str(request.method).lower())
        return is_taken and request.META.get("CONTENT_LENGTH") not in {None, "", "0"}

    def get_exception_handler(self) -> Callable[..., Any]:
        """Return what turns faults into answers."""
        return answer
