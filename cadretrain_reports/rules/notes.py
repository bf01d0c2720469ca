"""Signed notes and checkpoints as in C2SP signed-note and tlog-checkpoint, with Ed25519 keys (9.1.1).

A note is text that ends in a newline, an empty line, and signature lines. Tools not written here read the
same format. Everything is checked to the byte: base64 and hexadecimal are accepted in their canonical
spelling only, so that no byte of a note can change without being noticed.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cadretrain_reports.rules import merkle

ED25519: Final = b"\x01"
"""The signature type byte of C2SP for Ed25519."""

MAX_NOTE_SIZE: Final = 64 * 1024 * 1024
"""Bytes in the largest note that is read: a package's note names every file of it."""

MAX_SIGNATURES: Final = 100
"""Signature lines in a note that is read."""

KEY_SIZE: Final = 32
KEY_HASH_SIZE: Final = 4
SIGNATURE_SIZE: Final = 64

_PRIVATE_PREFIX: Final = "PRIVATE+KEY+"
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,17}")
_CHECKPOINT_LINES: Final = 3


class NoteError(ValueError):
    """A note, a key or a checkpoint is malformed, or a signature does not hold."""


def _decode(text: str, what: str) -> bytes:
    """Decode base64 in its one canonical spelling: standard alphabet, padded, unused bits zero."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error):
        raise NoteError(f"{what} is not base64") from None
    if base64.b64encode(data).decode("ascii") != text:
        raise NoteError(f"{what} is not canonical base64")
    return data


def _encode(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _checked_name(name: str) -> str:
    """Return a name that may stand in a note: not empty, no white space, plus sign or control character."""
    if not name or "+" in name or not name.isprintable() or any(map(str.isspace, name)):
        raise NoteError(f"not a key name: {name!r:.120}")
    return name


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a signing key: its ``name`` and the 32 bytes of its Ed25519 point.

    Raises ``NoteError`` if the name holds white space or a plus sign, or the key is not 32 bytes.
    """

    name: str
    public: bytes

    def __post_init__(self) -> None:
        _checked_name(self.name)
        if len(self.public) != KEY_SIZE:
            raise NoteError(f"an Ed25519 key has {KEY_SIZE} bytes, not {len(self.public)}")

    @property
    def key_hash(self) -> bytes:
        """The four bytes by which signature lines name this key."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:KEY_HASH_SIZE]

    @property
    def text(self) -> str:
        """The C2SP spelling ``name+hash+key`` that is published and pinned."""
        return f"{self.name}+{self.key_hash.hex()}+{_encode(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Return the key that ``text`` spells; raise ``NoteError`` on a spelling other than ``.text``."""
        key = cls(*_split_key(text))
        if key.text != text:
            raise NoteError("the key's hash does not belong to its name and bytes")
        return key

    def verifies(self, signature: bytes, data: bytes) -> bool:
        """Tell whether ``signature`` (64 bytes) over ``data`` was made by this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


def _split_key(text: str) -> tuple[str, bytes]:
    """Return name and key bytes of ``name+hash+base64``; base64 itself may contain plus signs."""
    parts = text.split("+", 2)
    if len(parts) != 3:  # noqa: PLR2004 - name, hash, key
        raise NoteError("a key is written name+hash+base64")
    data = _decode(parts[2], "the key")
    if data[:1] != ED25519:
        raise NoteError("only Ed25519 keys (type 1) are known here")
    return parts[0], data[1:]


@dataclass(frozen=True, slots=True)
class Signer:
    """A named Ed25519 key that signs notes. Its ``text`` is a secret; its ``repr`` is not."""

    name: str
    private: Ed25519PrivateKey = field(repr=False, compare=False)

    def __post_init__(self) -> None:
        _checked_name(self.name)

    @classmethod
    def generate(cls, name: str) -> Signer:
        """Make a new key from the system's randomness. Raises ``NoteError`` for a name that cannot be one."""
        return cls(name, Ed25519PrivateKey.generate())

    @classmethod
    def parse(cls, text: str) -> Signer:
        """Return the key that ``.text`` spelled. Raises ``NoteError``, never repeating the secret."""
        if not text.startswith(_PRIVATE_PREFIX):
            raise NoteError(f"a signing key starts with {_PRIVATE_PREFIX}")
        name, seed = _split_key(text.removeprefix(_PRIVATE_PREFIX))
        if len(seed) != KEY_SIZE:
            raise NoteError(f"an Ed25519 key has {KEY_SIZE} bytes, not {len(seed)}")
        signer = cls(name, Ed25519PrivateKey.from_private_bytes(seed))
        if signer.text != text:
            raise NoteError("the key's hash does not belong to its name and bytes")
        return signer

    @property
    def text(self) -> str:
        """The C2SP spelling ``PRIVATE+KEY+name+hash+seed``: a secret."""
        seed = self.private.private_bytes_raw()
        return f"{_PRIVATE_PREFIX}{self.name}+{self.verifier.key_hash.hex()}+{_encode(ED25519 + seed)}"

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """Return the note: ``text``, an empty line and one signature line.

        Raises ``NoteError`` if ``text`` does not end in a newline or holds control characters.
        """
        signature = self.private.sign(_checked_text(text))
        return f"{text}\n— {self.name} {_encode(self.verifier.key_hash + signature)}\n"


