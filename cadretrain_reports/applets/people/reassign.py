"""Giving all trainees of one body to another, as when the first goes up in the second (5.1, 6.1.3, R9).

To reassign is a handful of statements, however many trainees there are: none of them is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import BooleanField, DateTimeField, Exists, OuterRef, Q, QuerySet, Value

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.basic import SITUATION, lock_trainees
from cadretrain_reports.applets.people.models import Trainee, TraineeSpell

_SPELL: Final = ("trainee", "since", "standing", *SITUATION)
"""The fields that a new spell is given."""


_PAGE: Final = 500
"""How many trainees are held at once."""


def reassign_unit(source: Organization, into: Organization, at: datetime) -> int:
    """Have every trainee of one unit belong to another from ``at`` on; return how many.

    Where they were until then stays in their history (R9).
    """
    return _reassign("unit", source, into, at)


def reassign_department(source: Organization, into: Organization, at: datetime) -> int:
    """Have every trainee whom one department manages be managed by another from ``at`` on; return how many (5.1)."""
    return _reassign("managing_department", source, into, at)


def reassign_below(top: Organization, source: Organization, into: Organization, at: datetime) -> int:
    """Have those at or below ``top`` whom one department manages be managed by another; return how many (5.1)."""
    return _reassign("managing_department", source, into, at, organizations.within(top.path, "unit__path"))


def locked_trainees_of(unit: Organization) -> Iterator[Trainee]:
    """Yield every trainee of a unit, locked, a page at a time; call inside a transaction that holds the unit."""
    last = 0
    while ids := list(unit.trainees.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:_PAGE]):
        yield from lock_trainees(ids)
        last = ids[-1]


def _reassign(field: str, source: Organization, into: Organization, at: datetime, among: Q | None = None) -> int:
    """The bodies are locked first, so that nobody comes to the source meanwhile and is left behind."""
    with transaction.atomic():
        organizations.lock(source, into)
        spells = TraineeSpell.objects.filter(among or Q(), standing=True, **{field: source})
        spells.filter(since__lt=at).update(until=at, standing=None)
        # What stood for no time at all was never so.
        spells.update(**{field: into})
        reassigned = Trainee.objects.filter(among or Q(), **{field: source}).update(**{field: into})
        _begin_spells(Trainee.objects.filter(**{field: into}), at)
    return reassigned


def _begin_spells(trainees: QuerySet[Trainee], at: datetime) -> None:
    """Begin a spell for everyone who has none, by what the trainee's own row says."""
    standing = TraineeSpell.objects.filter(trainee=OuterRef("pk"), standing=True)
    begun: tuple[Any, ...] = ("pk", Value(at, DateTimeField()), Value(value=True, output_field=BooleanField()))
    rows = trainees.filter(~Exists(standing)).order_by().values_list(*begun, *SITUATION)
    fields = {field.name: str(field.column) for field in TraineeSpell._meta.local_concrete_fields}
    columns = ", ".join(connection.ops.quote_name(fields[name]) for name in _SPELL)
    select, values = rows.query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TraineeSpell._meta.db_table} ({columns}) {select}", values)
