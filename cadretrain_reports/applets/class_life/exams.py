"""Exams of a class, make-up exams included: sittings and results (8.3.6). All acts are called inside a transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.class_life.about import hold_member, lock_taught, members
from cadretrain_reports.applets.class_life.work import ExamResult, ExamSitting
from cadretrain_reports.applets.theme_classes.api import ClassAssessment, ClassRegistration
from cadretrain_reports.refusals import Refused, checked_line, checked_text
from cadretrain_reports.rules.periods import local_day, zone_named
from cadretrain_reports.rules.scores import is_percent

Source = ExamResult.Source


@dataclass(frozen=True, slots=True)
class ExamMark:
    """What an exam of a day came to: a score in percent, with what there is to say."""

    score: Decimal
    assessed_on: date
    note: str = ""

    def checked(self, at: datetime) -> ExamMark:
        """Return it as it is kept; ``at`` is now. Raises ``Refused``."""
        if not is_percent(self.score):
            raise Refused("bad_score", _("A score lies between 0 and 100 percent, with two decimals at most."), "score")
        if self.assessed_on > local_day(at, zone_named(conf.time_zone())):
            raise Refused("in_future", _("This day has not come yet."), "assessed_on")
        return ExamMark(self.score, self.assessed_on, checked_text("note", self.note, 500, optional=True))


def set_sitting(
    assessment: ClassAssessment, held_at: datetime, place: str, by: Any, at: datetime, *, is_make_up: bool
) -> ExamSitting:
    """Set when trainees sit an exam, or those who failed sit it again. Raises ``Refused``."""
    where = checked_line("place", place, 500, optional=True)
    lock_taught(assessment.theme_class_id)
    if is_make_up and not candidates(assessment):
        raise Refused("nobody_failed", _("Nobody has failed this who may try again."), "assessment")
    last = ExamSitting.objects.filter(assessment=assessment).aggregate(last=Max("number"))["last"]
    said = {"held_at": held_at, "place": where, "is_make_up": is_make_up, "set_by": by, "set_at": at}
    return ExamSitting.objects.create(assessment=assessment, number=(last or 0) + 1, **said)


def candidates(assessment: ClassAssessment) -> list[ClassRegistration]:
    """Return the trainees who failed an assessment and have attempts left: they may sit a make-up exam."""
    everybody = list(members(assessment.theme_class))
    results = _standing([one.pk for one in everybody], assessment)
    return [one for one in everybody if _may_try_again(results.get(one.pk, []), assessment)]


def record_exam(
    assessment: ClassAssessment, registration: ClassRegistration, mark: ExamMark, source: str, by: Any, at: datetime
) -> tuple[ExamResult, bool]:
    """Keep a result of a trainee; return it and whether it is new: the same again changes nothing.

    Raises ``Refused``: ``already_passed``, ``attempts_used``, ``no_make_up`` for a further attempt without a make-up
    exam, ``other_result`` for another score of the same day.
    """
    said = mark.checked(at)
    member = hold_member(registration, assessment.theme_class_id)
    there = _standing([member.pk], assessment).get(member.pk, [])
    for row in there:
        if row.assessed_on == said.assessed_on:
            if row.score == said.score:
                return row, False
            raise Refused(
                "other_result", _("Another result of that day is on record. Correct it where it is wrong."), "score"
            )
    _require_attempt(assessment, there, said)
    attempt = max((row.attempt for row in there), default=0) + 1
    return _kept(assessment, member, said, by, at, attempt=attempt, source=source), True


def correct_exam(result: ExamResult, mark: ExamMark, by: Any, at: datetime) -> ExamResult:
    """Put a further result in the place of a wrong one, for a reason. Raises ``Refused``."""
    said = mark.checked(at)
    checked_text("note", said.note, 500)
    member = hold_member(result.registration)
    if ExamResult.objects.filter(replaces=result).exists():
        raise Refused("replaced", _("This result has been corrected already. Correct the one that took its place."))
    if result.by_id == by.pk:
        raise Refused("four_eyes", _("Nobody decides on what they made themselves. Another person must."))
    of = {"attempt": result.attempt, "version": result.version + 1, "source": Source.CORRECTION, "replaces": result}
    return _kept(result.assessment, member, said, by, at, **of)


def exam_results(registration_ids: Collection[int]) -> Mapping[int, Mapping[int, ExamResult]]:
    """Return by registration and assessment the result that counts: the best one that stands; one query."""
    best: dict[int, dict[int, ExamResult]] = defaultdict(dict)
    rows = ExamResult.objects.filter(registration__in=registration_ids, replaced_by=None)
    for row in rows.order_by("score", "pk"):
        best[row.registration_id][row.assessment_id] = row
    return best


def about_exam(assessment: ClassAssessment) -> Target:
    """Return how the audit log names an assessment of a class."""
    return Target("class_assessment", str(assessment.uuid), assessment.theme_class.institution.code)


def _standing(registration_ids: Collection[int], assessment: ClassAssessment) -> dict[int, list[ExamResult]]:
    rows = ExamResult.objects.filter(assessment=assessment, registration__in=registration_ids, replaced_by=None)
    found: dict[int, list[ExamResult]] = defaultdict(list)
    for row in rows.order_by("attempt"):
        found[row.registration_id].append(row)
    return found


def _may_try_again(there: Collection[ExamResult], assessment: ClassAssessment) -> bool:
    return bool(there) and len(there) < assessment.attempts and not any(row.passed for row in there)


def _require_attempt(assessment: ClassAssessment, there: Collection[ExamResult], said: ExamMark) -> None:
    if any(row.passed for row in there):
        raise Refused("already_passed", _("This trainee has passed this already."), "registration")
    if len(there) >= assessment.attempts:
        raise Refused("attempts_used", _("This trainee has no attempts left."), "registration")
    if not there:
        return
    zone = zone_named(conf.time_zone())
    sittings = ExamSitting.objects.filter(assessment=assessment, is_make_up=True).values_list("held_at", flat=True)
    if said.assessed_on not in {local_day(at, zone) for at in sittings}:
        raise Refused("no_make_up", _("There was no make-up exam on this day. Set one first."), "assessed_on")


def _kept(
    assessment: ClassAssessment, registration: ClassRegistration, said: ExamMark, by: Any, at: datetime, **of: Any
) -> ExamResult:
    return ExamResult.objects.create(
        assessment=assessment,
        registration=registration,
        score=said.score,
        pass_mark=assessment.pass_mark,
        passed=said.score >= assessment.pass_mark,
        assessed_on=said.assessed_on,
        note=said.note,
        by=by,
        at=at,
        **of,
    )
