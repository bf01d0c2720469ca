"""A second person admits what was inferred: from then on it may yield credit, by the ordinary way (8.2.5, R2, R3)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.backfill import api as backfills
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.scopes.api import require
from cadretrain_reports.workflows.study import grant_if_fulfilled


def admit_backfill(actor: Any, key: uuid.UUID) -> int:
    """Let the time of a backfill yield credit, and return how many credits fell by it.

    The actor is another person than who ran it. Each course is asked as after a beat: under the version that is
    released now, with its assessment if it has one, and once. Credit falls at the admission, which is the last of its
    conditions (R2). What was killed half-way is finished by asking once more. Raises ``Denied`` and ``Refused``.
    """
    require(actor, "admit_backfill", None, audit.Target("backfill", str(key)))
    with transaction.atomic():
        run = backfills.lock_backfill(key)
        if backfills.admit(run, actor, clock.now()):
            audit.record("admit_backfill", actor.pk, backfills.about(run))
    return sum(_grant(trainee, course) for trainee, course in backfills.studied_in(run))


def _grant(trainee_id: int, course_id: int) -> bool:
    study = learning.find_study(trainee_id, course_id)
    return study is not None and grant_if_fulfilled(study.pk) is not None
