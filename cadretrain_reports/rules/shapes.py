"""The shapes of archive records: one dataclass per kind of fact (9.1.1, 9.1.2).

Values have canonical JSON: text, integers, truth values. ``trainee`` is a trainee's UUID; ``institution``,
``unit`` and ``course`` are codes; instants are spelled as ``values.instant_text`` does; durations are whole
seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

ELECTIVE_LEARNING: Final = "elective_learning"
LEARNING_FORMS: Final = (ELECTIVE_LEARNING,)
REQUIREMENTS: Final = ("required", "elective")
TRAINING_FORMS: Final = ("face_to_face", "outside")
ASSESSMENTS: Final = ("none", "objective_online", "objective_offline", "subjective_online", "subjective_offline")

BandsData: TypeAlias = Sequence[Sequence[int | str | None]]


@dataclass(frozen=True, slots=True)
class AccountRecord:
    """The account of a trainee was opened, and with it the portfolio (9.1.1)."""

    trainee: str
    portfolio_id: str
    unit: str
    opened_at: str


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """What a trainee studied of a course within one annual period (9.1.2).

    Durations are whole seconds. ``exempt``: the course was credited in an earlier period, so this study
    earns nothing (8.2.5). A later record of the same trainee, course and year replaces this one when rows
    are made.
    """

    trainee: str
    institution: str
    course: str
    course_version: int
    course_title: str
    course_duration: int
    year: int
    started_at: str
    studied_until: str
    learning_duration: int
    exempt: bool
    unit: str


@dataclass(frozen=True, slots=True)
class CreditRecord:
    """A course was credited to a trainee (8.2.5, R2, R3), by the bands it names (3.8).

    ``credit_hours`` is a decimal string in quarter steps, ``bands`` what ``credit_hours.bands_to_data``
    gives (kept as tuples), ``unit`` the employing unit at the time of earning (R9). Durations are whole
    seconds.
    """

    trainee: str
    institution: str
    course: str
    course_version: int
    course_title: str
    course_duration: int
    credit_hours: str
    bands: BandsData
    learning_duration: int
    learning_form: str
    requirement: str
    assessment: str
    earned_at: str
    year: int
    unit: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "bands", tuple(tuple(band) for band in self.bands))


@dataclass(frozen=True, slots=True)
class TransferRecord:
    """A trainee changed from one employing unit to another at ``at`` (6.1.3); ``year`` is the annual period of that."""

    trainee: str
    from_unit: str
    to_unit: str
    at: str
    year: int


@dataclass(frozen=True, slots=True)
class HandOverRecord:
    """The whole archive of a trainee left for ``place``, beyond this platform, at ``at`` (6.1.3)."""

    trainee: str
    place: str
    at: str
    year: int


@dataclass(frozen=True, slots=True)
class TakenInRecord:
    """One entry of another site's log, as it came with a hand-over at ``at`` (6.1.3).

    ``entry`` is the entry's line to the byte, record, salt and proof included, and ``checkpoint`` the note to which its
    proof leads, signed by ``origin``: whoever has that site's key can prove the record without this one. ``index`` and
    ``leaf`` (hex) are those of the entry.
    """

    trainee: str
    origin: str
    index: int
    leaf: str
    entry: str
    checkpoint: str
    at: str
    year: int


@dataclass(frozen=True, slots=True)
class DeclaredRecord:
    """Hours of training away from this platform were approved, or, where ``counts`` is false, taken back (8.2.5, R6).

    ``declaration`` is the UUID of what was declared: a later record of the same one replaces this one. ``evidence`` is
    the SHA-256 of the file that proved it. ``credit_hours`` are never online hours. ``unit`` is the employing unit when
    it was handed in; ``training_year`` the annual period that the hours belong to, ``year`` that of ``at``.
    """

    trainee: str
    declaration: str
    training_form: str
    title: str
    organizer: str
    began_on: str
    ended_on: str
    credit_hours: str
    training_year: int
    evidence: str
    counts: bool
    unit: str
    at: str
    year: int


CourseRecord: TypeAlias = StudyRecord | CreditRecord
"""The records from which course rows are made."""

EventRecord: TypeAlias = TransferRecord | HandOverRecord | TakenInRecord | DeclaredRecord
"""The records of what befell a trainee; no row is made of them."""

Record: TypeAlias = AccountRecord | CourseRecord | EventRecord


class RowKey(NamedTuple):
    """What there is one course row of: one trainee and one course in one annual period (9.1.2, R1)."""

    trainee: str
    institution: str
    course: str
    year: int


def row_key(record: CourseRecord) -> RowKey:
    """Return the course row that a record belongs to."""
    return RowKey(record.trainee, record.institution, record.course, record.year)


def happened_at(record: Record) -> str:
    """Return the instant of the fact that a record says; of a study, when it was last studied."""
    match record:
        case AccountRecord():
            return record.opened_at
        case StudyRecord():
            return record.studied_until
        case CreditRecord():
            return record.earned_at
        case TransferRecord() | HandOverRecord() | TakenInRecord() | DeclaredRecord():
            return record.at
