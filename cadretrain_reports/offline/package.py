"""Writing a learner portfolio package (9.1.1, 9.1.2): in one pass, in flat memory, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cadretrain_reports.offline.bag import BagError, BagWriter
from cadretrain_reports.offline.describe import PackageHead, bag_info, datapackage, pretty, readme
from cadretrain_reports.offline.entries import EntryLine
from cadretrain_reports.offline.indices import Ranges, Runs
from cadretrain_reports.offline.layout import (
    CHECKPOINT_FILE,
    DATAPACKAGE_FILE,
    DICTIONARY_FILE,
    ENTRIES_FILE,
    README_FILE,
    rows_file,
    twin_file,
)
from cadretrain_reports.offline.lines import LARGEST_FILE
from cadretrain_reports.offline.publish import new_directory
from cadretrain_reports.offline.rows import row_line, twin_header, twin_line
from cadretrain_reports.offline.seal import SEAL_FILE, Seal
from cadretrain_reports.rules.dictionary import dictionary_document
from cadretrain_reports.rules.merkle import Frontier
from cadretrain_reports.rules.notes import Signer
from cadretrain_reports.rules.rows import Row


def write_package(
    target: Path,
    head: PackageHead,
    metadata_rows: Iterable[Row],
    course_rows: Iterable[Row],
    entries: Iterable[EntryLine],
    checkpoint_note: str,
    signer: Signer,
) -> Path:
    """Write the package ``target`` (a directory named ``head.name``) and return it.

    Rows and entries are taken one by one, in this order: metadata rows (``rules.rows.metadata_row``, whose entries
    are the index of the account record alone) by archive number, course rows (``course_row`` under the head's bands
    and zone) by archive number and course id, entries by ascending index with proofs to ``checkpoint_note``. Until the
    last byte is on disk only ``<target>.partial`` is there, and an error removes it.

    Raises ``PublishError`` if the target exists or is being made, ``BagError`` if entries are out of order or the
    target has another name, ``OSError`` from the disk, and whatever the iterables raise.
    """
    if target.name != head.name:
        raise BagError(f"the package of this head is named {head.name}, not {target.name}")
    with new_directory(target) as directory:
        bag = BagWriter(directory)
        _write_rows(bag, "metadata", metadata_rows)
        _write_rows(bag, "course", course_rows)
        written = write_entries(bag, entries)
        bag.put(CHECKPOINT_FILE, checkpoint_note.encode())
        bag.put(DICTIONARY_FILE, pretty(dictionary_document(head.bands, head.time_zone)))
        bag.put(README_FILE, readme(head))
        bag.put(DATAPACKAGE_FILE, datapackage(head, bag.digests))
        bag.close(bag_info(head))
        bag.put(SEAL_FILE, sealed(head.name, bag, written, signer))
    return target


def _write_rows(bag: BagWriter, name: str, rows: Iterable[Row]) -> None:
    with bag.file(rows_file(name)) as lines, bag.file(twin_file(name)) as twin:
        twin.write(twin_header(name))
        for row in rows:
            lines.write(row_line(row))
            twin.write(twin_line(name, row))


def write_entries(bag: BagWriter, entries: Iterable[EntryLine]) -> tuple[Frontier, Ranges]:
    """Write the entries; return the frontier over their leaves, and their indices."""
    frontier, runs, previous = Frontier(), Runs(), -1
    with bag.file(ENTRIES_FILE) as lines:
        for entry in entries:
            if entry.index <= previous:
                raise BagError(f"entry {entry.index} does not come after entry {previous}")
            previous = entry.index
            runs.add(entry.index)
            frontier.append(entry.leaf())
            lines.write(entry.line())
    return frontier, runs.ranges


def sealed(name: str, bag: BagWriter, written: tuple[Frontier, Ranges], signer: Signer) -> bytes:
    """Return the site's signature over all files of the bag ``name`` so far and over the entries ``written``.

    ``BagError`` if the entries lie so scattered in the log that no check would read the seal whole.
    """
    digests = {path: digests.sha256 for path, digests in bag.digests.items()}
    frontier, ranges = written
    seal = Seal(name, signer.verifier.text, frontier.size, ranges, frontier.root(), digests)
    note = signer.sign(seal.text).encode()
    if len(note) > LARGEST_FILE:
        raise BagError(f"{SEAL_FILE} would have {len(note)} bytes, more than {LARGEST_FILE}")
    return note
