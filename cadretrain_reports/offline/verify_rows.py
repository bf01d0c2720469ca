"""Whether each portfolio row is the one that its records give and in its place, and each record has its row (9.1.2)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cadretrain_reports.offline.describe import Frame
from cadretrain_reports.offline.layout import DATAPACKAGE_FILE, ENTRIES_FILE, rows_file
from cadretrain_reports.offline.lines import line_name, lines
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.paths import Tree
from cadretrain_reports.offline.problems import Code, Findings
from cadretrain_reports.offline.rows import read_row, row_line
from cadretrain_reports.offline.store import Facts, RecordStore
from cadretrain_reports.offline.verify_log import entry_name
from cadretrain_reports.offline.verify_seal import SealCheck
from cadretrain_reports.rules.canonical import MAX_INTEGER
from cadretrain_reports.rules.dictionary import row_faults
from cadretrain_reports.rules.rows import PROVEN_METADATA, BasicInformation, Row, course_row, metadata_row
from cadretrain_reports.rules.shapes import RowKey
from cadretrain_reports.rules.values import LAST_YEAR

_NOBODY = BasicInformation("", "", "", "", "", "", "")


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row, how problems name it, and ``due``: what its records give, or the row itself where they are silent."""

    name: str
    due: Row | None


def row_name(key: RowKey) -> str:
    """Return how problems name a course row: trainee, course, year."""
    return f"{key.trainee} {key.institution}/{key.course} {key.year}"


