"""Whether the records of a package are in the site's log, whole, in order, and just (9.1.1, 3.8, R4)."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice

from cadretrain_reports.offline.describe import Frame
from cadretrain_reports.offline.entries import EntryLine, read_entry
from cadretrain_reports.offline.indices import Ranges, Runs, missing
from cadretrain_reports.offline.layout import CHECKPOINT_FILE, DATAPACKAGE_FILE, ENTRIES_FILE
from cadretrain_reports.offline.lines import line_name, lines, small_file
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.paths import Tree
from cadretrain_reports.offline.problems import LIMIT, Code, Findings
from cadretrain_reports.offline.quotations import quotation_fault
from cadretrain_reports.offline.store import RecordStore
from cadretrain_reports.offline.verify_seal import SealCheck
from cadretrain_reports.offline.verify_units import check_units
from cadretrain_reports.rules.merkle import Frontier, verify_inclusion
from cadretrain_reports.rules.notes import Checkpoint, NoteError, VerifierKey, open_note, parse_checkpoint
from cadretrain_reports.rules.records import banded_hours, from_payload, studied_too_long
from cadretrain_reports.rules.shapes import (
    AccountRecord,
    CourseRecord,
    CreditRecord,
    DeclaredRecord,
    EventRecord,
    Record,
    StudyRecord,
    TakenInRecord,
    happened_at,
)
from cadretrain_reports.rules.values import hours_text


def entry_name(index: int) -> str:
    """Return how problems name the entry at ``index`` of the log."""
    return f"entry {index}"


def check_checkpoint(tree: Tree, sealed: SealCheck, findings: Findings) -> tuple[Checkpoint | None, bool]:
    """Return what the checkpoint says, as far as it can be read, and whether the trusted key vouches for it."""
    path = tree.files.get(CHECKPOINT_FILE)
    note = small_file(path, CHECKPOINT_FILE, findings) if path else None
    if note is None:
        return None, False
    vouched = sealed.trusted is not None and _is_vouched(note, sealed.trusted, sealed, findings)
    text = note.decode("utf-8", "replace").partition("\n\n")[0] + "\n"
    try:
        checkpoint = parse_checkpoint(text)
    except NoteError as error:
        findings.add(Code.MALFORMED, CHECKPOINT_FILE, _("This is no checkpoint: %(error)s.") % {"error": error})
        return None, False
    if vouched and sealed.trusted is not None and checkpoint.origin != sealed.trusted.name:
        reason = _("The checkpoint is of the log %(origin)s, the key that signed it is that of %(name)s.")
        values = {"origin": checkpoint.origin, "name": sealed.trusted.name}
        findings.add(Code.FIELD_DIFFERS, CHECKPOINT_FILE, reason % values, "origin")
    return checkpoint, vouched


def _is_vouched(note: bytes, trusted: VerifierKey, sealed: SealCheck, findings: Findings) -> bool:
    try:
        open_note(note, [trusted])
    except NoteError as error:
        if sealed.carried is not None and sealed.carried != trusted and _opens(note, sealed.carried):
            reason = _("Signed by %(carried)s, not by the key given, %(pinned)s.")
            keys = {"carried": sealed.carried.text, "pinned": trusted.text}
            findings.add(Code.WRONG_KEY, CHECKPOINT_FILE, reason % keys)
        else:
            reason = _("The checkpoint's signature does not hold: %(error)s.") % {"error": error}
            findings.add(Code.BAD_SIGNATURE, CHECKPOINT_FILE, reason)
        return False
    return True


def _opens(note: bytes, key: VerifierKey) -> bool:
    try:
        open_note(note, [key])
    except NoteError:
        return False
    return True


@dataclass(slots=True)
class LogCheck:
    """Takes the entries one by one; ``store`` receives the records that are well-formed.

    ``frame`` is what the file ``framed_by`` says of the period.
    """

    checkpoint: Checkpoint | None
    vouched: bool
    frame: Frame | None
    sealed: SealCheck
    store: RecordStore
    findings: Findings
    framed_by: str = DATAPACKAGE_FILE
    count: int = 0
    _frontier: Frontier = field(default_factory=Frontier)
    _previous: int = -1
    _present: Runs = field(default_factory=Runs)
    _strange: list[int] = field(default_factory=list)
    _strangers: int = 0

    def run(self, tree: Tree) -> None:
        """Check every line of the entries, then their number and root against what was signed."""
        path = tree.files.get(ENTRIES_FILE)
        if path is None:
            return
        for number, line in lines(path, ENTRIES_FILE, self.findings):
            self._take(number, line)
        self._report_strangers()
        for later, first in self.store.second_credits():
            reason = _("The course was credited before, by entry %(index)d (R4).") % {"index": first}
            self.findings.add(Code.SECOND_CREDIT, ENTRIES_FILE, reason, entry_name(later))
        check_units(self.store, self._trusted_frame(), self.findings)
        self._compare()

    def _take(self, number: int, line: bytes) -> None:
        self.count += 1
        try:
            entry = read_entry(line)
        except ValueError as error:
            reason = _("This is no entry of a log: %(error)s.") % {"error": error}
            self.findings.add(Code.MALFORMED, ENTRIES_FILE, reason, line_name(number))
            return
        if entry.index <= self._previous:
            reason = _("The entry does not come after entry %(previous)d.") % {"previous": self._previous}
            self.findings.add(Code.OUT_OF_ORDER, ENTRIES_FILE, reason, entry_name(entry.index))
        else:
            self._present.add(entry.index)
        self._previous = entry.index
        record = self._record(entry)
        if record is not None:
            self._prove(entry)
            self._judge(entry, record)

    def _record(self, entry: EntryLine) -> Record | None:
        try:
            return from_payload(entry.record)
        except ValueError as error:
            reason = _("The record is not what its kind asks for: %(error)s.") % {"error": error}
            self.findings.add(Code.BAD_RECORD, ENTRIES_FILE, reason, entry_name(entry.index))
            return None

    def _prove(self, entry: EntryLine) -> None:
        try:
            leaf = entry.leaf()
        except ValueError as error:
            reason = _("The record is not what its kind asks for: %(error)s.") % {"error": error}
            self.findings.add(Code.BAD_RECORD, ENTRIES_FILE, reason, entry_name(entry.index))
            return
        self._frontier.append(leaf)
        log = self.checkpoint
        if log is not None and not verify_inclusion(entry.index, log.size, leaf, entry.proof, log.root):
            self._strangers += 1
            if len(self._strange) < LIMIT:
                self._strange.append(entry.index)

    def _judge(self, entry: EntryLine, record: Record) -> None:
        name = entry_name(entry.index)
        if not self.store.add(entry.index, record, entry.record):
            reason = _("The log has this record already; it counts once.")
            self.findings.add(Code.OUT_OF_ORDER, ENTRIES_FILE, reason, name)
        if isinstance(record, AccountRecord):
            return
        if isinstance(record, CreditRecord):
            self._judge_hours(record, name)
        if isinstance(record, TakenInRecord) and (fault := quotation_fault(record)):
            self.findings.add(Code.BAD_RECORD, ENTRIES_FILE, fault, name)
        self._judge_times(record, name)
        if not self._is_in_period(record):
            reason = _("The record lies outside the package's year %(year)d.") % {
                "year": self.frame.year if self.frame else 0
            }
            self.findings.add(Code.OUTSIDE_PERIOD, ENTRIES_FILE, reason, name)

    def _is_in_period(self, record: CourseRecord | EventRecord) -> bool:
        frame = self._trusted_frame()
        return frame is None or frame.contains(record)

    def _trusted_frame(self) -> Frame | None:
        """Return the frame by which entries may be judged: none where it was altered and they were not."""
        return self.frame if self.sealed.to_blame(ENTRIES_FILE, self.framed_by) else None

    def _judge_hours(self, record: CreditRecord, name: str) -> None:
        due = banded_hours(record)
        if hours_text(due) != record.credit_hours:
            reason = _("The bands give %(due)s hours for this duration, the record says %(said)s (3.8).")
            values = {"due": hours_text(due), "said": record.credit_hours}
            self.findings.add(Code.WRONG_HOURS, ENTRIES_FILE, reason % values, name)

    def _judge_times(self, record: CourseRecord | EventRecord, name: str) -> None:
        if isinstance(record, StudyRecord) and studied_too_long(record):
            reason = _("The record says more learning time than passed between its beginning and its end.")
            self.findings.add(Code.BAD_RECORD, ENTRIES_FILE, reason, name)
        if isinstance(record, StudyRecord | TakenInRecord):
            return
        account = self.store.account(record.trainee)
        if account is not None and happened_at(record) < account[1].opened_at:
            reason = _("The credit was earned before the account was opened, by entry %(index)d.")
            if isinstance(record, DeclaredRecord):
                reason = _("The hours were approved before the account was opened, by entry %(index)d.")
            elif not isinstance(record, CreditRecord):
                reason = _("The trainee left before the account was opened, by entry %(index)d.")
            self.findings.add(Code.BAD_RECORD, ENTRIES_FILE, reason % {"index": account[0]}, name)
        if account is None and not isinstance(record, CreditRecord):
            reason = _("The package has no account of the trainee who left.")
            if isinstance(record, DeclaredRecord):
                reason = _("The package has no account of the trainee whose hours were approved.")
            self.findings.add(Code.BAD_RECORD, ENTRIES_FILE, reason, name)

    def _report_strangers(self) -> None:
        """Name the entries that are not in the log; where none is and nobody vouches for it, name the checkpoint."""
        if not self.sealed.to_blame(ENTRIES_FILE, CHECKPOINT_FILE):
            return
        if self._strangers and self._strangers == self.count and not self.vouched:
            reason = _("The checkpoint belongs to another log: it holds no entry of this package.")
            self.findings.add(Code.ROOT_DIFFERS, CHECKPOINT_FILE, reason)
            return
        for index in self._strange:
            reason = _("The record is not the one that the log holds at this place.")
            self.findings.add(Code.NOT_IN_LOG, ENTRIES_FILE, reason, entry_name(index))
        self.findings.leave_out(Code.NOT_IN_LOG, ENTRIES_FILE, self._strangers - len(self._strange))

    def _compare(self) -> None:
        seal = self.sealed.seal
        if seal.records is not None and seal.records != self.count:
            reason = _("The package was signed with %(signed)d records and holds %(count)d.")
            values = {"signed": seal.records, "count": self.count}
            self.findings.add(Code.COUNT_DIFFERS, ENTRIES_FILE, reason % values)
        if seal.entries is not None:
            self._compare_indices(seal.entries)
        if seal.root is not None and seal.root != self._frontier.root():
            reason = _("The records are not those whose root was signed.")
            self.findings.add(Code.ROOT_DIFFERS, ENTRIES_FILE, reason)

    def _compare_indices(self, signed: Ranges) -> None:
        """Name the entries that were taken out and those that were put in, as many as are listed."""
        present = self._present.ranges
        lost = (index for index in missing(signed, present) if not self.store.has(index))  # not those out of order
        for index in islice(lost, LIMIT):
            reason = _("The package was signed with this entry and does not hold it.")
            self.findings.add(Code.ENTRY_MISSING, ENTRIES_FILE, reason, entry_name(index))
        for index in islice(missing(present, signed), LIMIT):
            reason = _("The package was signed without this entry.")
            self.findings.add(Code.ENTRY_UNSIGNED, ENTRIES_FILE, reason, entry_name(index))
