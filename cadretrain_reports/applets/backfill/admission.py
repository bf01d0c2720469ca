"""Inferred time yields credit only once a second person has admitted it (8.2.5)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.backfill.models import Backfill, InferredInterval
from cadretrain_reports.refusals import Refused


def lock_backfill(key: uuid.UUID) -> Backfill:
    """Return a backfill, locked until the transaction ends. Raises ``Refused`` where there is none."""
    found = Backfill.objects.select_for_update().filter(uuid=key, trial=False).first()
    if found is None:
        raise Refused("no_backfill", _("There is no such backfill."), "backfill")
    return found


def admit(run: Backfill, user: Any, at: datetime) -> bool:
    """Let the time of a locked backfill yield credit; tell whether it did not yet.

    Raises ``Refused`` before it is through, and for whoever ran it: two persons are needed.
    """
    if run.admitted_at is not None:
        return False
    if run.ended_at is None:
        raise Refused("not_ended", _("This backfill has not ended yet. Run it to its end first."), "backfill")
    if run.started_by_id == user.pk:
        raise Refused(
            "own_backfill", _("Another person than the one who ran the backfill has to admit it."), "backfill"
        )
    run.admitted_by, run.admitted_at = user, at
    run.save(update_fields=["admitted_by", "admitted_at"])
    return True


def studied_in(run: Backfill) -> Iterator[tuple[int, int]]:
    """Yield the (trainee id, course id) of whatever a backfill inferred."""
    pairs = InferredInterval.objects.filter(backfill=run).order_by("trainee", "course")
    yield from pairs.values_list("trainee", "course").distinct()


def first_inferred_at(trainee_id: int) -> datetime | None:
    """Return when a trainee's inferred time begins, ``None`` without any."""
    rows = InferredInterval.objects.filter(trainee_id=trainee_id)
    first: datetime | None = rows.aggregate(first=Min("start_at"))["first"]
    return first


def studied_before(instant: object) -> Exists:
    """Return the condition, on the key of a trainee, that there is inferred time from before an instant."""
    return Exists(InferredInterval.objects.filter(trainee=OuterRef("pk"), start_at__lt=instant))


def admitted_at(trainee_id: int, course_id: int) -> datetime | None:
    """Return when the newest inferred time of a trainee in a course was admitted, ``None`` if none was."""
    rows = InferredInterval.objects.filter(trainee_id=trainee_id, course_id=course_id)
    last: datetime | None = rows.aggregate(last=Max("backfill__admitted_at"))["last"]
    return last
