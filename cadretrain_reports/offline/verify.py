"""``verify_package``: everything an outsider can check of a package, with no Django and no network (9.1.1).

First the site's signature, then every file against it, then the records against the site's log, then the rows against
the records. A check that fails does not end the others: whatever was altered is named, as closely as can be told.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cadretrain_reports.offline.bag import DECLARATION_FILE
from cadretrain_reports.offline.describe import LIFETIME, Frame, read_frame
from cadretrain_reports.offline.layout import DATAPACKAGE_FILE, ENTRIES_FILE
from cadretrain_reports.offline.lines import small_file
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.paths import Tree, walk
from cadretrain_reports.offline.problems import Code, Findings, Problem, Unreadable
from cadretrain_reports.offline.seal import SEAL_FILE
from cadretrain_reports.offline.store import RecordStore
from cadretrain_reports.offline.verify_files import check_files
from cadretrain_reports.offline.verify_handover import check_handover, is_handover
from cadretrain_reports.offline.verify_log import LogCheck, check_checkpoint
from cadretrain_reports.offline.verify_rows import RowCheck
from cadretrain_reports.offline.verify_seal import SealCheck, check_seal
from cadretrain_reports.offline.verify_twins import check_twin
from cadretrain_reports.rules.credit_hours import STANDARD_BANDS
from cadretrain_reports.rules.notes import VerifierKey
from cadretrain_reports.rules.rows import TIME_ZONE

_UNKNOWN_FRAME = Frame(0, "", "", STANDARD_BANDS, TIME_ZONE)


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a check: every problem, how many records were read, and the ``key`` the package carries.

    ``pinned`` tells whether the reader gave a key. If not, an intact package is only shown to be as the holder of the
    key it carries made it, whoever that is.
    """

    package: Path
    key: str
    pinned: bool
    records: int
    problems: tuple[Problem, ...]

    @property
    def intact(self) -> bool:
        """Tell whether nothing at all is wrong."""
        return not self.problems


def verify_package(path: Path, key: VerifierKey | None = None) -> Report:
    """Check the package at ``path``, by the site's public ``key`` if the reader has it.

    ``Unreadable`` if there is no package at ``path``, or the system does not let it be read. Nothing in a package,
    however hostile, raises anything else.
    """
    try:
        return _verify(path, key)
    except OSError as error:
        raise Unreadable(f"{error.strerror}: {error.filename or path}") from error


def _verify(path: Path, key: VerifierKey | None) -> Report:
    tree = _tree(path)
    findings = Findings()
    sealed = check_seal(tree, key, findings)
    check_files(tree, sealed, findings)
    with RecordStore() as store:
        check = _check_handover if is_handover(tree, sealed) else _check_portfolio
        records = check(tree, sealed, store, findings)
    carried = sealed.carried.text if sealed.carried else ""
    return Report(path, carried, key is not None, records, findings.problems())


def _tree(path: Path) -> Tree:
    if not path.exists():
        raise Unreadable(_("There is nothing at %(path)s.") % {"path": path})
    if not path.is_dir():
        raise Unreadable(_("%(path)s is not a directory. Unpack the package and name its directory.") % {"path": path})
    tree = walk(path)
    if DECLARATION_FILE not in tree.files and SEAL_FILE not in tree.files:
        raise Unreadable(_("%(path)s is not a package: it has neither bagit.txt nor signature.note.") % {"path": path})
    return tree


def _frame(tree: Tree, findings: Findings) -> Frame | None:
    path = tree.files.get(DATAPACKAGE_FILE)
    data = small_file(path, DATAPACKAGE_FILE, findings) if path else None
    try:
        return read_frame(data) if data is not None else None
    except ValueError as error:
        reason = _("The description of the package cannot be read: %(error)s.") % {"error": error}
        findings.add(Code.MALFORMED, DATAPACKAGE_FILE, reason)
        return None


def _check_portfolio(tree: Tree, sealed: SealCheck, store: RecordStore, findings: Findings) -> int:
    """Check the records of one annual period and the rows made of them; return how many records were read."""
    frame = _frame(tree, findings)
    checkpoint, vouched = check_checkpoint(tree, sealed, findings)
    check = LogCheck(checkpoint, vouched, frame, sealed, store, findings)
    check.run(tree)
    rows = RowCheck(tree, sealed, frame or _UNKNOWN_FRAME, store, findings)
    check_twin("metadata", rows.metadata(), tree, sealed, findings)
    check_twin("course", rows.course(), tree, sealed, findings)
    return check.count


def _check_handover(tree: Tree, sealed: SealCheck, store: RecordStore, findings: Findings) -> int:
    """Check the records of one trainee and what the hand-over says of them; return how many records were read."""
    checkpoint, vouched = check_checkpoint(tree, sealed, findings)
    check = LogCheck(checkpoint, vouched, LIFETIME, sealed, store, findings, framed_by=ENTRIES_FILE)
    check.run(tree)
    check_handover(tree, sealed, store, findings)
    return check.count
