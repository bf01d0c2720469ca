"""Who attended the activities of a class (8.3.4). All acts are called inside a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.class_life.about import lock_taught, require_member
from cadretrain_reports.applets.class_life.models import Attendance
from cadretrain_reports.applets.theme_classes.api import ClassActivity, ClassRegistration
from cadretrain_reports.refusals import Refused, checked_line

ATTENDED: Final = frozenset({Attendance.State.PRESENT, Attendance.State.LATE})
"""Who attended; nobody else has the hours of an activity."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How a trainee attended, and what there is to say of it."""

    registration: ClassRegistration
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """What is on record now, and which state was before, empty where none was."""

    attendance: Attendance
    before: str


def mark(activity: ClassActivity, marks: Sequence[Mark], by: Any, at: datetime) -> list[Marked]:
    """Keep who attended an activity, all of it or nothing; return what has changed. A fixed number of queries.

    Raises ``Refused``: ``not_begun`` before the activity begins, ``not_in_class``, ``bad_state``.
    """
    lock_taught(activity.theme_class_id)
    if activity.starts_at is not None and activity.starts_at > at:
        raise Refused("not_begun", _("This activity has not begun yet."), "activity")
    wanted = {one.registration.pk: _checked(one, activity) for one in marks}
    there = {row.registration_id: row for row in Attendance.objects.filter(activity=activity, registration__in=wanted)}
    changed = []
    for key, one in wanted.items():
        row = there.get(key) or Attendance(activity=activity, registration_id=key)
        if (row.state, row.note) != (one.state, one.note):
            changed.append(Marked(row, row.state))
            row.state, row.note, row.by, row.at = one.state, one.note, by, at
    Attendance.objects.bulk_create(one.attendance for one in changed if not one.attendance.pk)
    Attendance.objects.bulk_update(
        [one.attendance for one in changed if one.before], ["state", "note", "by", "at"], batch_size=200
    )
    return changed


def excuse(registration: ClassRegistration, activities: Collection[ClassActivity], by: Any, at: datetime) -> None:
    """Keep that a trainee has leave from activities, where nothing else is on record of them."""
    known = set(
        Attendance.objects.filter(registration=registration, activity__in=activities).values_list("activity", flat=True)
    )
    Attendance.objects.bulk_create(
        Attendance(registration=registration, activity=activity, state=Attendance.State.EXCUSED, by=by, at=at)
        for activity in activities
        if activity.pk not in known
    )


def attended(registration_ids: Collection[int]) -> Mapping[int, set[int]]:
    """Return by registration the keys of the activities that were attended; one query."""
    rows = Attendance.objects.filter(registration__in=registration_ids, state__in=ATTENDED)
    found: dict[int, set[int]] = defaultdict(set)
    for registration, activity in rows.values_list("registration", "activity"):
        found[registration].add(activity)
    return found


def _checked(one: Mark, activity: ClassActivity) -> Mark:
    require_member(one.registration, activity.theme_class_id)
    if one.state not in Attendance.State.values:
        raise Refused("bad_state", _("Say whether the trainee was present, late, absent or excused."), "state")
    return Mark(one.registration, one.state, checked_line("note", one.note, 200, optional=True))
