"""The life of a class: which act leads from which state to which, and what each has to have (8.3).

All functions but ``missing`` are called inside a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.roles.api import Role, in_force, today
from cadretrain_reports.applets.theme_classes.members import ClassRegistration
from cadretrain_reports.applets.theme_classes.models import ClassBody, ClassStep, ThemeClass, TrainingPlan
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.steps import held, second_person

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_REASON: Final = 500
"""Characters of the reason of a step."""

_State = ThemeClass.State


class Act(StrEnum):
    """What is done with a class as a whole."""

    APPROVE = "approve"
    SEND_BACK = "send_back"
    OPEN = "open"
    START = "start"
    ASSESS = "assess"
    CLOSE = "close"
    ARCHIVE = "archive"
    CANCEL = "cancel"
    REOPEN = "reopen"


STEPS: Final[Mapping[Act, Mapping[str, str]]] = {
    Act.APPROVE: {_State.PLANNED: _State.APPROVED},
    Act.SEND_BACK: {_State.APPROVED: _State.PLANNED},
    Act.OPEN: {_State.APPROVED: _State.REGISTERING},
    Act.START: {_State.REGISTERING: _State.RUNNING},
    Act.ASSESS: {_State.RUNNING: _State.ASSESSING},
    Act.CLOSE: {_State.ASSESSING: _State.CLOSED},
    Act.ARCHIVE: {_State.CLOSED: _State.ARCHIVED},
    Act.CANCEL: dict.fromkeys(
        (_State.PLANNED, _State.APPROVED, _State.REGISTERING, _State.RUNNING, _State.ASSESSING), _State.CANCELLED
    ),
    Act.REOPEN: {
        _State.CANCELLED: "",
        _State.RUNNING: _State.REGISTERING,
        _State.ASSESSING: _State.RUNNING,
        _State.CLOSED: _State.ASSESSING,
    },
}
"""From which state to which each act leads; what was cancelled goes on where it was. An archived class stays so."""

NEEDS_REASON: Final = frozenset({Act.SEND_BACK, Act.CANCEL, Act.REOPEN})
"""The acts that say why."""


def take(theme_class: ThemeClass, act: Act, by: Any, at: datetime, reason: str = "") -> ThemeClass:
    """Take a class one step on, and keep that it was taken.

    Raises ``Refused``: ``not_possible`` in this state, ``not_ready`` that names everything that is missing, and
    ``four_eyes`` where the one who wrote the teaching plan would approve it.
    """
    current = held(theme_class, *STEPS[act])
    reason = checked_text("reason", reason, LONGEST_REASON, optional=act not in NEEDS_REASON)
    if act == Act.APPROVE:
        second_person(by, current.written_by_id)
        current.approved_by, current.approved_at = by, at
    require_ready(current, act, today())
    before, current.state = current.state, STEPS[act][current.state] or _before_cancelling(current)
    current.save(update_fields=["state", "approved_by", "approved_at"])
    ClassStep.objects.create(theme_class=current, from_state=before, state=current.state, by=by, at=at, reason=reason)
    return current


def begin(theme_class: ThemeClass, by: Any, at: datetime) -> None:
    """Keep that a class began to be planned."""
    ClassStep.objects.create(theme_class=theme_class, state=theme_class.state, by=by, at=at)


def _before_cancelling(theme_class: ThemeClass) -> str:
    last = theme_class.steps.filter(state=_State.CANCELLED).order_by("-pk").first()
    return last.from_state if last else _State.PLANNED


def require_ready(theme_class: ThemeClass, act: Act, day: date) -> None:
    """Raise ``Refused`` (``not_ready``) that names in one sentence everything that an act still lacks."""
    if lacking := missing(theme_class, act, day):
        text = _("The class is not ready for this yet. It lacks: %(missing)s")
        raise Refused("not_ready", text, missing=_Joined(lacking))


class _Joined:
    """Texts that are joined when they are read, in the language of whoever reads them."""

    def __init__(self, texts: list[StrPromise]) -> None:
        self.texts = texts

    def __str__(self) -> str:
        return str(_("; ")).join(str(text) for text in self.texts)


def missing(theme_class: ThemeClass, act: Act, day: date) -> list[StrPromise]:
    """Return what a class still lacks for an act, as it is now; nothing where it is ready."""
    guard = _GUARDS.get(act)
    return list(guard(theme_class, day)) if guard else []


def _to_approve(theme_class: ThemeClass, _day: date) -> Iterator[StrPromise]:
    plan = TrainingPlan.objects.filter(theme_class=theme_class).first()
    if plan is None or plan.state != TrainingPlan.State.APPROVED:
        yield _("the approved training plan of the hosts")
    parts = set(theme_class.bodies.values_list("part", flat=True))
    if ClassBody.Part.HOST not in parts:
        yield _("a host")
    if ClassBody.Part.ORGANIZER not in parts:
        yield _("an organizer")
    for name, text in _ASKED.items():
        if not getattr(theme_class, name):
            yield text
    if not theme_class.courses.exists() and not theme_class.activities.exists():
        yield _("a course or an activity")
    if not theme_class.assessments.exists():
        yield _("an assessment")


_ASKED: Final[Mapping[str, StrPromise]] = {
    "audience": _("whom it is for"),
    "requirement": _("the training requirement"),
    "objectives": _("the objectives"),
    "planned_number": _("the planned number of trainees"),
    "starts_on": _("the first day"),
    "ends_on": _("the last day"),
    "registration_until": _("the last day of registration"),
    "hour_requirement": _("the hour requirement"),
}
"""The parts of a plan that must be said (8.3.2)."""


def _to_open(theme_class: ThemeClass, day: date) -> Iterator[StrPromise]:
    yield from _head_teacher(theme_class, day)
    if theme_class.registration_until and theme_class.registration_until < day:
        yield _("a last day of registration that is not past")
    if theme_class.courses.filter(~Q(course__availability=Course.Availability.ON_OFFER)).exists():
        yield _("the release of each of its courses")


def _to_start(theme_class: ThemeClass, day: date) -> Iterator[StrPromise]:
    yield from _head_teacher(theme_class, day)
    if theme_class.starts_on and theme_class.starts_on > day:
        yield _("its first day to be reached")
    state = ClassRegistration.State
    if not theme_class.registrations.filter(state=state.CONFIRMED).exists():
        yield _("a confirmed trainee")
    if theme_class.registrations.filter(state__in=(state.REGISTERED, state.ENDORSED)).exists():
        yield _("a decision on each registration")


def _to_assess(theme_class: ThemeClass, day: date) -> Iterator[StrPromise]:
    if theme_class.ends_on and theme_class.ends_on > day:
        yield _("its last day to be reached")


def _head_teacher(theme_class: ThemeClass, day: date) -> Iterator[StrPromise]:
    serving = in_force(day).filter(role=Role.HEAD_TEACHER, class_duties__theme_class=theme_class)
    if not serving.exists():
        yield _("a head teacher")


_GUARDS: Final[Mapping[Act, Callable[[ThemeClass, date], Iterator[StrPromise]]]] = {
    Act.APPROVE: _to_approve,
    Act.OPEN: _to_open,
    Act.START: _to_start,
    Act.ASSESS: _to_assess,
}