def open_note(note: str | bytes, keys: Sequence[VerifierKey], *, only: bool = False) -> str:
    """Return the signed text of ``note``, newline at its end included.

    At least one of ``keys`` must have signed. A line that claims one of ``keys`` must hold and may come
    only once; a well-formed line of another key (a witness not known here) is let be: nothing vouches for
    its bytes. ``only`` refuses such lines, so that exactly one signature, by one of ``keys``, is the whole
    of it. Hand in the bytes of a file rather than text read with newline translation. Raises ``NoteError``.
    """
    text, lines = _split_note(_as_text(note))
    if only and len(lines) != 1:
        raise NoteError(f"one signature is expected, not {len(lines)}")
    data, known, signed = text.encode(), _by_id(keys), set()
    for line in lines:
        name, key_hash, signature = _parse_signature(line)
        key = known.get((name, key_hash))
        if key is None:
            continue
        if key in signed:
            raise NoteError(f"{name} signed twice")
        if len(signature) != SIGNATURE_SIZE or not key.verifies(signature, data):
            raise NoteError(f"the signature of {name} does not hold")
        signed.add(key)
    if not signed:
        raise NoteError("no signature by a known key")
    return text


def _by_id(keys: Iterable[VerifierKey]) -> dict[tuple[str, bytes], VerifierKey]:
    return {(key.name, key.key_hash): key for key in keys}


def _as_text(note: str | bytes) -> str:
    if len(note) > MAX_NOTE_SIZE:
        raise NoteError("the note is too large")
    try:
        return note.decode("utf-8") if isinstance(note, bytes) else note.encode("utf-8").decode("utf-8")
    except UnicodeError:
        raise NoteError("the note is not UTF-8") from None


def _split_note(note: str) -> tuple[str, list[str]]:
    """Part a note at its last empty line into the signed text and the signature lines."""
    text, separator, signatures = note.rpartition("\n\n")
    if not separator or not signatures.endswith("\n"):
        raise NoteError("a note is text, an empty line and signature lines, each ended by a newline")
    lines = signatures[:-1].split("\n")
    if len(lines) > MAX_SIGNATURES:
        raise NoteError(f"more than {MAX_SIGNATURES} signatures")
    text += "\n"
    _checked_text(text)
    return text, lines


def _checked_text(text: str) -> bytes:
    """Return the bytes of a text that may be signed."""
    if not text.endswith("\n"):
        raise NoteError("the text of a note ends in a newline")
    if _CONTROL.search(text):
        raise NoteError("the text of a note holds a control character")
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise NoteError("the text of a note holds a lone surrogate") from None


def _parse_signature(line: str) -> tuple[str, bytes, bytes]:
    """Return name, key hash and signature of a line ``— name base64``."""
    parts = line.split(" ")
    if len(parts) != 3 or parts[0] != "—":  # noqa: PLR2004 - dash, name, signature
        raise NoteError(f"not a signature line: {line!r:.120}")
    data = _decode(parts[2], "the signature")
    if len(data) <= KEY_HASH_SIZE:
        raise NoteError("a signature line holds no signature")
    return _checked_name(parts[1]), data[:KEY_HASH_SIZE], data[KEY_HASH_SIZE:]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What the log named ``origin`` claims to hold at one moment: ``size`` entries under ``root``."""

    origin: str
    size: int
    root: bytes


def checkpoint_text(origin: str, size: int, root: bytes) -> str:
    """Return the text of a checkpoint, to be signed. Raises ``NoteError`` if a part cannot stand in one."""
    checkpoint = _checked_checkpoint(Checkpoint(origin, size, root))
    return f"{checkpoint.origin}\n{checkpoint.size}\n{_encode(checkpoint.root)}\n"


def parse_checkpoint(text: str) -> Checkpoint:
    """Return what the opened text of a checkpoint note says.

    Strict: exactly origin, size without leading zeros, and root, no extension lines. Raises ``NoteError``.
    """
    lines = text.split("\n")
    if len(lines) != _CHECKPOINT_LINES + 1 or lines[-1]:
        raise NoteError("a checkpoint is three lines: origin, size, root")
    if not _NUMBER.fullmatch(lines[1]):
        raise NoteError(f"not a tree size: {lines[1]!r:.40}")
    return _checked_checkpoint(Checkpoint(lines[0], int(lines[1]), _decode(lines[2], "the root")))


def _checked_checkpoint(checkpoint: Checkpoint) -> Checkpoint:
    _checked_name(checkpoint.origin)
    if not 0 <= checkpoint.size < 10**18:
        raise NoteError(f"not a tree size: {checkpoint.size}")
    if len(checkpoint.root) != merkle.HASH_SIZE:
        raise NoteError(f"a root has {merkle.HASH_SIZE} bytes, not {len(checkpoint.root)}")
    if checkpoint.size == 0 and checkpoint.root != merkle.EMPTY_ROOT:
        raise NoteError("the root of an empty log is the empty root")
    return checkpoint
