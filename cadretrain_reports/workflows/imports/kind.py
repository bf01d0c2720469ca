"""What a kind of table has to know for its rows to be taken in."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Generic, TypeVar

from cadretrain_reports.offline.sheets import Column
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.imports.problems import Problem, of_refusal
from cadretrain_reports.workflows.imports.reading import Reading
from cadretrain_reports.workflows.imports.rights import OutOfReach

V = TypeVar("V")


class Result(StrEnum):
    """What became of a row. One that is ``HELD`` waits for another row, and is refused if none comes."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class GoodRow(Generic[V]):
    """A row of which every cell can be what it should be."""

    line: int
    cells: Mapping[str, str] = field(repr=False)
    values: V


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a row, why, and at which body; ``denied``: for want of a right."""

    line: int
    cells: Mapping[str, str] = field(repr=False)
    result: Result
    problems: tuple[Problem, ...] = ()
    body: str = ""
    denied: bool = False


class Kind(ABC, Generic[V]):
    """One kind of table. It holds nothing between two calls."""

    name: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]]
    acts: ClassVar[tuple[str, ...]]
    """Acts of which whoever takes in a row needs one."""
    in_one: ClassVar[bool] = False
    """Whether rows build on others, so that only all of them together can be tried out."""

    @abstractmethod
    def read(self, reading: Reading) -> V:
        """Return the values of a row; what is wrong with it is left in ``reading``."""

    @abstractmethod
    def identifiers(self, values: V) -> Mapping[str, str]:
        """Return by column what no second row of the file may have."""

    @abstractmethod
    def apply(self, actor: Any, rows: Sequence[GoodRow[V]]) -> list[Verdict]:
        """Take rows in and return what became of each; call inside a transaction.

        Raises ``IntegrityError`` where another process was first.
        """


def refused(row: GoodRow[Any], reason: Refused, body: str = "", result: Result = Result.REFUSED) -> Verdict:
    """Return the verdict on a row that a rule refuses, or for the time being holds back."""
    denied = isinstance(reason, OutOfReach)
    return Verdict(row.line, row.cells, result, (of_refusal(reason),), body, denied)


def taken(row: GoodRow[Any], result: Result, body: str = "") -> Verdict:
    """Return the verdict on a row that is in, or was there."""
    return Verdict(row.line, row.cells, result, (), body)
