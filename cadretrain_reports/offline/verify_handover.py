"""Whether ``handover.json`` says of the one trainee what the records of the package prove (6.1.3)."""

from __future__ import annotations

import json
from typing import Any

from cadretrain_reports.offline.layout import ENTRIES_FILE, HANDOVER_FILE
from cadretrain_reports.offline.lines import small_file
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.paths import Tree
from cadretrain_reports.offline.problems import Code, Findings
from cadretrain_reports.offline.rows import RowError, strict_json
from cadretrain_reports.offline.store import RecordStore
from cadretrain_reports.offline.verify_seal import SealCheck
from cadretrain_reports.rules.handover import SPECIFICATION, person, summary
from cadretrain_reports.rules.values import RecordError


def is_handover(tree: Tree, sealed: SealCheck) -> bool:
    """Tell whether a package is a hand-over: by what was signed, or, where no signature holds, by what is there."""
    return HANDOVER_FILE in (sealed.seal.digests if sealed.holds else tree.files)


def check_handover(tree: Tree, sealed: SealCheck, store: RecordStore, findings: Findings) -> None:
    """Compare the document with the records, and name records that are of somebody else."""
    try:
        due = {"specification": SPECIFICATION, **summary(store.records())}
    except RecordError as error:
        reason = _("The records are not those of one archive: %(error)s.") % {"error": error}
        findings.add(Code.BAD_RECORD, ENTRIES_FILE, reason)
        return
    for index, record in store.records():
        if record.trainee != due["traineeId"]:
            reason = _("The record is of another trainee than the account of this package.")
            findings.add(Code.BAD_RECORD, ENTRIES_FILE, reason, f"entry {index}")
    document = _document(tree, findings)
    if document is None or not sealed.to_blame(HANDOVER_FILE, ENTRIES_FILE):
        return
    for name, value in due.items():
        if _json(document.get(name)) != _json(value):
            reason = _("The hand-over does not say what its records give: %(due)s.") % {"due": _json(value)}
            findings.add(Code.FIELD_DIFFERS, HANDOVER_FILE, reason, name)


def _document(tree: Tree, findings: Findings) -> dict[str, Any] | None:
    path = tree.files.get(HANDOVER_FILE)
    data = small_file(path, HANDOVER_FILE, findings) if path else None
    try:
        document = None if data is None else strict_json(data)
        if document is not None:
            person(document)
    except (RowError, RecordError) as error:
        reason = _("The hand-over cannot be read: %(error)s.") % {"error": error}
        findings.add(Code.MALFORMED, HANDOVER_FILE, reason)
        return None
    return document


def _json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    except RecursionError:
        return ""
