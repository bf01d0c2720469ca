"""The shapes of archive records: one dataclass per kind of fact (9.1.1, 9.1.2).

Values have canonical JSON: text, integers, truth values. ``trainee`` is a trainee's UUID; ``institution``,
``unit`` and ``course`` are codes; instants are spelled as ``values.instant_text`` does; durations are whole
seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

ELECTIVE_LEARNING: Final = "elective_learning"
THEME_CLASS: Final = "theme_class"
LEARNING_FORMS: Final = (ELECTIVE_LEARNING, THEME_CLASS)
REQUIREMENTS: Final = ("required", "elective")
ANNUAL_RESULTS: Final = ("met", "not_met", "waived")
CLASS_TYPES: Final = ("assigned", "open")
REGISTRATION_WAYS: Final = ("assigned", "applied", "imported")
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
    earns nothing (8.2.5). ``backfilled_duration`` is how much of the learning duration was inferred of the time before
    the site counted by itself. A later record of the same trainee, course and year replaces this one when rows
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
    backfilled_duration: int = 0


@dataclass(frozen=True, slots=True)
class CreditRecord:
    """A course was credited to a trainee (8.2.5, R2, R3), by the bands it names (3.8).

    ``credit_hours`` is a decimal string in quarter steps, ``bands`` what ``credit_hours.bands_to_data``
    gives (kept as tuples), ``unit`` the employing unit at the time of earning (R9). Durations are whole
    seconds; ``backfilled_duration`` is as in ``StudyRecord``.
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
    backfilled_duration: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "bands", tuple(tuple(band) for band in self.bands))


@dataclass(frozen=True, slots=True)
class AssessmentRecord:
    """The result of an assessment that counts for a trainee and course (8.2.5).

    ``score`` is a decimal string in percent, empty where none was given; ``passed`` is the verdict by the pass mark in
    percent. ``attempt`` numbers all attempts, ``replaces`` is the number of the one that this one corrects, else 0.
    ``year`` is the period in which it counts, as that of a credit (R2). A later record of the same trainee, course and
    year replaces this one when rows are made. ``unit`` is the employing unit at that time (R9).
    """

    trainee: str
    institution: str
    course: str
    course_version: int
    course_title: str
    course_duration: int
    assessment: str
    attempt: int
    replaces: int
    score: str
    pass_mark: int
    passed: bool
    assessed_at: str
    year: int
    unit: str


@dataclass(frozen=True, slots=True)
class ReversalRecord:
    """The credit that was earned at ``earned_at`` was reversed by authority (R4); it permits one new credit.

    ``year`` is the annual period of that credit, whenever it was reversed, and ``unit`` the unit that it belonged to.
    """

    trainee: str
    institution: str
    course: str
    credit_hours: str
    earned_at: str
    reason: str
    reversed_at: str
    year: int
    unit: str


@dataclass(frozen=True, slots=True)
class CorrectionRecord:
    """Learning time from ``started_at`` to ``ended_at`` was added by hand, for a reason (3.9, 9.1.1).

    ``year`` is the annual period in which that time lies; ``corrected_at`` is when it was added.
    """

    trainee: str
    institution: str
    course: str
    started_at: str
    ended_at: str
    reason: str
    corrected_at: str
    year: int


@dataclass(frozen=True, slots=True)
class AnnualRecord:
    """What the institution found of a trainee's elective learning in an annual period (8.2.1).

    Hours are decimal strings in quarter steps: what was asked, relief taken off, and what was done of it. A later
    record of the same trainee, institution and year replaces this one. ``unit`` is the employing unit at that time.
    """

    trainee: str
    institution: str
    result: str
    total_hours: str
    required_course_hours: str
    elective_course_hours: str
    done_hours: str
    done_required_hours: str
    done_elective_hours: str
    confirmed_at: str
    year: int
    unit: str


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
class ImportedHoursRecord:
    """Hours that an older ``platform`` credited at ``earned_at``: a file said so, a second person confirmed it.

    They enter no total of here. ``subject`` is the course of here that they are of, "INSTITUTION/CODE", empty where it
    is none: that course is exempt then (8.2.5, R4). ``at`` is when they were confirmed, ``year`` the annual period of
    that.
    """

    trainee: str
    platform: str
    course_title: str
    credit_hours: str
    earned_at: str
    at: str
    year: int
    subject: str = ""


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


