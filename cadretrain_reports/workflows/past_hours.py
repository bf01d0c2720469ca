"""A second person decides on hours of an older platform; confirmed ones are archived as imported (8.2.5, R4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.backfill import api as backfills
from cadretrain_reports.applets.backfill.api import PastHours
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.refusals import checked_line
from cadretrain_reports.rules.periods import period_of
from cadretrain_reports.rules.records import ImportedHoursRecord
from cadretrain_reports.rules.values import hours_text, instant_text
from cadretrain_reports.scopes.api import acts_of, may, require

_LONGEST_REASON = 500


def decide_past_hours(actor: Any, platform: str, *, confirmed: bool, reason: str = "") -> Mapping[str, int]:
    """Confirm or, for a ``reason``, refuse what waits of one older platform, as far as the actor may; return how much.

    The counts are ``confirmed`` and ``refused``; ``credited``, refused because the course is credited here; ``own``,
    what the actor brought in, ``out_of_reach`` and ``no_account``, which all go on waiting. Each row is a transaction,
    so that what was killed is finished by asking once more. Raises ``Denied``, and ``Refused`` without a reason.
    """
    if "confirm_past_hours" not in acts_of(actor):
        require(actor, "confirm_past_hours", None, audit.Target("past_hours"))
    said = "" if confirmed else checked_line("reason", reason, _LONGEST_REASON)
    with audit.operation():
        keys = backfills.waiting_hours(platform)
        return Counter(_decide(actor, key, said, confirmed=confirmed) for key in keys)


def is_credited_here(trainee_id: int, subject: str) -> bool:
    """Tell whether a course of here is credited to a trainee already, by study or from another place (R4)."""
    if not subject:
        return False
    if (trainee_id, subject) in archives.credited_elsewhere([trainee_id]):
        return True
    institution, _slash, code = subject.partition("/")
    return credits.is_credited(trainee_id, institution, code)


def _decide(actor: Any, key: int, reason: str, *, confirmed: bool) -> str:
    row = backfills.read_hours(key)
    if row.brought_by_id == actor.pk:
        return "own"
    if not may(actor, "confirm_past_hours", row.trainee):
        return "out_of_reach"
    with transaction.atomic():
        # Whoever grants holds the study, then the trainee: in the same order nothing is credited between the two.
        for study in learning.studies_of_subject(row.trainee_id, row.subject):
            learning.lock_study(study)
        people.lock_trainees([row.trainee_id])
        waiting = backfills.lock_waiting(key)
        if waiting is None:
            return "decided"
        return _settle(actor, waiting, reason, confirmed=confirmed)


def _settle(actor: Any, row: PastHours, reason: str, *, confirmed: bool) -> str:
    archive, at = archives.lock_archive(row.trainee_id), clock.now()
    if archive is None:
        return "no_account"
    came_to = "confirmed" if confirmed else "refused"
    if confirmed and is_credited_here(row.trainee_id, row.subject):
        came_to, reason = "credited", "credited_already"
    state = PastHours.State.CONFIRMED if came_to == "confirmed" else PastHours.State.REFUSED
    backfills.decide_hours(row, state, actor, reason, at)
    trainee = people.trainee(row.trainee_id)
    if came_to == "confirmed":
        archives.append(archive, _record(trainee, row, at), at)
    audit.record("confirm_past_hours", actor.pk, people.about(trainee), state=str(state), reason=reason)
    return came_to


def _record(trainee: people.Trainee, row: PastHours, at: datetime) -> ImportedHoursRecord:
    earned_at = datetime.combine(row.earned_on, time.min, ZoneInfo(conf.time_zone()))
    return ImportedHoursRecord(
        trainee=str(trainee.uuid),
        platform=row.platform,
        course_title=row.title,
        credit_hours=hours_text(row.credit_hours),
        earned_at=instant_text(earned_at),
        at=instant_text(at),
        year=period_of(at, conf.period_rule()).label,
        subject=row.subject,
    )
