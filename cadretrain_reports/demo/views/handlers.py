"""Handlers and files of blocks. The CSRF middleware guards every post here."""

from __future__ import annotations

from http import HTTPStatus

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from workbench.views import package_resource
from xblock.django.request import django_to_webob_request, webob_to_django_response
from xblock.exceptions import InvalidScopeError, NoSuchHandlerError, NoSuchUsage

from cadretrain_reports.demo.runtime import open_block
from cadretrain_reports.demo.scenarios import publish

__all__ = ["handler", "package_resource", "studio_handler"]


def handler(request: HttpRequest, usage_id: str, handler: str, suffix: str = "") -> HttpResponse:
    """Run a handler of a block for the signed-in user; what belongs to the content cannot be written."""
    return _run(request, usage_id, handler, suffix, is_authoring=False)


def studio_handler(request: HttpRequest, usage_id: str, handler: str, suffix: str = "") -> HttpResponse:
    """Run a handler of a block for an author. A change of the content is kept and published at once."""
    if request.user.is_authenticated and not request.user.is_staff:
        return _refusal(HTTPStatus.FORBIDDEN, _("Only authors may do this."))
    return _run(request, usage_id, handler, suffix, is_authoring=True)


def _run(request: HttpRequest, usage_id: str, handler: str, suffix: str, *, is_authoring: bool) -> HttpResponse:
    if not request.user.is_authenticated:
        return _refusal(HTTPStatus.UNAUTHORIZED, _("You are signed out. Sign in again to go on."))
    try:
        with transaction.atomic():
            block = open_block(usage_id, request.user, is_authoring=is_authoring)
            response = block.runtime.handle(block, handler, django_to_webob_request(request), suffix)
            if block.runtime.store.has_authored:
                publish(usage_id)
    except (NoSuchUsage, NoSuchHandlerError):
        raise Http404 from None
    except InvalidScopeError:
        return _refusal(HTTPStatus.FORBIDDEN, _("Only authors may do this."))
    answer: HttpResponse = webob_to_django_response(response)
    return answer


def _refusal(status: HTTPStatus, message: str) -> JsonResponse:
    return JsonResponse({"error": message}, status=status)
