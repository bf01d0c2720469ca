"""Putting the fragments of blocks into a page of the embedded host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from web_fragments.fragment import Fragment
from xblock.exceptions import NoSuchUsage

from cadretrain_reports.demo.runtime import open_block
from cadretrain_reports.demo.scenarios import unit_of

if TYPE_CHECKING:
    from xblock.core import XBlock


def unit_for(request: HttpRequest, course_run: str, *, is_authoring: bool = False) -> XBlock:
    """Return the unit of a course run as the signed-in user sees it; raise ``Http404`` if there is none."""
    try:
        return open_block(unit_of(course_run), request.user, is_authoring=is_authoring)
    except NoSuchUsage:
        raise Http404 from None


def render_blocks(
    request: HttpRequest, template: str, blocks: list[XBlock], view_name: str, context: dict[str, Any]
) -> HttpResponse:
    """Render blocks, one after the other, into a template of the host."""
    fragment = Fragment()
    is_authoring = bool(blocks) and blocks[0].runtime.is_authoring
    for block in blocks:
        rendered = block.render(view_name, {})
        fragment.add_content(rendered.body_html())
        fragment.add_fragment_resources(rendered)
    return render(
        request,
        f"cadretrain_demo/{template}",
        {
            **context,
            "head": fragment.head_html(),
            "body": fragment.body_html(),
            "foot": fragment.foot_html(),
            "handler_base": reverse("studio-handlers" if is_authoring else "handlers"),
        },
    )
