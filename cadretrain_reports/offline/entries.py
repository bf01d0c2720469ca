"""Lines of ``data/log/entries.jsonl`` (9.1.1).

Each holds a record, the salt that opens the log's commitment to it, and its way up to the checkpoint.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from cadretrain_reports.rules import records
from cadretrain_reports.rules.canonical import MAX_INTEGER, Value, canonical, parse
from cadretrain_reports.rules.merkle import HASH_SIZE
from cadretrain_reports.rules.records import Payload

_KEYS = {"at", "index", "kind", "proof", "record", "salt"}


class EntryError(ValueError):
    """A line is no entry; the message says which part of it is wrong."""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry of the log as a package carries it.

    ``index`` is its place in the log, ``at`` its time as ``rules.records.instant_text`` writes it, ``salt`` the 32
    bytes that open the commitment, ``record`` the payload, ``proof`` the RFC 6962 audit path to the package's
    checkpoint, lowest sibling first.
    """

    index: int
    kind: str
    at: str
    salt: bytes
    record: Payload
    proof: Sequence[bytes]

    def leaf(self) -> bytes:
        """Return the entry's leaf hash; ``RecordError`` or ``CanonicalError`` if it cannot have one."""
        return records.leaf(self.kind, self.at, self.record, self.salt)

    def line(self) -> bytes:
        """Return the canonical JSON line, newline included."""
        proof: list[Value] = [base64.b64encode(sibling).decode() for sibling in self.proof]
        body = {"at": self.at, "index": self.index, "kind": self.kind, "proof": proof}
        return canonical({**body, "record": self.record, "salt": self.salt.hex()}) + b"\n"


def read_entry(line: bytes) -> EntryLine:
    """Return the entry of a line without its newline, if it is spelled to the byte as ``EntryLine.line`` does.

    ``EntryError`` (or ``CanonicalError``, also a ``ValueError``) otherwise.
    """
    value = parse(line)
    if not isinstance(value, dict) or value.keys() != _KEYS:
        raise EntryError(f"not an object with the keys {', '.join(sorted(_KEYS))}")
    record, proof = value["record"], value["proof"]
    if not isinstance(record, dict) or not isinstance(proof, list):
        raise EntryError("record is not an object, or proof is not a list")
    return EntryLine(
        index=_index(value["index"]),
        kind=_text("kind", value["kind"]),
        at=_text("at", value["at"]),
        salt=_salt(value["salt"]),
        record=record,
        proof=tuple(_hash(sibling) for sibling in proof),
    )


def _index(value: Value) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MAX_INTEGER:
        raise EntryError("index is not a place in a log")
    return value


def _text(name: str, value: Value) -> str:
    if not isinstance(value, str):
        raise EntryError(f"{name} is not text")
    return value


def _salt(value: Value) -> bytes:
    try:
        salt = bytes.fromhex(value) if isinstance(value, str) else b""
    except ValueError:
        salt = b""
    if len(salt) != records.SALT_SIZE or salt.hex() != value:
        raise EntryError(f"salt is not {records.SALT_SIZE} bytes in lower-case hex")
    return salt


def _hash(value: Value) -> bytes:
    try:
        sibling = base64.b64decode(value, validate=True) if isinstance(value, str) else b""
    except (binascii.Error, ValueError):
        sibling = b""
    if len(sibling) != HASH_SIZE or base64.b64encode(sibling).decode() != value:
        raise EntryError("proof holds something else than hashes in canonical base64")
    return sibling
