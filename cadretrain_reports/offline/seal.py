"""``signature.note``: one signature of the site over every file of a package and over its records.

The text is a header line, the bag's name, the site's public key, the number of records, their indices in the log, the
RFC 6962 root over their leaf hashes, and one line ``sha256  path`` for each file of the bag but the note itself, sorted
by path. A log's checkpoint alone would leave the CSV twins, the dictionary and ``bag-info.txt`` open, and would not say
which records a package has to hold.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from cadretrain_reports.offline.bag import manifest_text, salvage_manifest
from cadretrain_reports.offline.indices import Ranges, ranges_text, read_ranges

SEAL_FILE = "signature.note"
HEADER = "cadretrain-package/v1"

_RECORDS = re.compile(r"records (0|[1-9][0-9]{0,15})")
_ENTRIES = re.compile(r"entries (.+)")
_ROOT = re.compile(r"root ([0-9a-f]{64})")
_HEAD_LINES = 6


@dataclass(frozen=True, slots=True)
class Seal:
    """What a site signs; ``records``, ``entries`` and ``root`` are ``None`` where a damaged note does not say them."""

    bag: str
    key: str
    records: int | None
    entries: Ranges | None
    root: bytes | None
    digests: Mapping[str, str]

    @property
    def text(self) -> str:
        """The text that is signed; ``ValueError`` if a part is unknown."""
        if self.records is None or self.entries is None or self.root is None:
            raise ValueError("A seal without its records or their root cannot be signed.")
        records = f"records {self.records}\nentries {ranges_text(self.entries)}\nroot {self.root.hex()}\n"
        return f"{HEADER}\n{self.bag}\n{self.key}\n{records}{manifest_text(self.digests)}"


def read_seal(text: str) -> Seal | None:
    """Return the seal whose text this is to the byte, else ``None``."""
    seal = salvage_seal(text)
    if None in (seal.records, seal.entries, seal.root) or seal.text != text:
        return None
    return seal


def salvage_seal(text: str) -> Seal:
    """Return what can be read of a note that may be damaged, to name what else was altered."""
    lines = text.split("\n")
    head = [*lines[:_HEAD_LINES], *[""] * _HEAD_LINES]
    records, entries, root = _RECORDS.fullmatch(head[3]), _ENTRIES.fullmatch(head[4]), _ROOT.fullmatch(head[5])
    return Seal(
        bag=head[1],
        key=head[2],
        records=int(records[1]) if records else None,
        entries=read_ranges(entries[1]) if entries else None,
        root=bytes.fromhex(root[1]) if root else None,
        digests=salvage_manifest("\n".join(lines[_HEAD_LINES:]).encode("utf-8", "replace")),
    )
