"""Hours that an older platform credited, from a table: they wait for a second person (8.2.5, R4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock
from cadretrain_reports.applets.backfill import api as backfills
from cadretrain_reports.applets.backfill.api import Brought
from cadretrain_reports.applets.people.api import Trainee, checked
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.refusals import Refused, checked_line
from cadretrain_reports.rules.credit_hours import credit_hours_text
from cadretrain_reports.rules.values import RecordError, hours_value
from cadretrain_reports.workflows.imports import columns
from cadretrain_reports.workflows.imports.kind import GoodRow, Kind, Result, Verdict, refused, taken
from cadretrain_reports.workflows.imports.reading import Reading, day
from cadretrain_reports.workflows.imports.rights import OutOfReach, Rights
from cadretrain_reports.workflows.past_hours import is_credited_here

_LONGEST = {"platform": 128, "title": 255, "institution": 64, "course": 64}


@dataclass(frozen=True, slots=True)
class PastHoursValues:
    """What a row says; ``subject`` is the course of here that it is, or empty."""

    code: str
    platform: str
    title: str
    subject: str
    credit_hours: Decimal
    earned_on: date


class PastHours(Kind[PastHoursValues]):
    """Hours of an older platform. One that is in with other figures is not changed by a file."""

    name = "past_hours"
    columns = columns.PAST_HOURS
    acts = ("bring_past_hours",)

    def read(self, reading: Reading) -> PastHoursValues:
        """Return the values of a row."""
        institution, course = (reading.take(key, _line(key), "") for key in ("institution", "course"))
        return PastHoursValues(
            code=reading.take("code", lambda text: checked("code", text), "", needed=True),
            platform=reading.take("platform", _line("platform"), "", needed=True),
            title=reading.take("title", _line("title"), "", needed=True),
            subject=f"{institution}/{course}" if institution and course else "",
            credit_hours=reading.take("credit_hours", _hours, Decimal(0), needed=True),
            earned_on=reading.take("earned_on", _past_day, date.min, needed=True),
        )

    def identifiers(self, values: PastHoursValues) -> Mapping[str, str]:
        """Return person, platform and course together: what there is one row of."""
        return {"title": f"{values.code}\0{values.platform}\0{values.title}"}

    def apply(self, actor: Any, rows: Sequence[GoodRow[PastHoursValues]]) -> list[Verdict]:
        """Take hours in, one after the other."""
        return list(map(_Batch(actor, rows).take, rows))


class _Batch:
    """Rows with the trainees that they name, and what was brought in of these before."""

    def __init__(self, actor: Any, rows: Sequence[GoodRow[PastHoursValues]]) -> None:
        self._actor, self._rights = actor, Rights(actor)
        trainees = Trainee.objects.select_related("unit", "managing_department")
        found = trainees.filter(code__in={row.values.code for row in rows})
        self._trainees = {trainee.code: trainee for trainee in found}
        brought = (
            _brought(self._trainees[row.values.code], row.values) for row in rows if row.values.code in self._trainees
        )
        self._before = backfills.brought_before(brought)

    def take(self, row: GoodRow[PastHoursValues]) -> Verdict:
        """Take one row in, or say why not."""
        try:
            with transaction.atomic():
                trainee = self._trainees.get(row.values.code)
                if trainee is None or not self._rights.of_trainee("bring_past_hours", trainee):
                    text = _("You may not do this here: there is no such trainee in your field of duty.")
                    raise OutOfReach("code", text)
                return taken(row, self._settle(trainee, _brought(trainee, row.values)), trainee.unit.code)
        except Refused as reason:
            return refused(row, reason)

    def _settle(self, trainee: Trainee, brought: Brought) -> Result:
        before = self._before.get((trainee.pk, brought.platform, brought.title))
        if before is not None:
            if all(getattr(before, name) == getattr(brought, name) for name in Brought.__slots__):
                return Result.UNCHANGED
            text = _("This course of that platform is in already with other figures, which no file changes.")
            raise Refused("other_figures", text, "credit_hours")
        if is_credited_here(trainee.pk, brought.subject):
            text = _("This course is credited here already, and no course counts twice.")
            raise Refused("credited_already", text, "course")
        backfills.bring(brought, self._actor, clock.now())
        return Result.ADDED


def _brought(trainee: Trainee, values: PastHoursValues) -> Brought:
    said = (values.platform, values.title, values.subject, values.credit_hours, values.earned_on)
    return Brought(trainee.pk, *said)


def _line(key: str) -> Any:
    return lambda text: checked_line(key, text, _LONGEST[key])


def _hours(text: str) -> Decimal:
    """Return hours in quarter steps, however many noughts they are written with."""
    try:
        return hours_value(credit_hours_text(Decimal(text)))
    except (InvalidOperation, RecordError, ValueError):
        raise Refused("bad_hours", _("Write credit-hours in steps of 0.25, such as 1.5.")) from None


def _past_day(text: str) -> date:
    said = day(text)
    if said > today():
        raise Refused("future_day", _("This day lies in the future."))
    return said
