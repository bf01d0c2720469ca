"""A plan that an author has edited, read back and checked as a whole: nothing is done unless all rows are right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from cadretrain_reports.offline.olx import faults
from cadretrain_reports.offline.olx.cells import READERS, is_to_be_marked
from cadretrain_reports.offline.olx.columns import COLUMNS, HEADERS, LIMITS
from cadretrain_reports.offline.olx.marks import DEFAULT, Mark
from cadretrain_reports.offline.olx.outline import CourseOutline, UnitOutline
from cadretrain_reports.offline.sheets import CellProblem, Row, open_sheet
from cadretrain_reports.offline.sheets.errors import BadCell


@dataclass(frozen=True, slots=True)
class PlanProblem:
    """What is wrong in one ``line`` of a plan."""

    line: int
    cell: CellProblem


class PlanRefused(ValueError):  # noqa: N818 - an answer, no fault
    """Rows of a plan are wrong; ``problems`` are all there are, and nothing was done."""

    def __init__(self, problems: list[PlanProblem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Planned:
    """What a plan asks for: the marks by the keys of their units, and how many units are ``left`` as they are.

    ``ignored`` are headers that name no column of a plan.
    """

    marks: Mapping[str, Mark]
    left: int
    ignored: tuple[str, ...] = ()


@dataclass(slots=True)
class _Line:
    number: int
    unit: UnitOutline
    mark: Mark


def read_plan(path: Path, outline: CourseOutline) -> Planned:
    """Return the marks that a plan asks for; a column that it lacks leaves what a unit says of it.

    Raises ``PlanRefused`` with every problem of every row, and ``SheetError`` for a file that is no table.
    """
    with open_sheet(path, COLUMNS, LIMITS) as sheet:
        reading = _Reading(outline, {column.key for column in sheet.columns})
        for row in sheet:
            reading.take(row)
    problems = sorted(reading.problems + list(reading.conflicts()), key=lambda problem: problem.line)
    if problems:
        raise PlanRefused(problems)
    return Planned({line.unit.key: line.mark for line in reading.lines}, reading.left, sheet.ignored)


class _Reading:
    """The rows read so far."""

    def __init__(self, outline: CourseOutline, columns: set[str]) -> None:
        self._outline = outline
        self._columns = columns
        self._units = {unit.key: unit for unit in outline.units}
        self._line_of: dict[str, int] = {}
        self.lines: list[_Line] = []
        self.problems: list[PlanProblem] = []
        self.left = 0

    def take(self, row: Row) -> None:
        """Read one row, or note all that is wrong with it; a row that is not to be marked may say what it likes."""
        wanted = is_to_be_marked(row.cells["mark"])
        if wanted is False and not any(problem.column_key == "mark" for problem in row.problems):
            self.left += 1
            return
        if isinstance(wanted, BadCell):
            self._note(row.line, "mark", wanted)
        unit = self._unit(row)
        mark = self._mark(row, unit.marks[0] if unit is not None and unit.marks else DEFAULT)
        if unit is not None and mark is not None and wanted is True:
            self.lines.append(_Line(row.line, unit, mark))

    def _mark(self, row: Row, present: Mark) -> Mark | None:
        """Return what a row says, with what the unit says where the plan has no column; ``None`` if a cell is wrong."""
        wrong = [problem for problem in row.problems if problem.column_key not in _TOLD]
        self.problems += [PlanProblem(row.line, problem) for problem in wrong]
        unread = {problem.column_key for problem in wrong}
        said = {name: READERS[name](row.cells[name]) for name in READERS if name in self._columns - unread}
        bad = {name: value for name, value in said.items() if isinstance(value, BadCell)}
        for name, value in bad.items():
            self._note(row.line, name, value)
        return None if bad or wrong else replace(present, **said)  # type: ignore[arg-type]  # each as its reader says

    def conflicts(self) -> Iterator[PlanProblem]:
        """Yield what is wrong between rows, and between them and what the course says already (R1)."""
        codes: dict[str, str] = {}
        covered: dict[str, str] = {}
        planned = {line.unit.key for line in self.lines}
        for unit in self._outline.units:
            for mark in unit.marks if unit.key not in planned else ():
                codes.setdefault(mark.course_code, unit.key)
                covered |= dict.fromkeys(self._covered(unit, mark), unit.key)
        for line in self.lines:
            yield from self._conflicts_of(line, codes, covered)

    def _conflicts_of(self, line: _Line, codes: dict[str, str], covered: dict[str, str]) -> Iterator[PlanProblem]:
        code = line.mark.course_code
        if code in codes:
            yield _problem(line.number, "course_code", BadCell(faults.CODE_TWICE, code, {"unit": codes[code]}))
        codes.setdefault(code, line.unit.key)
        keys = self._covered(line.unit, line.mark)
        other = next((covered[key] for key in keys if key in covered), None)
        if other is not None:
            yield _problem(line.number, "extent", BadCell(faults.OVERLAP, line.mark.extent, {"unit": other}))
        covered |= dict.fromkeys(keys, line.unit.key)

    def _covered(self, unit: UnitOutline, mark: Mark) -> list[str]:
        """Return the keys of the units that a mark covers."""
        if mark.extent == "unit":
            return [unit.key]
        units = self._outline.units
        within = [one for one in units if mark.extent == "course_run" or one.subsection_key == unit.subsection_key]
        return [one.key for one in within]

    def _unit(self, row: Row) -> UnitOutline | None:
        key = row.cells["unit"]
        unit = self._units.get(key)
        first = self._line_of.setdefault(key, row.line)
        if unit is None:
            self._note(row.line, "unit", BadCell(faults.NO_UNIT if key else faults.MISSING, key))
        elif first != row.line:
            self._note(row.line, "unit", BadCell(faults.UNIT_TWICE, key, {"line": first}))
        elif len(unit.marks) > 1:
            self._note(row.line, "unit", BadCell(faults.SEVERAL, key))
        else:
            return unit
        return None

    def _note(self, line: int, key: str, cell: BadCell) -> None:
        self.problems.append(_problem(line, key, cell))


def _problem(line: int, key: str, cell: BadCell) -> PlanProblem:
    return PlanProblem(line, cell.at(key, HEADERS[key]))


_TOLD = frozenset({"chapter", "subsection", "unit_title", "proposed_seconds", "credit_hours", "parts", "remark"})
"""Columns that only tell something: nothing in them can be wrong."""
