"""The credit-hours of units in an annual period, as far as somebody sees them (8.2.4, 9.2.1, R9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.declarations.api import Declared, HoursDeclaration, declared_by_unit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import TraineeSpell
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.periods import day_start, local_day, period_by_label, zone_named
from cadretrain_reports.scopes.api import in_scope

_DAY: Final = timedelta(days=1)
_LEAST: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit, by its code, in one annual period.

    ``earned`` are the online hours that were earned there, by ``earners`` trainees: of courses, each once, and of
    activities in passed classes (R5). ``attained`` are the whole year's of the ``trainees`` who are there on the
    reporting date, wherever they earned them. ``face_to_face`` are hours on the spot, in classes that were passed there
    or approved after they were declared there; ``outside`` approved ones of other platforms. They are in no other
    figure (R6).
    """

    organization: str
    earned: Decimal
    earners: int
    attained: Decimal
    trainees: int
    face_to_face: Decimal
    outside: Decimal


def reporting_date(year: int, on: date | None = None) -> date:
    """Return the day by which attainment is counted: the last one of the annual period, or today while it runs.

    Raises ``Refused`` for an earlier day, for which the whole year's hours are not meant, and for one to come.
    """
    period = period_by_label(year, conf.period_rule())
    today = local_day(clock.now(), zone_named(conf.time_zone()))
    first = min(period.end - _DAY, today)
    if on is not None and not first <= on <= today:
        text = _("Name a day from %(first)s to today: attainment is that of the whole year.")
        raise Refused("bad_reporting_date", text, "on", first=first.isoformat())
    return on or first


def unit_figures(
    actor: Any, year: int, on: date, body: Organization | None = None, *, below: bool = False
) -> list[UnitFigures]:
    """Return what ``actor`` sees of each unit's hours in an annual period, by code; ``on`` is the reporting date.

    A unit, and the department that manages its trainees, see all that is the unit's, that of trainees who have left
    included; whoever else sees trainees has theirs counted. ``body`` narrows it to one unit, or to all ``below`` it.
    That it was read is kept in the audit log (9.2.3). Six queries, and those of the scope.
    """
    where = _where(body, below=below)
    entries = in_scope(credits.CreditEntry.objects.filter(where), actor)
    spells = in_scope(TraineeSpell.objects.filter(where), actor)
    earned = _by_unit(credits.earned_by_unit(entries, year))
    classes = in_scope(credits.ClassCredit.objects.filter(where), actor)
    activities = {one.unit: one for one in credits.activities_by_unit(classes, year)}
    attained = _by_unit(credits.attained_by_unit(spells, year, _end_of(on)))
    declared = declared_by_unit(in_scope(HoursDeclaration.objects.filter(where), actor), year)
    units = earned.keys() | activities.keys() | attained.keys() | declared.keys()
    codes = dict(Organization.objects.filter(pk__in=units).values_list("pk", "code"))
    found = [
        _figures(code, earned.get(unit), activities.get(unit), attained.get(unit), declared.get(unit, Declared()))
        for unit, code in codes.items()
    ]
    code = body.code if body else ""
    audit.record("read", actor.pk, audit.Target("unit_figures", str(year), code), rows=len(found))
    return sorted(found, key=lambda one: one.organization)


def _where(body: Organization | None, *, below: bool) -> Q:
    if body is None:
        return Q()
    return organizations.within(body.path, "unit__path") if below else Q(unit=body)


def _end_of(day: date) -> datetime:
    """Return the last instant of a local day, now if the day is not over: who moves on that day has moved."""
    return min(clock.now(), day_start(day + _DAY, zone_named(conf.time_zone())) - _LEAST)


def _by_unit(figures: Iterable[credits.UnitHours]) -> dict[int, credits.UnitHours]:
    return {one.unit: one for one in figures}


def _figures(
    code: str,
    earned: credits.UnitHours | None,
    activities: credits.ActivityHours | None,
    attained: credits.UnitHours | None,
    declared: Declared,
) -> UnitFigures:
    earned = earned or credits.UnitHours(0, Decimal(0), 0)
    activities = activities or credits.ActivityHours(0, Decimal(0), Decimal(0), 0)
    attained = attained or credits.UnitHours(0, Decimal(0), 0)
    return UnitFigures(
        code,
        earned.credit_hours + activities.online,
        earned.trainees + activities.others,
        attained.credit_hours,
        attained.trainees,
        declared.face_to_face + activities.face_to_face,
        declared.outside,
    )
