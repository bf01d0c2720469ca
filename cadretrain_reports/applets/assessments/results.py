"""Keeping results of assessments, and which of a trainee's attempts counts (8.2.5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports import conf
from cadretrain_reports.applets.assessments.models import AssessmentResult
from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.learning.api import CourseStudy
from cadretrain_reports.refusals import Refused, checked_text
from cadretrain_reports.rules.periods import local_day, zone_named
from cadretrain_reports.rules.scores import HIGHEST_SCORE, is_passed, is_percent

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST_NOTE: Final = 500
"""Characters of a note."""

Source = AssessmentResult.Source

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "bad_score": _("A score lies between 0 and 100 percent, with two decimals at most."),
    "no_result": _("Give the score, or say whether the assessment was passed."),
    "contradiction": _("By the pass mark of %(mark)s percent this score says otherwise. Give one of the two."),
    "in_future": _("This day has not come yet."),
    "other_result": _(
        "Another result of that day is on record. Correct it where it is wrong; a re-take has a day of its own."
    ),
    "replaced": _("This result has been corrected already. Correct the one that took its place."),
    "same_result": _("This is the result that is on record."),
}


class ResultRefused(Refused):
    """A result that cannot be kept; ``code`` is a key of the texts above."""

    def __init__(self, code: str, field: str = "", **values: object) -> None:
        super().__init__(code, _TEXTS[code], field, **values)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an assessment at an instant: a ``score`` in percent, or only whether it was ``passed``."""

    assessed_at: datetime
    score: Decimal | None = None
    passed: bool | None = None
    note: str = ""


def keep(
    study: CourseStudy, version: CourseVersion, outcome: Outcome, source: Source, by: Any, at: datetime
) -> tuple[AssessmentResult, bool]:
    """Keep the result of an attempt; return it and whether it is new. Call with the study locked. Raises ``Refused``.

    Whoever sends the same again changes nothing: of people that is the same result on the same local day, of the
    platform, which grades anew whenever anything is answered, the grade that it gave last.
    """
    passed = check(version, outcome, at)
    known = results_of(study.pk, version.assessment)
    same = _same(known, outcome, passed, source)
    if same is not None:
        return same, False
    return _add(study, version, outcome, passed=passed, source=source, by=by, at=at), True


def check(version: CourseVersion, outcome: Outcome, at: datetime) -> bool:
    """Return whether an outcome passes the assessment of a version; raise ``Refused`` for one that cannot be."""
    passed = _verdict(version, outcome)
    if outcome.assessed_at > at:
        raise ResultRefused("in_future", "assessed_on")
    checked_text("note", outcome.note, LONGEST_NOTE, optional=True)
    return passed


def correct(result: AssessmentResult, outcome: Outcome, by: Any, at: datetime) -> AssessmentResult:
    """Keep a further result in the place of a wrong one; call with the study locked. Raises ``Refused``.

    It is judged by the pass mark of the result that it replaces.
    """
    if AssessmentResult.objects.filter(replaces=result).exists():
        raise ResultRefused("replaced")
    passed = check(result.version, outcome, at)
    if (outcome.score, passed, outcome.assessed_at) == (result.score, result.passed, result.assessed_at):
        raise ResultRefused("same_result")
    note = checked_text("note", outcome.note, LONGEST_NOTE)
    told = Outcome(outcome.assessed_at, outcome.score, outcome.passed, note)
    version, study = result.version, result.study
    return _add(study, version, told, passed=passed, source=Source.CORRECTION, by=by, at=at, replaces=result)


def results_of(study_id: int, method: str = "") -> list[AssessmentResult]:
    """Return the attempts of a study in their order, or those at one way of assessment; one query."""
    results = AssessmentResult.objects.select_related("version__course__institution", "study__trainee", "replaces")
    results = results.filter(study_id=study_id, **({"method": method} if method else {}))
    return list(results.order_by("attempt"))


