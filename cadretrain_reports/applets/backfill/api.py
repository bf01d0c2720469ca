"""The door to the years before installation (3.9, 9.1.1)."""

from cadretrain_reports.applets.backfill.admission import (
    admit,
    admitted_at,
    first_inferred_at,
    lock_backfill,
    studied_before,
    studied_in,
)
from cadretrain_reports.applets.backfill.facts import Noted, keep_facts
from cadretrain_reports.applets.backfill.models import (
    Backfill,
    BackfillSource,
    InferredInterval,
    PastFact,
    StudyTrace,
)
from cadretrain_reports.applets.backfill.sources import (
    Superseded,
    about,
    begin,
    count,
    finish,
    hold,
    read_on,
    source,
)
from cadretrain_reports.applets.backfill.traces import (
    forget,
    infer,
    inferred,
    keep,
    next_trainee,
    of_trainee,
    waiting_trainees,
)

__all__ = [
    "Backfill",
    "BackfillSource",
    "InferredInterval",
    "Noted",
    "PastFact",
    "StudyTrace",
    "Superseded",
    "about",
    "admit",
    "admitted_at",
    "begin",
    "count",
    "finish",
    "first_inferred_at",
    "forget",
    "hold",
    "infer",
    "inferred",
    "keep",
    "keep_facts",
    "lock_backfill",
    "next_trainee",
    "of_trainee",
    "read_on",
    "source",
    "studied_before",
    "studied_in",
    "waiting_trainees",
]
