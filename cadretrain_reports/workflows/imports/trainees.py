"""Trainees from a table (6.1.1): new ones recorded together, known ones brought up to date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.api import BasicInformation
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.imports import columns
from cadretrain_reports.workflows.imports.codes import coded
from cadretrain_reports.workflows.imports.kind import GoodRow, Kind, Verdict
from cadretrain_reports.workflows.imports.problems import Problem, of_refusal
from cadretrain_reports.workflows.imports.reading import Reading, unmasked
from cadretrain_reports.workflows.imports.rostering import Roster
from cadretrain_reports.workflows.imports.spelling import name_of_person, position_beside

_TEXTS: Final = ("position", "rank", "cadre_category")
_CODES: Final = ("position_level", "ethnicity", "political_status")


@dataclass(frozen=True, slots=True)
class TraineeValues:
    """What a row says of a trainee. An empty text says nothing: what is recorded stays."""

    information: BasicInformation
    unit: str
    managing_department: str
    identity_number: str = field(repr=False)
    username: str
    email: str = field(repr=False)


class Trainees(Kind[TraineeValues]):
    """Trainees with basic information and, where the row has them, identity number and account."""

    name = "trainees"
    columns = columns.TRAINEES
    acts = ("maintain_trainee", "add_trainee", "keep_account")

    def read(self, reading: Reading) -> TraineeValues:
        """Return the values of a row."""
        said = {key: reading.take(key, partial(people.checked, key), "") for key in _TEXTS}
        said |= {key: reading.take(key, coded(key), "") for key in _CODES}
        values = TraineeValues(
            BasicInformation(
                code=reading.take("code", partial(people.checked, "code"), "", needed=True),
                name=reading.take("name", _name, "", needed=True),
                **said,
            ),
            unit=reading.take("unit", str, "", needed=True),
            managing_department=reading.text("managing_department"),
            identity_number=reading.take("identity_number", partial(_identity_number, day=today()), ""),
            username=reading.take("username", unmasked, ""),
            email=reading.text("email"),
        )
        reading.problems.extend(_swapped(said))
        return values

    def identifiers(self, values: TraineeValues) -> Mapping[str, str]:
        """Return identifier, identity number, and account: each is of one person."""
        said = {
            "code": values.information.code,
            "identity_number": values.identity_number,
            "username": values.username.casefold(),
        }
        return {key: identifier for key, identifier in said.items() if identifier}

    def apply(self, actor: Any, rows: Sequence[GoodRow[TraineeValues]]) -> list[Verdict]:
        """Take trainees in: what is new and has no account in a handful of statements."""
        return Roster(actor, rows).take()


def _name(text: str) -> str:
    return name_of_person(people.checked("name", unmasked(text)))


def _identity_number(text: str, day: date) -> str:
    """Return a number in its one spelling; a masked one is left to be compared with what is recorded."""
    return text if "*" in text else people.checked_identity(text, day)


def _swapped(said: Mapping[str, str]) -> list[Problem]:
    try:
        position_beside(said["rank"], said["position"])
    except Refused as refused:
        return [of_refusal(refused)]
    return []
