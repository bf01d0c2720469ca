"""The rows of a portfolio, computed from archive records (9.1.2).

The writer of a package and an outsider who checks it call the same functions, so a row that was touched
differs from the one that its records give. Keys follow ``dictionary.FIELDS``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from cadretrain_reports.rules import masking
from cadretrain_reports.rules.credit_hours import STANDARD_BANDS, Band, course_credit_hours
from cadretrain_reports.rules.minutes import course_minutes, learning_minutes
from cadretrain_reports.rules.periods import local_day, zone_named
from cadretrain_reports.rules.scores import score_value
from cadretrain_reports.rules.shapes import (
    ELECTIVE_LEARNING,
    AccountRecord,
    AssessmentRecord,
    CreditRecord,
    ReversalRecord,
    RowRecord,
    StudyRecord,
    row_key,
)
from cadretrain_reports.rules.values import RecordError, hours_number, hours_value, instant

SPECIFICATION: Final = "x-gbt38860-shaped/0.1"
"""The project's own layout of a portfolio: shaped after the sister standard, claiming no conformity."""

TIME_ZONE: Final = "Asia/Shanghai"
"""The zone in which rows give dates and times unless a site says otherwise."""

PROVEN_METADATA: Final = ("portfolioId", "createdTime", "specification", "traineeId", "entries")
"""The fields of a metadata row that follow from the account record; the others are the site's word."""

Row: TypeAlias = dict[str, Any]
"""Keys of ``dictionary.FIELDS`` in order; text, numbers, truth values, null and one list of integers."""


@dataclass(frozen=True, slots=True)
class BasicInformation:
    """Basic and account information of a trainee (6.1.3) as a portfolio shows it; never a password.

    ``organization`` is the code and ``organization_name`` the name of the employing unit now.
    """

    name: str
    organization: str
    organization_name: str
    position: str
    rank: str
    account: str
    account_status: str

    def masked(self) -> BasicInformation:
        """Return it as shown where nobody approved the whole (9.2.3): name and account starred."""
        return replace(self, name=masking.mask_name(self.name), account=masking.mask_account(self.account))


def metadata_row(
    account: AccountRecord,
    basic: BasicInformation,
    updated_at: str,
    entries: Sequence[int],
    *,
    time_zone: str = TIME_ZONE,
) -> Row:
    """Return the row of one portfolio (9.1.1): whose it is, since when, and when it last changed.

    Instants are given as in records and shown in ``time_zone``. Raises ``RecordError`` for a misspelled
    instant.
    """
    return {
        "portfolioId": account.portfolio_id,
        "createdTime": _local(account.opened_at, time_zone),
        "updatedTime": _local(updated_at, time_zone),
        "specification": SPECIFICATION,
        "traineeId": account.trainee,
        "name": basic.name,
        "organization": basic.organization,
        "organizationName": basic.organization_name,
        "position": basic.position or None,
        "rank": basic.rank or None,
        "account": basic.account,
        "accountStatus": basic.account_status,
        "entries": list(entries),
    }


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What one course row says: the last study record, the standing credit, the last assessment that counts.

    ``reversed_credit`` is the last credit that was reversed (R4); it describes the course where nothing else does.
    """

    study: StudyRecord | None = None
    credit: CreditRecord | None = None
    assessment: AssessmentRecord | None = None
    reversed_credit: CreditRecord | None = None


def row_facts(records: Iterable[RowRecord]) -> RowFacts:
    """Return what the records of one row, in log order, come to: later ones replace earlier ones."""
    facts = RowFacts()
    for record in records:
        match record:
            case StudyRecord():
                facts = replace(facts, study=record)
            case CreditRecord():
                facts = replace(facts, credit=record)
            case AssessmentRecord():
                facts = replace(facts, assessment=record)
            case ReversalRecord():
                facts = replace(facts, credit=None, reversed_credit=facts.credit or facts.reversed_credit)
    return facts


def course_row(
    facts: RowFacts,
    portfolio_id: str,
    entries: Sequence[int],
    *,
    bands: Sequence[Band] = STANDARD_BANDS,
    time_zone: str = TIME_ZONE,
) -> Row:
    """Return the row of one trainee and one course in one annual period (9.1.2, R2).

    ``entries`` are the log indices of the records behind the row. The course is described as it was when
    credit fell (R3); before that its hours are those of ``bands`` (3.8). Time learned comes from the study
    record, which may have grown since; time that was inferred of the years before installation shows wherever study or
    credit rests on it. Minutes by R8. Raises ``RecordError`` if there is no fact, or facts belong to different rows.
    """
    study, credit = facts.study, facts.credit
    course = credit or study or facts.assessment or facts.reversed_credit
    if course is None:
        raise RecordError("row", "neither study nor credit nor assessment")
    for other in (study, facts.assessment):
        if other and row_key(other) != row_key(course):
            raise RecordError("row", f"{type(other).__name__} of {row_key(other)}, the row is of {row_key(course)}")
    learned = _learned(study or credit or facts.reversed_credit)
    duration = course.course_duration
    hours = hours_value(credit.credit_hours) if credit else course_credit_hours(duration, bands)
    return {
        "portfolioId": portfolio_id,
        "traineeId": course.trainee,
        "year": course.year,
        "courseId": f"{course.institution}/{course.course}",
        "courseName": course.course_title,
        "courseVersion": course.course_version,
        "courseDuration": course_minutes(duration),
        "courseDurationSeconds": duration,
        "courseCreditHour": hours_number(hours),
        "learningDuration": learning_minutes(learned),
        "learningDurationSeconds": learned,
        "backfilledDurationSeconds": max(_backfilled(timed) for timed in (study, credit or facts.reversed_credit)),
        **_result(facts, time_zone),
        "startTime": _local(study.started_at, time_zone) if study else None,
        "finishTime": _local(credit.earned_at, time_zone) if credit else None,
        "progress": min(100, 100 * learned // duration),
        "providerOrg": course.institution,
        "unit": course.unit,
        "entries": list(entries),
    }


def _learned(timed: StudyRecord | CreditRecord | None) -> int:
    return timed.learning_duration if timed else 0


def _backfilled(timed: StudyRecord | CreditRecord | None) -> int:
    return timed.backfilled_duration if timed else 0


def _result(facts: RowFacts, time_zone: str) -> Row:
    """Return how the course was taken and what it gave: hours only in the period of the credit (R2)."""
    study, credit, assessed = facts.study, facts.credit, facts.assessment
    method = credit or assessed
    earned_on = local_day(instant(credit.earned_at), zone_named(time_zone)) if credit else None
    return {
        "learningForm": credit.learning_form if credit else ELECTIVE_LEARNING,
        "courseRequirement": credit.requirement if credit else None,
        "assessmentMethod": method.assessment if method else None,
        "assessmentResult": ("passed" if assessed.passed else "failed") if assessed else None,
        "score": hours_number(score_value(assessed.score)) if assessed and assessed.score else None,
        "earnedCreditHour": hours_number(hours_value(credit.credit_hours)) if credit else 0,
        "earnedDate": earned_on.isoformat() if earned_on else None,
        "exempted": bool(study and study.exempt and not credit),
        "counted": credit is not None,
    }


def _local(at: str, time_zone: str) -> str:
    return instant(at).astimezone(zone_named(time_zone)).isoformat()
