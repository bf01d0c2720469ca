"""Entries of another site's log, quoted in this one: whole, and still provable under that site's checkpoint (6.1.3)."""

from __future__ import annotations

from cadretrain_reports.offline.entries import EntryLine, read_entry
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.rules.handover import original
from cadretrain_reports.rules.merkle import verify_inclusion
from cadretrain_reports.rules.notes import parse_checkpoint
from cadretrain_reports.rules.shapes import TakenInRecord


def quote(entry: EntryLine, checkpoint: str, origin: str, trainee: str, at: str, year: int) -> TakenInRecord:
    """Return the record that a foreign entry was taken in: at what instant, in which annual period, for whom here.

    ``checkpoint`` is the signed note of the site ``origin``, to which the entry's proof leads.
    """
    return TakenInRecord(
        trainee=trainee,
        origin=origin,
        index=entry.index,
        leaf=entry.leaf().hex(),
        entry=entry.line().decode().removesuffix("\n"),
        checkpoint=checkpoint,
        at=at,
        year=year,
    )


def quotation_fault(record: TakenInRecord) -> str:
    """Return why a quoted entry does not stand in the log that its checkpoint is of; empty if it does.

    Whose signature the checkpoint has is for those to check who have that site's key.
    """
    try:
        original(record)
        entry = read_entry(record.entry.encode())
        log = parse_checkpoint(record.checkpoint.partition("\n\n")[0] + "\n")
        leaf = entry.leaf()
    except ValueError as error:
        return _("What was taken in is no entry of a log: %(error)s.") % {"error": error}
    said = (record.origin, record.index, record.leaf)
    is_there = verify_inclusion(entry.index, log.size, leaf, entry.proof, log.root)
    if said != (log.origin, entry.index, leaf.hex()) or not is_there:
        return _("What was taken in is not in the log of %(origin)s.") % {"origin": record.origin}
    return ""
