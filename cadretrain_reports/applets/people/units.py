"""At which unit trainees were at another time (9.1.2, R9)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.models import TraineeSpell


@dataclass(slots=True)
class UnitHistory:
    """The units of one trainee, in the order of time."""

    _since: list[datetime] = field(default_factory=list)
    _units: list[Organization] = field(default_factory=list)

    def add(self, since: datetime, unit: Organization) -> None:
        """Take the next spell."""
        self._since.append(since)
        self._units.append(unit)

    def at(self, instant: datetime) -> Organization:
        """Return the unit at an instant; before the first one was known, that one."""
        return self._units[max(0, bisect_right(self._since, instant) - 1)]


def unit_histories(trainee_ids: Iterable[int]) -> Mapping[int, UnitHistory]:
    """Return the unit history of each of these trainees, by id; one query."""
    histories: dict[int, UnitHistory] = defaultdict(UnitHistory)
    spells = TraineeSpell.objects.filter(trainee__in=list(trainee_ids)).select_related("unit")
    for spell in spells.order_by("since", "pk"):
        histories[spell.trainee_id].add(spell.since, spell.unit)
    return histories


def unit_at(trainee_id: int, instant: datetime) -> Organization:
    """Return the employing unit of a trainee at an instant: what was earned then was earned there (R9)."""
    return unit_histories([trainee_id])[trainee_id].at(instant)


def department_at(trainee_id: int, instant: datetime) -> Organization:
    """Return the department that managed a trainee at an instant; before the first one was known, that one (5.1)."""
    spells = TraineeSpell.objects.filter(trainee=trainee_id).select_related("managing_department")
    begun = spells.filter(since__lte=instant).order_by("since", "pk").last()
    spell = begun or spells.order_by("since", "pk").first()
    assert spell is not None  # noqa: S101 - whoever is recorded has one
    return spell.managing_department