@dataclass(slots=True)
class RowCheck:
    """Checks the rows of both sets against ``store``; the rows come out again for their twins to be compared."""

    tree: Tree
    sealed: SealCheck
    frame: Frame
    store: RecordStore
    findings: Findings

    def metadata(self) -> Iterator[CheckedRow]:
        """Check the metadata rows one by one, then that no account is left without one."""
        file = rows_file("metadata")
        for name, row in self._rows(file):
            yield CheckedRow(name, self._metadata_row(file, row))
        for trainee in self.store.unclaimed_accounts():
            self._blame(Code.ROW_MISSING, file, _("The account in the log has no row here."), trainee)

    def course(self) -> Iterator[CheckedRow]:
        """Check the course rows one by one, then that no record is left without one."""
        file = rows_file("course")
        for name, row in self._rows(file):
            yield CheckedRow(name, self._course_row(file, row))
        for key in self.store.unclaimed():
            self._blame(Code.ROW_MISSING, file, _("The records in the log have no row here."), row_name(key))

    def _rows(self, file: str) -> Iterator[tuple[str, Row]]:
        path, last = self.tree.files.get(file), ("", "")
        for number, line in lines(path, file, self.findings) if path else ():
            try:
                row = read_row(line)
            except ValueError as error:
                reason = _("This is no row of a portfolio: %(error)s.") % {"error": error}
                self.findings.add(Code.MALFORMED, file, reason, line_name(number))
                yield line_name(number), {}
                continue
            name = _name(row) or line_name(number)
            if _place(row) < last:
                self._blame(Code.OUT_OF_ORDER, file, _("The row stands after one that it has to stand before."), name)
            last = _place(row)
            yield name, row

    def _metadata_row(self, file: str, row: Row) -> Row | None:
        trainee = row.get("traineeId")
        if not row or not self._entries_are_here(file, row):
            return None
        found = self.store.account(trainee) if isinstance(trainee, str) else None
        if found is None:
            self._blame(Code.ROW_UNFOUNDED, file, _("The log has no account of this trainee."), str(trainee))
            return row
        index, account = found
        if not self.store.claim_account(account.trainee):
            self._blame(Code.ROW_DUPLICATED, file, _("The trainee has a row already."), account.trainee)
        for key, reason in row_faults("metadata", row):
            self._blame(Code.MALFORMED, file, f"{key}: {reason}", account.trainee)
        zone = self.frame.time_zone
        due = self._built(lambda: metadata_row(account, _NOBODY, account.opened_at, [index], time_zone=zone), index)
        if due is not None:
            due = {key: due[key] if key in PROVEN_METADATA else row.get(key) for key in due}
        return self._compare(file, row, due, account.trainee)

    def _course_row(self, file: str, row: Row) -> Row | None:
        if not row or not self._entries_are_here(file, row):
            return None
        key, facts = self._founded(row)
        if key is None or facts is None:
            self._blame(Code.ROW_UNFOUNDED, file, _("The log has no record behind this row."), _name(row))
            return row
        if not self.store.claim(key):
            self._blame(Code.ROW_DUPLICATED, file, _("The trainee has a row for this course already."), row_name(key))
        account = self.store.account(key.trainee)
        if account is None:
            self._blame(Code.ROW_UNFOUNDED, file, _("The log has no account of this trainee."), row_name(key))
        portfolio = account[1].portfolio_id if account else row.get("portfolioId", "")
        due = self._built(lambda: self._due(facts, portfolio), facts.entries[-1])
        return self._compare(file, row, due, row_name(key))

    def _due(self, facts: Facts, portfolio: str) -> Row:
        return course_row(
            facts.said,
            portfolio,
            facts.entries,
            bands=self.frame.bands,
            time_zone=self.frame.time_zone,
        )

    def _built(self, build: Callable[[], Row], index: int) -> Row | None:
        """Build a row from records; dates at the edge of the calendar have no local time."""
        try:
            return build()
        except (ValueError, OverflowError) as error:
            reason = _("No row can be made of the record: %(error)s.") % {"error": error}
            self.findings.add(Code.BAD_RECORD, ENTRIES_FILE, reason, entry_name(index))
            return None

    def _founded(self, row: Row) -> tuple[RowKey | None, Facts | None]:
        """Return the key and the records of a row: by what it says, or else by the entries it names."""
        key = _key(row)
        facts = self.store.facts(key) if key else None
        if facts is not None:
            return key, facts
        key = next(filter(None, map(self.store.key_of, _indices(row))), None)
        return key, self.store.facts(key) if key else None

    def _entries_are_here(self, file: str, row: Row) -> bool:
        """Name the entries that a row rests on and that are not there; tell whether the row can be checked."""
        missing = [index for index in _indices(row) if not self.store.has(index)]
        for index in missing if self.sealed.to_blame(ENTRIES_FILE, file) else ():
            reason = _("The entry is missing or damaged; the row %(row)s rests on it.") % {"row": _name(row)}
            self.findings.add(Code.ENTRY_MISSING, ENTRIES_FILE, reason, entry_name(index))
        return not missing or self.sealed.to_blame(file, ENTRIES_FILE)

    def _compare(self, file: str, row: Row, due: Row | None, name: str) -> Row | None:
        if due is None or row_line(row) == row_line(due):
            return due
        differing = [key for key in due if key not in row or _differ(row[key], due[key])]
        values = [f"{key}: {_json(row.get(key))} ≠ {_json(due[key])}" for key in differing]
        values += [f"{key}?" for key in row if key not in due]
        reason = _("The row is not the one that its records give: %(fields)s")
        self._blame(Code.FIELD_DIFFERS, file, reason % {"fields": "; ".join(values) or _("order of fields")}, name)
        return due

    def _blame(self, code: Code, file: str, reason: str, record: str) -> None:
        """Note the problem unless the signature vouches for this file and not for the records it was compared with."""
        if self.sealed.to_blame(file, ENTRIES_FILE, DATAPACKAGE_FILE):
            self.findings.add(code, file, reason, record)


def _name(row: Row) -> str:
    key = _key(row)
    return row_name(key) if key else str(row.get("traineeId", ""))


def _place(row: Row) -> tuple[str, str]:
    """Return what rows are sorted by: archive, then course."""
    return str(row.get("portfolioId", "")), str(row.get("courseId", ""))


def _key(row: Row) -> RowKey | None:
    trainee, course, year = row.get("traineeId"), row.get("courseId"), row.get("year")
    if not isinstance(trainee, str) or not isinstance(course, str) or type(year) is not int:
        return None
    institution, slash, code = course.partition("/")
    return RowKey(trainee, institution, code, year) if slash and 0 <= year <= LAST_YEAR else None


def _indices(row: Row) -> list[int]:
    entries = row.get("entries")
    if not isinstance(entries, list):
        return []
    return [index for index in entries if type(index) is int and 0 <= index <= MAX_INTEGER]


def _differ(one: object, other: object) -> bool:
    return _json(one) != _json(other)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
