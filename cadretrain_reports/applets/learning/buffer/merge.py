"""Bringing what is held of a page into its rows: the first row is its current run, the others were put aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cadretrain_reports.applets.learning.buffer.pages import HeldPage
from cadretrain_reports.applets.learning.models import StudyInterval
from cadretrain_reports.applets.learning.uncounted import keep_uncounted
from cadretrain_reports.prepared import ROWS, write_again
from cadretrain_reports.rules.merging import Known, Lost, not_yet_said, together
from cadretrain_reports.rules.runs import Aside, Run
from cadretrain_reports.rules.shallow import named_values

_COLUMNS = ("start_at", "end_at", "last_active_at", "present_at", "live_at", "late", "left", "position")


def run_of(row: StudyInterval) -> Run:
    """Return what a current run says; rows that were stored before presence was asked for know of none."""
    present_at, live_at = row.present_at or row.start_at, row.live_at or row.end_at
    return Run(row.start_at, row.end_at, row.last_active_at, present_at, live_at, row.late, row.left)


@dataclass(slots=True)
class Changes:
    """What has to be written so that the rows of some pages know what is held of them."""

    made: list[StudyInterval] = field(default_factory=list)
    moved: list[StudyInterval] = field(default_factory=list)
    lost: dict[int, list[Lost]] = field(default_factory=dict)

    def bring(self, rows: Sequence[StudyInterval], page: HeldPage) -> None:
        """Bring what is held of a page into its rows, oldest first, of which there is at least one."""
        current, known = rows[0], page.known
        before = run_of(current)
        asides = [Aside(row.start_at, row.end_at, row.late) for row in rows[1:]]
        after = together(Known(before, tuple(asides)), known)
        if lost := not_yet_said(page.lost, before.end_at):
            self.lost.setdefault(current.study_id, []).extend(lost)
        if after.run != before:
            _set(current, named_values(after.run))
            current.position = page.position or current.position
            self.moved.append(current)
        self._put_aside(rows, after.asides)

    def write(self) -> None:
        """Write everything, in few statements whatever the number of pages; the caller holds the locks."""
        if self.moved:
            write_again(self.moved, _COLUMNS)
        if self.made:
            StudyInterval.objects.bulk_create(self.made, batch_size=ROWS)
        for study, lost in sorted(self.lost.items()):
            keep_uncounted(study, lost)

    def _put_aside(self, rows: Sequence[StudyInterval], asides: Iterable[Aside]) -> None:
        by_start = {row.start_at: row for row in rows[1:]}
        for aside in asides:
            row = by_start.get(aside.start_at)
            if row is None:
                self.made.append(
                    StudyInterval(study_id=rows[0].study_id, session=rows[0].session, **named_values(aside))
                )
            elif (row.end_at, row.late) != (aside.end_at, aside.late):
                _set(row, named_values(aside))
                self.moved.append(row)


def _set(row: StudyInterval, values: dict[str, object]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
