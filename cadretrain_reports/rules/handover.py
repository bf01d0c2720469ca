"""What a hand-over says of one trainee, computed from the archive's records (6.1.3).

The site that hands over and whoever takes in or checks call the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, TypeAlias

from cadretrain_reports.rules.canonical import CanonicalError, parse
from cadretrain_reports.rules.credit_hours import credit_hours_text
from cadretrain_reports.rules.records import from_payload
from cadretrain_reports.rules.shapes import AccountRecord, CreditRecord, Record, ReversalRecord, TakenInRecord
from cadretrain_reports.rules.values import RecordError, hours_value

SPECIFICATION: Final = "x-cadretrain-handover/0.1"
"""The project's own layout of a hand-over."""

DEEPEST: Final = 8
"""From how many sites one after another a record may have come."""

Summary: TypeAlias = dict[str, Any]

_PERSON: Final = {
    "name": ("name", 128),
    "ethnicity": ("ethnicity", 2),
    "political_status": ("politicalStatus", 2),
    "position": ("position", 128),
    "position_level": ("positionLevel", 3),
    "rank": ("rank", 64),
    "cadre_category": ("cadreCategory", 64),
    "identity_key": ("identityKey", 16),
    "identity_hash": ("identityHash", 64),
}
"""For each part of ``Person`` its key in the document and its greatest length."""


def summary(records: Iterable[tuple[int, Record]]) -> Summary:
    """Return what the records of one trainee's archive, each with its log index, prove.

    That is the identifier, since when the account is open, and each course whose credit stands, those taken in from
    elsewhere included, with the sum of hours. Raises ``RecordError`` where there is no account among them.
    """
    account: AccountRecord | None = None
    courses: list[Summary] = []
    for index, record in records:
        if isinstance(record, AccountRecord):
            account = record
        credit, origin = original(record)
        if isinstance(credit, CreditRecord):
            courses.append(_course(credit, origin, index))
        if isinstance(credit, ReversalRecord):
            courses = [course for course in courses if not _is_of(course, credit, origin)]
    if account is None:
        raise RecordError("account", "missing")
    total = sum((hours_value(course["creditHours"]) for course in courses), Decimal(0))
    return {
        "traineeId": account.trainee,
        "portfolioId": account.portfolio_id,
        "openedAt": account.opened_at,
        "courses": courses,
        "creditHours": credit_hours_text(total),
    }


@dataclass(frozen=True, slots=True)
class Person:
    """What a hand-over says of the person and no record proves: the site's signature alone vouches for it.

    All are empty where they are not known, but ``name``. ``identity_hash`` is a keyed hash of the identity number under
    the matching key that ``identity_key`` names (R10).
    """

    name: str
    ethnicity: str
    political_status: str
    position: str
    position_level: str
    rank: str
    cadre_category: str
    identity_key: str
    identity_hash: str


def person_data(person: Person) -> Summary:
    """Return the part of ``handover.json`` that says who comes."""
    return {key: getattr(person, name) for name, (key, _longest) in _PERSON.items()}


def person(document: Mapping[str, Any]) -> Person:
    """Return who comes by a ``handover.json``; raise ``RecordError`` that names what is missing or no short text."""
    said = {}
    for name, (key, longest) in _PERSON.items():
        value = document.get(key)
        if type(value) is not str or len(value) > longest or not value.isprintable():
            raise RecordError(key, f"not a text of at most {longest} printable characters")
        said[name] = value
    if not said["name"].strip():
        raise RecordError("name", "empty")
    return Person(**said)


def original(record: Record) -> tuple[Record, str]:
    """Return the record that was first made of a fact and the site that made it, empty for this one.

    Raises ``RecordError`` for a quotation that holds no record, or too many inside each other.
    """
    origin = ""
    for _depth in range(DEEPEST):
        if not isinstance(record, TakenInRecord):
            return record, origin
        origin, record = record.origin, quoted(record)
    raise RecordError("entry", f"came from more than {DEEPEST} sites one after another")


def quoted(record: TakenInRecord) -> Record:
    """Return the record inside the entry that was taken in; raise ``RecordError`` if there is none."""
    try:
        line = parse(record.entry.encode())
    except CanonicalError as error:
        raise RecordError("entry", str(error)) from None
    return from_payload(line.get("record") if isinstance(line, dict) else line)


def _is_of(course: Summary, reversal: ReversalRecord, origin: str) -> bool:
    """Tell whether a course is the one whose credit was reversed (R4)."""
    said = (f"{reversal.institution}/{reversal.course}", reversal.earned_at, origin)
    return (course["courseId"], course["earnedAt"], course["origin"]) == said


def _course(credit: CreditRecord, origin: str, index: int) -> Summary:
    return {
        "courseId": f"{credit.institution}/{credit.course}",
        "courseName": credit.course_title,
        "creditHours": credit.credit_hours,
        "earnedAt": credit.earned_at,
        "year": credit.year,
        "unit": credit.unit,
        "origin": origin,
        "entry": index,
    }
