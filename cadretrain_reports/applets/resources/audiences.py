"""To whom an institution may offer a resource (7.2)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.organizations.api import (
    Organization,
    Service,
    department_above,
    is_below,
    lineage,
)
from cadretrain_reports.applets.resources.models import SupportResource
from cadretrain_reports.refusals import Refused

_Audience = SupportResource.Audience


def checked_audience(institution: Organization, audience: str, body: str, course: Course | None) -> dict[str, Any]:
    """Return the fields that say to whom a resource is offered; ``body`` is a code.

    A body is at or below the department above the institution, or at or below a unit that the institution serves; a
    course is the institution's own. Raises ``Refused``: ``unknown_body`` alike for a code that no body has and for one
    out of the institution's reach, ``other_course``, ``bad_audience`` where what is named does not belong together.
    """
    named = {_Audience.SERVED: (False, False), _Audience.BODY: (True, False), _Audience.COURSE: (False, True)}
    if audience not in named or named[_Audience(audience)] != (bool(body), course is not None):
        text = _("Offer it to the units served, or name one body, or name one course.")
        raise Refused("bad_audience", text, "audience")
    if course is not None and course.institution_id != institution.pk:
        raise Refused("other_course", _("Name a course of the institution itself."), "audience_course")
    offered_to = _body(institution, body) if body else None
    return {"audience": audience, "audience_body": offered_to, "audience_course": course}


def _body(institution: Organization, code: str) -> Organization:
    body: Organization | None = Organization.objects.filter(code=code).first() if "\0" not in code else None
    if body is None or not (_is_governed_with(body, institution) or _is_served(body, institution)):
        text = _("Name a body below the institution's own department, or one that the institution serves.")
        raise Refused("unknown_body", text, "audience_body")
    return body


def _is_governed_with(body: Organization, institution: Organization) -> bool:
    department = department_above(institution)
    return department is not None and is_below(body, department)


def _is_served(body: Organization, institution: Organization) -> bool:
    return Service.objects.filter(institution=institution, unit__path__in=lineage(body.path), standing=True).exists()
