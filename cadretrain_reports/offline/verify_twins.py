"""Whether each CSV twin says, row by row and to the byte, what the rows of its set say."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from cadretrain_reports.offline.layout import DATAPACKAGE_FILE, ENTRIES_FILE, rows_file, twin_file
from cadretrain_reports.offline.lines import line_name, lines
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.paths import Tree
from cadretrain_reports.offline.problems import Code, Findings
from cadretrain_reports.offline.rows import RowError, twin_header, twin_line
from cadretrain_reports.offline.verify_rows import CheckedRow
from cadretrain_reports.offline.verify_seal import SealCheck


def check_twin(name: str, rows: Iterator[CheckedRow], tree: Tree, sealed: SealCheck, findings: Findings) -> None:
    """Take all ``rows`` of the set ``name`` and compare its twin with them, if it is there.

    Where the two disagree and the signature vouches for the twin, the rows are to blame.
    """
    file = twin_file(name)
    twin = _Twin(iter(lines(tree.files[file], file, findings)) if file in tree.files else iter(()))
    check = _TwinCheck(name, twin, findings, _blamed(name, tree, sealed))
    check.header()
    current = next(rows, None)
    while current is not None:
        following = next(rows, None)
        check.row(current, following)
        current = following
    check.rest()


def _blamed(name: str, tree: Tree, sealed: SealCheck) -> str:
    """Return the file at fault where twin and rows disagree, or nothing where neither is or one is not there."""
    rows, twin = rows_file(name), twin_file(name)
    if rows not in tree.files or twin not in tree.files:
        return ""
    if sealed.to_blame(twin, rows, ENTRIES_FILE, DATAPACKAGE_FILE):
        return twin
    return rows if sealed.to_blame(rows, twin, ENTRIES_FILE, DATAPACKAGE_FILE) else ""


@dataclass(slots=True)
class _Twin:
    """The lines of a twin, looked at before they are taken; a row with newlines in a cell has several."""

    source: Iterator[tuple[int, bytes]]
    taken: int = 0
    _ahead: deque[bytes] = field(default_factory=deque)

    def starts_with(self, record: bytes, skip: int = 0) -> bool:
        parts = record.split(b"\n")[:-1]
        wanted = skip + len(parts)
        self._ahead.extend(line for _number, line in islice(self.source, max(0, wanted - len(self._ahead))))
        return list(islice(self._ahead, skip, wanted)) == parts

    def take(self, count: int) -> None:
        for _number in range(min(count, len(self._ahead))):
            self._ahead.popleft()
        self.taken += count

    def rest(self) -> Iterable[int]:
        """Yield the numbers of the lines that nobody took."""
        for _line in self._ahead:
            self.taken += 1
            yield self.taken
        yield from (number for number, _line in self.source)


@dataclass(slots=True)
class _TwinCheck:
    """Compares row by row; ``blamed`` is the twin, the file of the rows, or nothing."""

    set_name: str
    twin: _Twin
    findings: Findings
    blamed: str

    def header(self) -> None:
        header = twin_header(self.set_name)
        if not self.twin.starts_with(header):
            self._add_line(1, _("The first line is not the header of this set."))
        self.twin.take(1)

    def row(self, current: CheckedRow, following: CheckedRow | None) -> None:
        """Compare the next line; one look ahead tells a missing row from an added one and from one that differs."""
        record, next_record = self._record(current), self._record(following)
        if record is not None and self.twin.starts_with(record):
            self.twin.take(record.count(b"\n"))
        elif next_record is not None and self.twin.starts_with(next_record):
            if record is not None:
                self._add_row(current)
        elif record is None:
            self.twin.take(1)
        elif self.twin.starts_with(record, skip=1):
            self._add_line(self.twin.taken + 1, _("The line is no row of the set."))
            self.twin.take(1 + record.count(b"\n"))
        else:
            self._add_row(current)
            self._pass_over(record, next_record)

    def _pass_over(self, record: bytes, next_record: bytes | None) -> None:
        """Take what stands in the place of ``record``; it may have lost newlines in its cells."""
        for _line in range(record.count(b"\n")):
            self.twin.take(1)
            if next_record is not None and self.twin.starts_with(next_record):
                return

    def rest(self) -> None:
        for number in self.twin.rest():
            self._add_line(number, _("The line is no row of the set."))

    def _record(self, row: CheckedRow | None) -> bytes | None:
        try:
            return twin_line(self.set_name, row.due) if row is not None and row.due is not None else None
        except RowError:
            return None

    def _add_row(self, row: CheckedRow) -> None:
        if self.blamed:
            reason = _("The JSON and the CSV differ in this row.")
            self.findings.add(Code.TWIN_DIFFERS, self.blamed, reason, row.name)

    def _add_line(self, number: int, reason: str) -> None:
        """Note a line that only the twin has; what the rows lack is found by their records."""
        if self.blamed == twin_file(self.set_name):
            self.findings.add(Code.TWIN_DIFFERS, self.blamed, reason, line_name(number))
