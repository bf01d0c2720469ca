"""What hosts and organizers plan for a class: the training plan, then the teaching plan by it (8.3.1, 8.3.2).

All functions are called inside a transaction and return the class as it is then. They raise ``Refused``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.theme_classes.models import ClassBody, ThemeClass, TrainingPlan
from cadretrain_reports.refusals import Refused, checked_line, checked_text
from cadretrain_reports.steps import held, second_person

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_TEXT: Final = 4000
"""Characters of a plan's longer texts."""

MOST_BODIES: Final = 20
"""Bodies with one part in a class."""

MOST_TRAINEES: Final = 200_000
"""Trainees of one class: more is a typing error."""

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "code_taken": _("This institution has a class with this code already."),
    "no_host": _("A host is a management department or a training institution."),
    "no_organizer": _("Organizers and co-organizers are training institutions."),
    "organizers_missing": _("Name at least one organizer."),
    "hosts_missing": _("Name at least one host."),
    "too_many_bodies": _("Name at most 20 bodies for one part."),
    "twice": _("A body carries the class out either as organizer or as co-organizer."),
    "other_host": _("The body that draws the plan up is one of the hosts."),
    "bad_type": _("A class is assigned or open."),
    "bad_number": _("The planned number of trainees is a positive whole number."),
    "bad_period": _("A class ends on the day on which it begins, or later."),
    "plan_approved": _("The training plan is approved: it is no longer changed."),
}


class PlanRefused(Refused):
    """A class that cannot be planned so; ``code`` is a key of the texts above."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, _TEXTS[code], field)


@dataclass(frozen=True, slots=True)
class Basics:
    """What a class is, for whom and when; a class is copied or begun with less than all of it."""

    title: str
    class_type: str
    audience: str = ""
    requirement: str = ""
    planned_number: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """Who holds a class and who carries it out, each several in their order (8.3.1); the first organizer runs it."""

    hosts: Sequence[Organization]
    organizers: Sequence[Organization]
    co_organizers: Sequence[Organization] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What hosts put on paper: the class, the bodies, and the text of the training plan with its document number."""

    basics: Basics
    parts: Parts
    text: str
    number: str = ""


def draw_up(host: Organization, code: str, proposal: Proposal, by: Any, at: datetime) -> ThemeClass:
    """Begin a class with the draft of its training plan, in the name of one of its hosts."""
    said = _checked(host, proposal)
    code = checked_line("code", code, 64)
    institution = proposal.parts.organizers[0]
    try:
        with transaction.atomic():
            made = ThemeClass.objects.create(institution=institution, code=code, **_columns(proposal.basics))
    except IntegrityError:
        raise PlanRefused("code_taken", "code") from None
    TrainingPlan.objects.create(theme_class=made, host=host, drawn_up_by=by, drawn_up_at=at, **said)
    _name(made, proposal.parts)
    return made


def change(theme_class: ThemeClass, proposal: Proposal, by: Any, at: datetime) -> ThemeClass:
    """Put another proposal in the place of a draft."""
    plan = _draft(theme_class)
    said = _checked(plan.host, proposal)
    current = plan.theme_class
    for name, value in _columns(proposal.basics).items():
        setattr(current, name, value)
    current.institution = proposal.parts.organizers[0]
    try:
        with transaction.atomic():
            current.save()
    except IntegrityError:
        raise PlanRefused("code_taken", "code") from None
    TrainingPlan.objects.filter(pk=plan.pk).update(drawn_up_by=by, drawn_up_at=at, **said)
    current.bodies.all().delete()
    _name(current, proposal.parts)
    return current


def approve_plan(theme_class: ThemeClass, by: Any, at: datetime) -> ThemeClass:
    """Approve the hosts' training plan as another person than who drew it up: the organizers are named by it."""
    plan = _draft(theme_class)
    second_person(by, plan.drawn_up_by_id)
    plan.state, plan.approved_by, plan.approved_at = TrainingPlan.State.APPROVED, by, at
    plan.save(update_fields=["state", "approved_by", "approved_at"])
    return plan.theme_class


def about_class(theme_class: ThemeClass) -> Target:
    """Return how the audit log names a class: as a matter of the institution that carries it out."""
    return Target("theme_class", str(theme_class.uuid), theme_class.institution.code)


def _draft(theme_class: ThemeClass) -> TrainingPlan:
    """Return the training plan of a class that is still planned, while it is a draft; the class is locked."""
    current = held(theme_class, ThemeClass.State.PLANNED)
    plan = TrainingPlan.objects.select_related("host").filter(theme_class=current).first()
    if plan is None or plan.state != TrainingPlan.State.DRAFT:
        raise PlanRefused("plan_approved")
    plan.theme_class = current
    return plan


def _columns(basics: Basics) -> dict[str, Any]:
    said = {field.name: getattr(basics, field.name) for field in fields(basics)}
    said["title"] = checked_line("title", basics.title, 255)
    for name in ("audience", "requirement"):
        said[name] = checked_text(name, said[name], LONGEST_TEXT, optional=True)
    return said


def _checked(host: Organization, proposal: Proposal) -> dict[str, str]:
    """Return the columns of the training plan; refuse what makes no sense, or bodies that may not have the part."""
    _check_basics(proposal.basics)
    _check_parts(host, proposal.parts)
    return {
        "text": checked_text("text", proposal.text, LONGEST_TEXT),
        "number": checked_line("number", proposal.number, 64, optional=True),
    }


def _check_basics(basics: Basics) -> None:
    if basics.class_type not in ThemeClass.ClassType:
        raise PlanRefused("bad_type", "class_type")
    if basics.planned_number is not None and not 0 < basics.planned_number <= MOST_TRAINEES:
        raise PlanRefused("bad_number", "planned_number")
    if basics.starts_on and basics.ends_on and basics.ends_on < basics.starts_on:
        raise PlanRefused("bad_period", "ends_on")


def _check_parts(host: Organization, parts: Parts) -> None:
    given = {"hosts": parts.hosts, "organizers": parts.organizers, "co_organizers": parts.co_organizers}
    for name, bodies in given.items():
        if not bodies and name != "co_organizers":
            raise PlanRefused(f"{name}_missing", name)
        if len(bodies) > MOST_BODIES:
            raise PlanRefused("too_many_bodies", name)
    if host not in parts.hosts:
        raise PlanRefused("other_host", "hosts")
    if not all(body.is_management_department or body.is_training_institution for body in parts.hosts):
        raise PlanRefused("no_host", "hosts")
    _check_organizers(parts)


def _check_organizers(parts: Parts) -> None:
    for name in ("organizers", "co_organizers"):
        if not all(body.is_training_institution for body in getattr(parts, name)):
            raise PlanRefused("no_organizer", name)
    if set(parts.organizers) & set(parts.co_organizers):
        raise PlanRefused("twice", "co_organizers")


def _name(theme_class: ThemeClass, parts: Parts) -> None:
    """Keep who has which part in a class, each body once, in the order given."""
    part = ClassBody.Part
    given = {part.HOST: parts.hosts, part.ORGANIZER: parts.organizers, part.CO_ORGANIZER: parts.co_organizers}
    ClassBody.objects.bulk_create(
        ClassBody(theme_class=theme_class, part=which, organization=body, number=number)
        for which, bodies in given.items()
        for number, body in enumerate(dict.fromkeys(bodies), start=1)
    )
