"""Declaring hours: a draft, its evidence, handed in or withdrawn (8.2.5, R6).

All functions are called inside a transaction and return the declaration as it is then. They raise ``Refused``.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.declarations.models import HoursDeclaration
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.resources import api as resources
from cadretrain_reports.refusals import Refused, checked_line
from cadretrain_reports.rules.credit_hours import is_quarters
from cadretrain_reports.rules.periods import local_day, period_of, zone_named
from cadretrain_reports.steps import held

_State = HoursDeclaration.State
BEING_MADE: Final = (_State.DRAFT, _State.RETURNED)
"""The states in which a declaration can be changed."""


@dataclass(frozen=True, slots=True)
class Training:
    """What is declared: how it was trained, what it was called, who held it, from which day to which, of what hours."""

    form: str
    title: str
    organizer: str
    began_on: date
    ended_on: date
    credit_hours: Decimal
    witness: str = ""

    def as_fields(self, at: datetime) -> dict[str, Any]:
        """Return the fields of the row; ``at`` is now, and what is declared is over. Raises ``Refused``."""
        if self.form not in HoursDeclaration.Form.values:
            raise Refused("bad_form", _("Choose one of the forms of training."), "form")
        if not is_quarters(self.credit_hours):
            raise Refused("bad_hours", _("Credit-hours are a positive multiple of 0.25."), "credit_hours")
        if self.ended_on < self.began_on:
            raise Refused("bad_days", _("The last day comes before the first."), "ended_on")
        if self.ended_on > local_day(at, zone_named(conf.time_zone())):
            raise Refused("not_over", _("This training is not over yet: declare it afterwards."), "ended_on")
        return {
            "form": self.form,
            "title": checked_line("title", self.title, 255),
            "organizer": checked_line("organizer", self.organizer, 255),
            "began_on": self.began_on,
            "ended_on": self.ended_on,
            "year": period_of(self.ended_on, conf.period_rule()).label,
            "credit_hours": self.credit_hours,
            "witness": checked_line("witness", self.witness, 128, optional=True),
        }


def declare(trainee: Trainee, training: Training, by: Any, at: datetime) -> HoursDeclaration:
    """Begin a declaration, as a draft."""
    said = {**training.as_fields(at), **_whose(trainee), "declared_by": by, "declared_at": at}
    return HoursDeclaration.objects.create(trainee=trainee, standing=None, **said)


def change(declaration: HoursDeclaration, training: Training, by: Any, at: datetime) -> HoursDeclaration:
    """Say something else in a draft, or in what was returned; the evidence stays."""
    current = held(declaration, *BEING_MADE)
    return put(current, **training.as_fields(at), declared_by=by, declared_at=at)


def put_evidence(declaration: HoursDeclaration, file: resources.StoredFile) -> HoursDeclaration:
    """Give a draft its evidence, in the place of what it had."""
    current = held(declaration, *BEING_MADE)
    if current.stored_as:
        transaction.on_commit(partial(resources.remove, current.stored_as))
    return put(current, **asdict(file))


def hand_in(declaration: HoursDeclaration, by: Any, at: datetime, *, as_unit: bool) -> HoursDeclaration:
    """Hand a declaration in: to the unit, or, where the unit itself declares, on to whoever approves.

    Refuses one without evidence (``missing``), and a training that stands already (``already_declared``).
    """
    current = held(declaration, *BEING_MADE)
    if not current.stored_as:
        raise Refused("missing", _("Add the file that proves the training first."), "file")
    endorsed = {"endorsed_by": by, "endorsed_at": at} if as_unit else {"endorsed_by": None, "endorsed_at": None}
    try:
        with transaction.atomic():
            return put(
                current,
                state=_State.ENDORSED if as_unit else _State.SUBMITTED,
                standing=True,
                handed_in_at=at,
                opinion="",
                **_whose(current.trainee),
                **endorsed,
            )
    except IntegrityError:
        raise Refused("already_declared", _("This training is declared already."), "title") from None


def withdraw(declaration: HoursDeclaration) -> HoursDeclaration:
    """Take back what is not decided yet."""
    current = held(declaration, *BEING_MADE, _State.SUBMITTED, _State.ENDORSED)
    return put(current, state=_State.WITHDRAWN, standing=None)


def put(declaration: HoursDeclaration, **fields: Any) -> HoursDeclaration:
    """Write fields of a row that is held."""
    for name, value in fields.items():
        setattr(declaration, name, value)
    declaration.save(update_fields=list(fields))
    return declaration


def about_declaration(declaration: HoursDeclaration) -> Target:
    """Return how the audit log names a declaration."""
    return Target("hours_declaration", str(declaration.uuid), declaration.unit.code)


def _whose(trainee: Trainee) -> dict[str, Any]:
    return {"unit": trainee.unit, "managing_department": trainee.managing_department}
