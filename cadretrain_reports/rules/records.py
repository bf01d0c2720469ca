"""The records of the archive: their payloads, the commitments to them and the log's leaves (9.1.1).

A record says one fact. The log keeps only a salted commitment to it, so that a record can be erased by
authority without breaking the log. This module is the door to the shapes, the values and the portfolio rows
as well.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final, TypeAlias

from cadretrain_reports.rules import merkle
from cadretrain_reports.rules.canonical import Value, canonical
from cadretrain_reports.rules.credit_hours import bands_from, course_credit_hours
from cadretrain_reports.rules.record_fields import CHECKS
from cadretrain_reports.rules.rows import (
    PROVEN_METADATA,
    SPECIFICATION,
    TIME_ZONE,
    BasicInformation,
    Row,
    course_row,
    metadata_row,
)
from cadretrain_reports.rules.sense import check_sense
from cadretrain_reports.rules.shapes import (
    ANNUAL_RESULTS,
    ASSESSMENTS,
    CLASS_TYPES,
    ELECTIVE_LEARNING,
    LEARNING_FORMS,
    REQUIREMENTS,
    THEME_CLASS,
    TRAINING_FORMS,
    AccountRecord,
    AnnualRecord,
    AssessmentRecord,
    CertificateRecord,
    CertificateRevocationRecord,
    ClassRegistrationRecord,
    ClassResultRecord,
    CorrectionRecord,
    CourseRecord,
    CreditRecord,
    DeclaredRecord,
    EventRecord,
    HandOverRecord,
    ImportedHoursRecord,
    Record,
    ReversalRecord,
    RowKey,
    RowRecord,
    StudyRecord,
    TakenInRecord,
    TransferRecord,
    happened_at,
    row_key,
)
from cadretrain_reports.rules.values import (
    RecordError,
    hours_number,
    hours_text,
    hours_value,
    instant,
    instant_text,
    is_instant,
)

__all__ = [
    "ANNUAL_RESULTS",
    "ASSESSMENTS",
    "CLASS_TYPES",
    "ELECTIVE_LEARNING",
    "KINDS",
    "LEARNING_FORMS",
    "PROVEN_METADATA",
    "REQUIREMENTS",
    "SALT_SIZE",
    "SPECIFICATION",
    "THEME_CLASS",
    "TIME_ZONE",
    "TRAINING_FORMS",
    "AccountRecord",
    "AnnualRecord",
    "AssessmentRecord",
    "BasicInformation",
    "CertificateRecord",
    "CertificateRevocationRecord",
    "ClassRegistrationRecord",
    "ClassResultRecord",
    "CorrectionRecord",
    "CourseRecord",
    "CreditRecord",
    "DeclaredRecord",
    "EventRecord",
    "HandOverRecord",
    "ImportedHoursRecord",
    "Payload",
    "Record",
    "RecordError",
    "ReversalRecord",
    "Row",
    "RowKey",
    "RowRecord",
    "StudyRecord",
    "TakenInRecord",
    "TransferRecord",
    "banded_hours",
    "commit",
    "course_row",
    "from_payload",
    "happened_at",
    "hours_number",
    "hours_text",
    "hours_value",
    "instant",
    "instant_text",
    "leaf",
    "leaf_data",
    "metadata_row",
    "row_key",
    "studied_too_long",
    "to_payload",
]

LEAF_VERSION: Final = 1
SALT_SIZE: Final = 32
COMMITMENT_SIZE: Final = 32
"""Bytes in a salt and in a commitment."""

Payload: TypeAlias = dict[str, Value]
_Shape: TypeAlias = (
    type[AccountRecord]
    | type[StudyRecord]
    | type[CreditRecord]
    | type[AssessmentRecord]
    | type[ReversalRecord]
    | type[CorrectionRecord]
    | type[AnnualRecord]
    | type[TransferRecord]
    | type[HandOverRecord]
    | type[TakenInRecord]
    | type[ImportedHoursRecord]
    | type[DeclaredRecord]
    | type[ClassResultRecord]
    | type[CertificateRecord]
    | type[CertificateRevocationRecord]
    | type[ClassRegistrationRecord]
)

KINDS: Final[Mapping[str, _Shape]] = {
    "account": AccountRecord,
    "study": StudyRecord,
    "credit": CreditRecord,
    "assessment": AssessmentRecord,
    "reversal": ReversalRecord,
    "correction": CorrectionRecord,
    "annual": AnnualRecord,
    "transfer": TransferRecord,
    "handover": HandOverRecord,
    "taken_in": TakenInRecord,
    "imported_hours": ImportedHoursRecord,
    "declared": DeclaredRecord,
    "class_result": ClassResultRecord,
    "certificate": CertificateRecord,
    "certificate_revocation": CertificateRevocationRecord,
    "class_registration": ClassRegistrationRecord,
}

_OPTIONAL: Final[Mapping[str, Value]] = {
    "backfilled_duration": 0,
    "co_organizers": "",
    "hosts": "",
    "instead_of": "",
    "organizers": "",
    "subject": "",
}
"""What a record leaves out where it is this, so that a fact has one spelling, and the one that it always had."""


def to_payload(record: Record) -> Payload:
    """Return a record as the canonical JSON object that is committed to, ``kind`` included.

    Raises ``RecordError`` for whatever ``from_payload`` would refuse.
    """
    kind = next(kind for kind, shape in KINDS.items() if isinstance(record, shape))
    payload: Payload = {"kind": kind}
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name in _OPTIONAL and value == _OPTIONAL[field.name]:
            continue
        payload[field.name] = [list(band) for band in value] if field.name == "bands" else value
    _check(payload)
    return payload


def from_payload(payload: object) -> Record:
    """Return the record that a decoded JSON object says.

    Raises ``RecordError`` that names the first field that is unknown, missing, of the wrong type or out of
    range.
    """
    if not isinstance(payload, dict):
        raise RecordError("record", f"not an object: {payload!r:.40}")
    shape = _check(payload)
    return shape(**{name: value for name, value in payload.items() if name != "kind"})


def _check(payload: Mapping[Any, Any]) -> _Shape:
    kind = payload.get("kind")
    shape = KINDS.get(kind) if isinstance(kind, str) else None
    if shape is None:
        raise RecordError("kind", f"not one of {', '.join(KINDS)}: {kind!r:.40}")
    names = [field.name for field in fields(shape)]
    for unknown in payload.keys() - {"kind", *names}:
        raise RecordError(f"{unknown!s:.40}", f"unknown in a record of kind {kind}")
    for name in names:
        if name in payload:
            CHECKS[name](name, payload[name])
        elif name not in _OPTIONAL:
            raise RecordError(name, "missing")
    check_sense(shape, payload)
    return shape


def commit(payload: Payload, salt: bytes) -> bytes:
    """Return the salted commitment to a payload: HMAC-SHA256 under 32 secret random bytes (9.1.1).

    Once salt and record are erased, nothing can be guessed from it. Raises ``RecordError`` for another salt
    size and ``CanonicalError`` for a payload without canonical bytes.
    """
    if len(salt) != SALT_SIZE:
        raise RecordError("salt", f"not {SALT_SIZE} bytes but {len(salt)}")
    return hmac.digest(salt, canonical(payload), "sha256")


def leaf_data(kind: str, at: str, commitment: bytes) -> bytes:
    """Return what a log entry publishes and its leaf hashes: kind, time and commitment, as canonical JSON.

    ``at`` is the entry's time as ``instant_text`` writes it. Raises ``RecordError``.
    """
    is_instant("at", at)
    if len(commitment) != COMMITMENT_SIZE:
        raise RecordError("commitment", f"not {COMMITMENT_SIZE} bytes but {len(commitment)}")
    return canonical({"at": at, "commitment": commitment.hex(), "kind": kind, "v": LEAF_VERSION})


def leaf(kind: str, at: str, payload: Payload, salt: bytes) -> bytes:
    """Return the leaf hash (RFC 6962) of the entry that commits to ``payload``.

    Raises ``RecordError``, also if the payload is of another kind than the entry.
    """
    if payload.get("kind") != kind:
        raise RecordError("kind", f"the entry says {kind!r:.40}, its record {payload.get('kind')!r:.40}")
    return merkle.leaf_hash(leaf_data(kind, at, commit(payload, salt)))


def banded_hours(record: CreditRecord) -> Decimal:
    """Return the hours that the record's own bands give for its course duration (3.8)."""
    return course_credit_hours(record.course_duration, bands_from(record.bands))


def studied_too_long(record: StudyRecord) -> bool:
    """Tell whether the learning duration (9.1.2) is longer than the time from beginning to end.

    Both instants are cut to the second, so that one second more may have passed.
    """
    passed = instant(record.studied_until) - instant(record.started_at) + timedelta(seconds=1)
    return record.learning_duration > passed // timedelta(seconds=1)
