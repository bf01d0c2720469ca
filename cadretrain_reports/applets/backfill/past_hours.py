"""Hours of an older platform, brought in by file: they wait for a second person (8.2.5, R4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count

from cadretrain_reports.applets.backfill.models import PastHours


@dataclass(frozen=True, slots=True)
class Brought:
    """What a row says: which platform credited what to a trainee, and when.

    ``subject`` is the course of here that it is, "INSTITUTION/CODE", or empty.
    """

    trainee_id: int
    platform: str
    title: str
    subject: str
    credit_hours: Decimal
    earned_on: date


def bring(row: Brought, user: Any, at: datetime) -> PastHours:
    """Keep a row until a second person decides on it."""
    said = {name: getattr(row, name) for name in Brought.__slots__}
    return PastHours.objects.create(**said, brought_by=user, brought_at=at)


def brought_before(rows: Iterable[Brought]) -> dict[tuple[int, str, str], PastHours]:
    """Return by trainee id, platform and title what was brought in before, whatever was decided on it."""
    wanted = list(rows)
    found = PastHours.objects.filter(
        trainee__in={row.trainee_id for row in wanted}, platform__in={row.platform for row in wanted}
    )
    return {(row.trainee_id, row.platform, row.title): row for row in found}


def waiting_hours(platform: str) -> Iterator[int]:
    """Yield the keys of what waits for a decision, of one platform."""
    waiting = PastHours.objects.filter(platform=platform, state=PastHours.State.WAITING)
    yield from list(waiting.order_by("pk").values_list("pk", flat=True))


def hours_by_state() -> list[dict[str, Any]]:
    """Return how many rows of each platform are in each state."""
    counted = (
        PastHours.objects.values_list("platform", "state").annotate(rows=Count("pk")).order_by("platform", "state")
    )
    return [dict(zip(("platform", "state", "rows"), row, strict=True)) for row in counted]


def read_hours(key: int) -> PastHours:
    """Return a row with its trainee, unit and department."""
    return PastHours.objects.select_related("trainee__unit", "trainee__managing_department").get(pk=key)


def lock_waiting(key: int) -> PastHours | None:
    """Return a row that still waits, locked until the transaction ends."""
    return PastHours.objects.select_for_update().filter(pk=key, state=PastHours.State.WAITING).first()


def decide_hours(row: PastHours, state: PastHours.State, user: Any, reason: str, at: datetime) -> None:
    """Keep what was decided on a locked row, by whom and why."""
    row.state, row.decided_by, row.decided_at, row.reason = state, user, at, reason
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