def counted(results: Iterable[AssessmentResult]) -> AssessmentResult | None:
    """Return which of the attempts at one assessment counts: the best, or the last where the site wants it so.

    What was corrected does not count. Of equally good ones it is the earliest.
    """
    attempts = list(results)
    replaced = {result.replaces_id for result in attempts}
    standing = [result for result in attempts if result.pk not in replaced]
    if conf.counts_best_attempt():
        return max(standing, key=lambda result: (result.passed, _rank(result), -result.attempt), default=None)
    return max(standing, key=lambda result: (result.assessed_at, result.attempt), default=None)


def counted_of(study_id: int, method: str, since: datetime | None = None) -> AssessmentResult | None:
    """Return the attempt of a study that counts at one way of assessment; of those ``since`` an instant, if given."""
    results = results_of(study_id, method)
    return counted(result for result in results if since is None or result.assessed_at >= since)


def passes(result: AssessmentResult | None, version: CourseVersion) -> bool:
    """Tell whether a result passes the assessment of a version, which may ask for more than the one of then (R3)."""
    return result is not None and is_passed(result.score, version.pass_mark, verdict=result.passed)


def about_result(result: AssessmentResult) -> Target:
    """Return how the audit log names a result."""
    return Target("assessment_result", str(result.uuid), result.study.course.institution.code)


def _add(  # noqa: PLR0913 - what a row of results says
    study: CourseStudy,
    version: CourseVersion,
    outcome: Outcome,
    *,
    passed: bool,
    source: Source,
    by: Any,
    at: datetime,
    replaces: AssessmentResult | None = None,
) -> AssessmentResult:
    last = AssessmentResult.objects.filter(study=study).order_by("-attempt").values_list("attempt", flat=True).first()
    return AssessmentResult.objects.create(
        study=study,
        version=version,
        method=version.assessment,
        attempt=(last or 0) + 1,
        score=outcome.score,
        pass_mark=version.pass_mark,
        passed=passed,
        assessed_at=outcome.assessed_at,
        source=source,
        by=by,
        recorded_at=at,
        note=checked_text("note", outcome.note, LONGEST_NOTE, optional=True),
        replaces=replaces,
    )


def _same(known: Sequence[AssessmentResult], outcome: Outcome, passed: bool, source: Source) -> AssessmentResult | None:
    """Return the result that says the same already. Raises ``Refused`` for another one of the same day."""
    if source == Source.PLATFORM:
        graded = [result for result in known if result.source == source]
        return graded[-1] if graded and graded[-1].score == outcome.score else None
    day = _day(outcome.assessed_at)
    replaced = {result.replaces_id for result in known}
    same_day = [result for result in known if result.source != Source.PLATFORM and _day(result.assessed_at) == day]
    if not same_day:
        return None
    # What was corrected since was on record too: who sends its file again means nothing new.
    for result in same_day:
        if (result.score, result.passed) == (outcome.score, passed):
            return result
    wrong = next((result for result in same_day if result.pk not in replaced), same_day[-1])
    raise ResultRefused("other_result", "score" if wrong.score is not None else "passed")


def _verdict(version: CourseVersion, outcome: Outcome) -> bool:
    if outcome.score is None:
        if outcome.passed is None:
            raise ResultRefused("no_result", "score")
        return outcome.passed
    if not is_percent(outcome.score):
        raise ResultRefused("bad_score", "score")
    passed = is_passed(outcome.score, version.pass_mark, verdict=False)
    if outcome.passed not in (None, passed):
        raise ResultRefused("contradiction", "passed", mark=version.pass_mark)
    return passed


def _rank(result: AssessmentResult) -> Decimal:
    if result.score is not None:
        return result.score
    return Decimal(HIGHEST_SCORE if result.passed else 0)


def _day(at: datetime) -> Any:
    return local_day(at, zone_named(conf.time_zone()))
