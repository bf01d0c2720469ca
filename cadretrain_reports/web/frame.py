"""The frame of every page: who looks at it, where one can go, in which languages; and what is shown instead of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, wraps
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_info
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.http import require_http_methods

from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.web.navigation import Link, Person, links, person_of

View = Callable[..., HttpResponse]

_SPOKEN: Final = ("zh-cn", "zh-hans", "en")
"""The languages that the pages speak, by the codes that hosts have for them."""


class Crumb(NamedTuple):
    """A step on the way to a page: what it is called, and its address; the page itself has none."""

    label: Any
    url: str = ""


class Language(NamedTuple):
    """A language that one can switch to, in its own words."""

    code: str
    name: str


class Frame:
    """What the base template asks for. Each part is read when it is shown, so that a page pays for what it has."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def person(self) -> Person:
        """Who looks at the page."""
        return person_of(self._request.user)

    @cached_property
    def navigation(self) -> list[Link]:
        """Where this person can go."""
        return list(links(self.person, self._request.path)) if self._request.user.is_authenticated else []

    @property
    def languages(self) -> list[Language]:
        """The other languages, where the host lets one switch."""
        if not self.set_language:
            return []
        others = [code for code, _name in settings.LANGUAGES if code in _SPOKEN and code != get_language()]
        return [Language(code, get_language_info(code)["name_local"]) for code in others]

    @property
    def set_language(self) -> str:
        """The address at which the host switches the language, or nothing."""
        try:
            return reverse("set_language")
        except NoReverseMatch:
            return ""

    @property
    def here(self) -> str:
        """The address of this page, to come back to."""
        return self._request.get_full_path() if self._request.method == "GET" else self._request.path


def show(
    request: HttpRequest, template: str, context: dict[str, Any], *, crumbs: Sequence[Crumb] = (), status: int = 200
) -> HttpResponse:
    """Render a template of the package in its frame."""
    framed = {**context, "frame": frame_of(request), "crumbs": crumbs}
    return render(request, f"cadretrain_reports/{template}", framed, status=status)


def frame_of(request: HttpRequest) -> Frame:
    """Return the frame of a request, one for all that ask."""
    frame: Frame | None = getattr(request, "cadretrain_frame", None)
    if frame is None:
        frame = request.cadretrain_frame = Frame(request)  # type: ignore[attr-defined]
    return frame


def page(*methods: str, **addresses: Any) -> Callable[[View], View]:
    """Make a view a page: for people signed in, never kept by a cache or shown inside another site.

    What a person may not do, or cannot see, is answered by a page too, with 403 or 404. The host wraps requests into
    transactions; not these, as in ``rest.edge``. ``addresses`` says of each part of the address what it names.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, **parts: Any) -> HttpResponse:
            try:
                # A host may keep the session of an account that it has deactivated since.
                return view(request, **parts) if request.user.is_active else _refused(request)
            except (Denied, PermissionDenied):
                return _refused(request)
            except Http404:
                return show(request, "missing.html", {}, status=HTTPStatus.NOT_FOUND)

        guarded: Any = login_required(answered)
        for guard in (xframe_options_deny, never_cache, require_http_methods(["HEAD", *methods])):
            guarded = guard(guarded)
        guarded.addresses = addresses
        decorated: View = transaction.non_atomic_requests(guarded)
        return decorated

    return decorate


def _refused(request: HttpRequest) -> HttpResponse:
    return show(request, "refused.html", {}, status=HTTPStatus.FORBIDDEN)


def back_to(request: HttpRequest, otherwise: str) -> str:
    """Return the address that a form was sent from, as its field ``back`` says, if it is one of this site."""
    said = request.POST.get("back", "")
    is_ours = said.startswith("/") and url_has_allowed_host_and_scheme(said, {request.get_host()})
    return said if is_ours else otherwise
