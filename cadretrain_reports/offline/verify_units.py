"""Whether each trainee was where the records say: transfers join on to each other, credits and studies to them (R9).

A package of one year does not hold the transfers of other years. So the unit at its beginning is the one that the
trainee's first fact in it names, or, where the account was opened in the period, the one that dispatched the trainee.
"""

from __future__ import annotations

from dataclasses import dataclass

from cadretrain_reports.offline.describe import Frame
from cadretrain_reports.offline.layout import ENTRIES_FILE
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.problems import Code, Findings
from cadretrain_reports.offline.store import RecordStore
from cadretrain_reports.rules.shapes import AccountRecord, CourseRecord, TransferRecord, happened_at


def check_units(store: RecordStore, frame: Frame | None, findings: Findings) -> None:
    """Follow each transferred trainee through time and name the records that are of another unit than was due."""
    here = _Whereabouts("")
    for index, record in store.transferred():
        if record.trainee != here.trainee:
            here = _Whereabouts(record.trainee)
        if isinstance(record, AccountRecord):
            here.unit = record.unit if frame is not None and record.opened_at >= frame.start_at else ""
        due = here.unit
        if isinstance(record, CourseRecord | TransferRecord) and not here.follow(record):
            reason = _("The record is of the unit %(said)s; by those before it the trainee was at %(due)s (R9).")
            values = {"said": _unit(record), "due": due}
            findings.add(Code.UNIT_DIFFERS, ENTRIES_FILE, reason % values, f"entry {index}")


@dataclass(slots=True)
class _Whereabouts:
    """Where one trainee is; ``unit`` is empty until known, ``left`` is the unit left at the instant ``left_at``."""

    trainee: str
    unit: str = ""
    left: str = ""
    left_at: str = ""

    def follow(self, record: CourseRecord | TransferRecord) -> bool:
        """Take the next fact and tell whether it is of the right unit.

        Instants are cut to the second: what fell in the second of a transfer may be of either unit.
        """
        said, at = _unit(record), happened_at(record)
        self.unit = self.unit or said
        is_right = said == self.unit or (said == self.left and at == self.left_at)
        if isinstance(record, TransferRecord):
            self.unit, self.left, self.left_at = record.to_unit, record.from_unit, at
        return is_right


def _unit(record: CourseRecord | TransferRecord) -> str:
    return record.from_unit if isinstance(record, TransferRecord) else record.unit
