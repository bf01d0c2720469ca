"""Learning time that is added by hand (3.9, 9.1.1): as an interval, so that R7 holds for it as for all time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.audit.api import LONGEST_REASON, Target
from cadretrain_reports.applets.learning.models import CourseStudy, StudyInterval, TimeCorrection
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.periods import local_day, zone_named

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "bad_span": _("The end lies after the beginning, on the same day, and not in the future."),
    "before_account": _("This lies before the account was opened."),
    "corrected_before": _("This time has been added already."),
}


class CorrectionRefused(Refused):
    """A correction that cannot be made; ``code`` is a key of the texts above."""

    def __init__(self, code: str, field: str = "ended_at") -> None:
        super().__init__(code, _TEXTS[code], field)


@dataclass(frozen=True, slots=True)
class Span:
    """Time from ``started_at`` to before ``ended_at``, within one local day."""

    started_at: datetime
    ended_at: datetime


def add_time(study: CourseStudy, span: Span, reason: str, by: Any, at: datetime) -> TimeCorrection:
    """Add learning time to a study; call with the study locked. Raises ``Refused``.

    What overlaps with time that counts already adds nothing (R7).
    """
    reason = checked_text("reason", reason, LONGEST_REASON)
    zone = zone_named(conf.time_zone())
    is_one_day = local_day(span.started_at, zone) == local_day(span.ended_at, zone)
    if not span.started_at < span.ended_at <= at or not is_one_day:
        raise CorrectionRefused("bad_span")
    if study.corrections.filter(start_at=span.started_at, end_at=span.ended_at).exists():
        raise CorrectionRefused("corrected_before")
    correction = TimeCorrection.objects.create(
        study=study, start_at=span.started_at, end_at=span.ended_at, reason=reason, by=by, recorded_at=at
    )
    # A session of its own, which no page has: nothing ever extends it.
    StudyInterval.objects.create(
        study=study, session=f"by-hand-{correction.pk}", start_at=span.started_at, end_at=span.ended_at
    )
    return correction


def about_study(study: CourseStudy) -> Target:
    """Return how the audit log names a study."""
    return Target("course_study", str(study.pk), study.course.institution.code)
