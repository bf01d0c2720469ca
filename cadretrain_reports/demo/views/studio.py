"""The authoring side: what Studio shows of a unit, the forms of its blocks, and how one is added."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST

from cadretrain_reports.demo.adding import OWN_BLOCKS, add_block
from cadretrain_reports.demo.host import blocks_of, credit_courses
from cadretrain_reports.demo.views.rendering import render_blocks, unit_for
from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK

View = Callable[[HttpRequest, str], HttpResponse]


def _for_authors(view: View) -> View:
    """Let only staff in; others who are signed in are refused."""

    @wraps(view)
    def guarded(request: HttpRequest, course_run: str) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.is_staff):
            raise PermissionDenied
        return view(request, course_run)

    return login_required(guarded)


@_for_authors
@ensure_csrf_cookie
def unit(request: HttpRequest, course_run: str) -> HttpResponse:
    """Show a unit as its author sees it."""
    top = unit_for(request, course_run, is_authoring=True)
    # A second course over the same unit would overlap the first (R1).
    is_marked = any(credit_courses(top))
    addable = [block_type for block_type in OWN_BLOCKS if not (is_marked and block_type == CREDIT_COURSE_BLOCK)]
    context = {"course_run": course_run, "addable": addable, "has_own": any(blocks_of(top, *OWN_BLOCKS))}
    return render_blocks(request, "studio.html", [top], "author_view", context)


@_for_authors
@ensure_csrf_cookie
def edit(request: HttpRequest, course_run: str) -> HttpResponse:
    """Show the forms of the blocks that mark courses and show classes in a unit."""
    top = unit_for(request, course_run, is_authoring=True)
    blocks = list(blocks_of(top, *OWN_BLOCKS))
    return render_blocks(request, "edit.html", blocks, "studio_view", {"course_run": course_run})


@require_POST
@_for_authors
def add(request: HttpRequest, course_run: str) -> HttpResponse:
    """Add the block that the author chose to the unit, and open its form."""
    block_type = request.POST.get("block_type", "")
    if block_type not in OWN_BLOCKS:
        return HttpResponseBadRequest()
    add_block(unit_for(request, course_run, is_authoring=True), block_type)
    return redirect("studio-edit", course_run)
