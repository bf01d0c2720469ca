"""One theme class: what it is, where it stands, and what whoever looks at it may do next (8.3)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports import conf
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.applets.theme_classes.api import (
    STEPS,
    Act,
    ClassBody,
    ClassDuty,
    ClassPlaces,
    ClassStep,
    ThemeClass,
    TrainingPlan,
    free_places,
    missing,
    waiting_before,
)
from cadretrain_reports.scopes.api import in_scope, may
from cadretrain_reports.web.classes.common import REGISTRATION_TONES, TONES, class_of, crumbs_to, own_registration
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.workflows.class_life import RIGHTS

ACT_NAMES: Final[dict[Act, Any]] = {
    Act.APPROVE: pgettext_lazy("theme class", "Approve the class"),
    Act.SEND_BACK: pgettext_lazy("theme class", "Send it back"),
    Act.OPEN: pgettext_lazy("theme class", "Open registration"),
    Act.START: pgettext_lazy("theme class", "Begin the class"),
    Act.ASSESS: pgettext_lazy("theme class", "End the teaching"),
    Act.CLOSE: pgettext_lazy("theme class", "Close the class"),
    Act.ARCHIVE: pgettext_lazy("theme class", "Archive the class"),
    Act.CANCEL: pgettext_lazy("theme class", "Cancel the class"),
    Act.REOPEN: pgettext_lazy("theme class", "Take it one step back"),
}
"""What the acts are called on their buttons."""

FORWARD: Final = (Act.APPROVE, Act.OPEN, Act.START, Act.ASSESS, Act.CLOSE, Act.ARCHIVE)
"""The acts that lead on; what they lack is shown before they are taken."""


@page("GET", uuid=(ThemeClass, "uuid"))
def theme_class(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a class with its plan, its people and its history, as far as the reader sees them."""
    found = class_of(request, uuid)
    context = {
        "class": found,
        "tone": TONES[found.state],
        "zone": conf.time_zone(),
        "bodies": _bodies(found),
        "courses": _courses(found),
        "hours": _hours(found),
        "free": max(free_places(found), 0) if found.planned_number else None,
        **_for_reader(request, found),
        **_seen_of(request, found),
    }
    return show(request, "class.html", context, crumbs=crumbs_to(Crumb(found.title)))


def acts_on(user: Any, found: ThemeClass) -> list[dict[str, Any]]:
    """Return the acts that somebody may take with a class as it stands, with what each still lacks."""
    return [
        {
            "url": f"cadretrain:class-{act.replace('_', '-')}",
            "label": ACT_NAMES[act],
            "is_forward": act in FORWARD,
            "missing": missing(found, act, today()),
        }
        for act, right in RIGHTS.items()
        if found.state in STEPS[act] and may(user, right, found)
    ]


def _for_reader(request: HttpRequest, found: ThemeClass) -> dict[str, Any]:
    user, state = request.user, ThemeClass.State
    mine = own_registration(request, found)
    plan = in_scope(TrainingPlan.objects.select_related("host"), user).filter(theme_class=found).first()
    is_draft = bool(plan and found.state == state.PLANNED and plan.state == TrainingPlan.State.DRAFT)
    is_registering = found.state == state.REGISTERING
    is_open = found.class_type == ThemeClass.ClassType.OPEN
    acts = frame_of(request).person.acts
    return {
        "plan": plan,
        "mine": mine,
        "my_tone": REGISTRATION_TONES[mine.state] if mine else "",
        "waiting_before": waiting_before(mine) if mine and mine.state == "waiting" else None,
        "may_apply": is_registering and is_open and _may_apply(request, mine),
        "may_withdraw": is_registering and is_open and mine and mine.state not in ("refused", "withdrawn"),
        "may_hold": is_draft and plan and may(user, "hold_class", plan.host),
        "may_teach": found.state == state.PLANNED and not is_draft and may(user, "teach_class", found),
        "may_copy": plan is not None and "hold_class" in acts,
        "may_staff": may(user, "staff_class", found),
        "may_allot": not is_open and found.state in _ALLOTTING and may(user, "rule_class", found),
        "may_name": not is_open and is_registering and "name_for_class" in acts,
        "acts": acts_on(user, found),
    }


def _may_apply(request: HttpRequest, mine: Any) -> bool:
    return frame_of(request).person.account is not None and (mine is None or mine.state in ("refused", "withdrawn"))


def _seen_of(request: HttpRequest, found: ThemeClass) -> dict[str, Any]:
    user = request.user
    duties = ClassDuty.objects.select_related("assignment__user").filter(theme_class=found)
    places = ClassPlaces.objects.select_related("unit").filter(theme_class=found).order_by("unit__code")
    steps = ClassStep.objects.filter(theme_class=found).order_by("pk")
    return {
        "duties": in_scope(duties, user),
        "places": in_scope(places, user),
        "steps": in_scope(steps, user),
        "sees_people": may(user, "run_class", found) or not frame_of(request).person.acts.isdisjoint(_DECIDING),
    }


_ALLOTTING: Final = {ThemeClass.State.APPROVED, ThemeClass.State.REGISTERING}
_DECIDING: Final = {"run_class", "decide_assigned", "name_for_class"}


def _bodies(found: ThemeClass) -> list[tuple[Any, list[str]]]:
    """Return the names of the bodies by their part, in their order."""
    names = defaultdict(list)
    for row in found.bodies.select_related("organization"):
        names[row.part].append(row.organization.name)
    return [(part.label, names[part]) for part in ClassBody.Part if names[part]]


def _courses(found: ThemeClass) -> list[dict[str, Any]]:
    """Return the courses with what each said when it was last released."""
    rows = list(found.courses.select_related("course__institution"))
    released = CourseVersion.objects.filter(course__in=[row.course_id for row in rows], released_at__isnull=False)
    versions = {version.course_id: version for version in released.order_by("number")}
    return [{"row": row, "version": versions.get(row.course_id)} for row in rows]


def _hours(found: ThemeClass) -> Decimal:
    """Return the hours of all courses and activities together: what a trainee can come to."""
    courses = sum((one["version"].credit_hours for one in _courses(found) if one["version"]), Decimal(0))
    return sum((row.credit_hours for row in found.activities.all()), courses)


REASONS: Final = {
    Act.SEND_BACK: _("Say what is to be changed."),
    Act.CANCEL: _("Say why the class is cancelled. Who is in it leaves its course runs."),
    Act.REOPEN: _("Say why. What was cancelled goes on where it was; all else goes one step back."),
}
"""What the reason of an act is asked with."""
