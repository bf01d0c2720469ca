"""Liaison officers check how far the trainees of their unit are, and follow up in bulk (8.2.4)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.learning.api import StudyInterval
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.reminders import api as reminders
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.periods import period_of
from cadretrain_reports.rules.reminders import Left
from cadretrain_reports.scopes.api import require, wholly_seen
from cadretrain_reports.workflows.progress import Progress, progress_in, today

PAGE: Final = 50
"""Trainees of one page of a check list."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One trainee of a check list: how far they are, ``None`` where no plan asks anything, and when last studied."""

    trainee: Trainee
    progress: Progress | None
    last_studied_at: datetime | None

    @property
    def lags(self) -> bool:
        """Whether something is left, and they are behind the calendar by what the site's policy calls a lag."""
        if self.progress is None or self.progress.left.is_nothing:
            return False
        return self.progress.behind >= conf.reminder_policy().lag_percent


@dataclass(frozen=True, slots=True)
class CheckList:
    """A page of a check list; ``following`` is the last trainee on it where there are further ones."""

    rows: Sequence[Checked]
    following: Trainee | None


def check_list(actor: Any, unit: Organization, year: int, after: uuid.UUID | None = None) -> CheckList:
    """Return one page of the trainees of a unit and the bodies below it, those after ``after`` (8.2.4).

    A fixed number of queries, however many there are. That it was read is kept in the audit log. Raises ``Denied``.
    """
    about = organizations.about(unit)
    require(actor, "follow_up", unit, about)
    rows = Trainee.objects.annotate(is_wholly_seen=wholly_seen(Trainee, actor)).filter(is_wholly_seen=True)
    rows = rows.filter(organizations.within(unit.path, "unit__path")).select_related("unit").order_by("pk")
    if after is not None:
        rows = rows.filter(pk__gt=Trainee.objects.filter(uuid=after).values("pk"))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    audit.record("read", actor.pk, audit.Target("check_list", str(year), unit.code), rows=len(shown))
    return CheckList(_checked(shown, year), shown[-1] if len(found) > PAGE else None)


def follow_up(actor: Any, trainees: Sequence[Trainee], note: str) -> list[reminders.Reminder]:
    """Remind chosen trainees with a note, all of them or nobody, on their pages and by the channels they take (8.2.4).

    Raises ``Denied``, and ``Refused`` without a note or without trainees.
    """
    for trainee in trainees:
        require(actor, "follow_up", trainee.unit, people.about(trainee))
    said = checked_text("note", note, 500)
    if not trainees:
        raise Refused("missing", _("Choose whom to remind."), "trainees")
    ids, period = [trainee.pk for trainee in trainees], period_of(today(), conf.period_rule())
    progress, refused = progress_in(ids, period.label), reminders.refused_channels(ids)
    days = (period.end - today()).days
    with transaction.atomic(), audit.operation() as number:
        made = []
        for trainee in trainees:
            left = progress[trainee.pk].left if trainee.pk in progress else Left()
            ways = _ways(trainee.pk, refused)
            facts = {"kind": "follow_up", "year": period.label, "days": days, "note": said, "by": actor}
            new = reminders.make(trainee.pk, f"follow_up:{number}", left, ways, clock.now(), **facts)
            if new is not None:
                made.append(new)
                audit.record("reminders.follow_up", actor.pk, people.about(trainee), year=period.label)
    return made


def _ways(trainee_id: int, refused: Collection[tuple[int, str]]) -> list[str]:
    return [name for name in reminders.channels() if (trainee_id, name) not in refused]


def _checked(trainees: Sequence[Trainee], year: int) -> list[Checked]:
    ids = [trainee.pk for trainee in trainees]
    progress = progress_in(ids, year)
    studied = StudyInterval.objects.filter(study__trainee__in=ids).order_by().values_list("study__trainee")
    last = dict(studied.annotate(last=Max("end_at")))
    return [Checked(trainee, progress.get(trainee.pk), last.get(trainee.pk)) for trainee in trainees]
