"""Whether the fields of an archive record, each good by itself, make sense together (9.1.1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from cadretrain_reports.rules.scores import score_value
from cadretrain_reports.rules.shapes import (
    AssessmentRecord,
    CorrectionRecord,
    CreditRecord,
    DeclaredRecord,
    StudyRecord,
    TransferRecord,
)
from cadretrain_reports.rules.values import RecordError

_Payload: TypeAlias = Mapping[str, Any]


def _study(said: _Payload) -> None:
    if said["studied_until"] < said["started_at"]:
        raise RecordError("studied_until", "before started_at")
    _backfilled(said)


def _backfilled(said: _Payload) -> None:
    if said.get("backfilled_duration", 0) > said["learning_duration"]:
        raise RecordError("backfilled_duration", "longer than learning_duration")


def _transfer(said: _Payload) -> None:
    if said["to_unit"] == said["from_unit"]:
        raise RecordError("to_unit", "the same as from_unit")


def _declared(said: _Payload) -> None:
    if said["ended_on"] < said["began_on"]:
        raise RecordError("ended_on", "before began_on")


def _correction(said: _Payload) -> None:
    if said["ended_at"] <= said["started_at"]:
        raise RecordError("ended_at", "not after started_at")


def _assessment(said: _Payload) -> None:
    if said["replaces"] >= said["attempt"]:
        raise RecordError("replaces", "not before attempt")
    if said["score"] and (score_value(said["score"]) >= said["pass_mark"]) != said["passed"]:
        raise RecordError("passed", "not what score and pass_mark give")


_CHECKS: Final[Mapping[type, Callable[[_Payload], None]]] = {
    StudyRecord: _study,
    CreditRecord: _backfilled,
    TransferRecord: _transfer,
    DeclaredRecord: _declared,
    CorrectionRecord: _correction,
    AssessmentRecord: _assessment,
}


def check_sense(shape: type, payload: Mapping[str, Any]) -> None:
    """Raise ``RecordError`` where fields of a record of this shape contradict each other."""
    if shape in _CHECKS:
        _CHECKS[shape](payload)
