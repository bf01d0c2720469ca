"""Pages that take a file: its size is bounded before anybody reads the body, the token against forgery included."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from cadretrain_reports.applets.resources.api import BoundedFile
from cadretrain_reports.web.frame import View


def takes_file(view: View) -> View:
    """Have what is uploaded to a page bounded; the token is asked for here instead of by the host."""
    protected: Any = csrf_protect(view)

    @wraps(view)
    def bounded(request: HttpRequest, **parts: Any) -> HttpResponse:
        request.upload_handlers = [BoundedFile(request)]
        answered: HttpResponse = protected(request, **parts)
        return answered

    taking: View = csrf_exempt(bounded)
    return taking