@dataclass(frozen=True, slots=True)
class ClassRegistrationRecord:
    """A trainee was let into a theme class at ``at``, or, where ``counts`` is false, left it (8.3.3, 9.1.2).

    ``institution`` and ``theme_class`` are the codes of the class; a later record of the same trainee and class
    replaces this one. ``unit`` is the employing unit when the trainee registered, ``year`` the annual period of ``at``.
    """

    trainee: str
    institution: str
    theme_class: str
    title: str
    class_type: str
    way: str
    counts: bool
    unit: str
    at: str
    year: int


@dataclass(frozen=True, slots=True)
class ClassResultRecord:
    """It was confirmed whether a trainee passed a theme class, and what the class came to (8.3.6, 9.1.2).

    ``institution`` and ``theme_class`` are the codes of the class; ``hosts``, ``organizers`` and ``co_organizers`` the
    names of its bodies. Hours are decimal strings in quarter steps: credits attributed to the class, of its courses
    that were exempt, of activities online and on the spot. Its own hours are the first and the last two of a class
    that was passed (R5). A later record of the same trainee and class replaces this one. ``unit`` is the employing unit
    at that time, ``year`` the annual period of ``confirmed_at``.
    """

    trainee: str
    institution: str
    theme_class: str
    title: str
    class_type: str
    registered_at: str
    hour_requirement: str
    attributed_hours: str
    exempt_hours: str
    activity_hours: str
    face_to_face_hours: str
    passed: bool
    confirmed_at: str
    year: int
    unit: str
    hosts: str = ""
    organizers: str = ""
    co_organizers: str = ""


@dataclass(frozen=True, slots=True)
class CertificateRecord:
    """The certificate of a theme class was issued (3.11, 8.3.6).

    ``certificate`` is its UUID, ``institution`` and ``theme_class`` the codes of the class, ``fulfilled_hours`` what it
    prints (R5), as a decimal string. ``instead_of`` is the UUID of the revoked certificate whose place it takes.
    """

    trainee: str
    certificate: str
    number: str
    institution: str
    theme_class: str
    title: str
    fulfilled_hours: str
    at: str
    year: int
    instead_of: str = ""


@dataclass(frozen=True, slots=True)
class CertificateRevocationRecord:
    """The certificate of that UUID and number was revoked for a reason (8.3.6, 9.1.1)."""

    trainee: str
    certificate: str
    number: str
    reason: str
    at: str
    year: int


CourseRecord: TypeAlias = StudyRecord | CreditRecord
"""The records of what a trainee studied and earned at a unit."""

RowRecord: TypeAlias = CourseRecord | AssessmentRecord | ReversalRecord
"""The records from which course rows are made."""

EventRecord: TypeAlias = (
    TransferRecord
    | HandOverRecord
    | TakenInRecord
    | ImportedHoursRecord
    | DeclaredRecord
    | ClassRegistrationRecord
    | ClassResultRecord
    | CertificateRecord
    | CertificateRevocationRecord
    | CorrectionRecord
    | AnnualRecord
)
"""The records of what befell a trainee; no row is made of them."""

Record: TypeAlias = AccountRecord | RowRecord | EventRecord


class RowKey(NamedTuple):
    """What there is one course row of: one trainee and one course in one annual period (9.1.2, R1)."""

    trainee: str
    institution: str
    course: str
    year: int


def row_key(record: RowRecord) -> RowKey:
    """Return the course row that a record belongs to."""
    return RowKey(record.trainee, record.institution, record.course, record.year)


_INSTANTS: Final[Mapping[type, str]] = {
    AccountRecord: "opened_at",
    StudyRecord: "studied_until",
    CreditRecord: "earned_at",
    AssessmentRecord: "assessed_at",
    ReversalRecord: "reversed_at",
    CorrectionRecord: "corrected_at",
    AnnualRecord: "confirmed_at",
    TransferRecord: "at",
    HandOverRecord: "at",
    TakenInRecord: "at",
    ImportedHoursRecord: "at",
    DeclaredRecord: "at",
    ClassRegistrationRecord: "at",
    ClassResultRecord: "confirmed_at",
    CertificateRecord: "at",
    CertificateRevocationRecord: "at",
}


def happened_at(record: Record) -> str:
    """Return the instant of the fact that a record says; of a study, when it was last studied."""
    at: str = getattr(record, _INSTANTS[type(record)])
    return at
