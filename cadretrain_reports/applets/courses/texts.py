"""What is said when an act on a course cannot be done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.courses.models import CourseVersion
from cadretrain_reports.refusals import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "replaced": _("Course %(course)s: version %(newest)d has replaced version %(number)d."),
    "wrong_state": _("Version %(number)d of course %(course)s is in the state “%(state)s”: this cannot be done now."),
    "angles_missing": _("No reviewer has passed the course from these angles yet: %(angles)s."),
    "bad_method": _("A review is internal, external, or an expert spot check."),
    "bad_angles": _("Name one or more of the five angles, each once."),
    "bad_verdict": _("A reviewer passes the course or returns it."),
    "own_course": _(
        "This person wrote, teaches or handed in the course. Nobody reviews a course of their own: ask somebody else."
    ),
    "own_assignment": _("Nobody assigns a review to themselves. Leave it to a colleague."),
    "already_assigned": _("This reviewer has been asked for a verdict from one of these angles already."),
    "not_asked": _("This review was not asked of you."),
    "review_over": _("This review is over: the verdict was given, or the course was returned or changed meanwhile."),
    "already_acknowledged": _("This report has been acknowledged already."),
}


class CourseRefused(Refused):
    """An act on a course that cannot be done; ``code`` is a key of the texts above."""

    def __init__(self, code: str, field: str = "", **values: object) -> None:
        super().__init__(code, _TEXTS[code], field, **values)


def wrong_state(version: CourseVersion) -> CourseRefused:
    """Return the refusal of what cannot be done with a version where it stands now."""
    state = version.get_state_display()
    return CourseRefused("wrong_state", course=version.course.code, number=version.number, state=state)
