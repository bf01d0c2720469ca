"""What an author asks while marking a course (3.8)."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from cadretrain_reports import conf
from cadretrain_reports.rest.errors import refusal
from cadretrain_reports.rules.credit_hours import CourseDurationError, course_credit_hours
from cadretrain_reports.rules.values import hours_text

_SECONDS: Final = re.compile("[0-9]{1,9}")


@require_GET
def credit_hours(request: HttpRequest) -> JsonResponse:
    """``GET ?course_duration=901`` (whole seconds) → ``{"credit_hours": "0.5"}`` by the site's bands.

    Only one to nine ASCII digits are a duration. Open to anyone: it says what the bands are, nothing else.
    """
    seconds = request.GET.get("course_duration", "")
    if not _SECONDS.fullmatch(seconds):
        return refusal(HTTPStatus.BAD_REQUEST, "bad_duration")
    try:
        hours = course_credit_hours(int(seconds), conf.credit_hour_bands())
    except CourseDurationError:
        return refusal(HTTPStatus.BAD_REQUEST, "bad_duration")
    return JsonResponse({"credit_hours": hours_text(hours)})
