"""Where trainees stood at an instant that has passed (9.1.2, R9)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from cadretrain_reports.applets.organizations.api import Organization, within
from cadretrain_reports.applets.people.models import Trainee, TraineeSpell


def situation_at(trainees: QuerySet[Trainee] | Iterable[int], at: datetime) -> QuerySet[TraineeSpell]:
    """Return the spell of each trainee that held at ``at``, with unit and department: one query.

    Whoever was recorded later had none. A spell holds from its beginning until just before its end.
    """
    holding = TraineeSpell.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at, trainee__in=trainees)
    return holding.select_related("unit", "managing_department").order_by("trainee")


def spells_begun_before(trainees: QuerySet[Trainee] | Iterable[int], at: datetime) -> QuerySet[TraineeSpell]:
    """Return every spell of each trainee that began before an instant, the oldest first, with its unit: one query."""
    begun = TraineeSpell.objects.filter(since__lt=at, trainee__in=trainees)
    return begun.select_related("unit").order_by("since", "pk")


def trainees_within(body: Organization, at: datetime) -> QuerySet[TraineeSpell, int]:
    """Return the keys of whoever was at a body or below it at an instant (R9)."""
    holding = TraineeSpell.objects.filter(Q(until=None) | Q(until__gt=at), within(body.path, "unit__path"))
    return holding.filter(since__lte=at).order_by("trainee").values_list("trainee", flat=True)
