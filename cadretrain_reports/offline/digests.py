"""SHA-256 and SM3 of a stream in one pass: the two digests that every file of a package is listed under."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives import hashes

BLOCK = 1 << 20
ALGORITHMS = ("sha256", "sm3")


@dataclass(frozen=True, slots=True)
class Digests:
    """The lower-case hexadecimal digests of one file and its ``size`` in bytes."""

    sha256: str
    sm3: str
    size: int

    def by(self, algorithm: str) -> str:
        """Return the digest named ``algorithm``, one of ``ALGORITHMS``; ``KeyError`` for another."""
        return {"sha256": self.sha256, "sm3": self.sm3}[algorithm]


class Hasher:
    """Takes bytes as they pass and gives their ``Digests`` at the end."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()
        self._sm3 = hashes.Hash(hashes.SM3())  # hashlib has SM3 only where the system's OpenSSL lends it
        self._size = 0

    def update(self, data: bytes) -> None:
        """Take the next bytes."""
        self._sha256.update(data)
        self._sm3.update(data)
        self._size += len(data)

    def finish(self) -> Digests:
        """Return the digests of all bytes taken; call it once."""
        return Digests(self._sha256.hexdigest(), self._sm3.finalize().hex(), self._size)


def digest_file(path: Path) -> Digests:
    """Return the digests of the file at ``path``, read block by block; ``OSError`` where it cannot be read."""
    hasher = Hasher()
    with path.open("rb", buffering=0) as source:
        while block := source.read(BLOCK):
            hasher.update(block)
    return hasher.finish()


class DigestedFile:
    """A new file that is digested while it is written, and lies on the disk when the ``with`` block is left."""

    def __init__(self, path: Path) -> None:
        self._stream = path.open("xb")
        self._hasher = Hasher()
        self._digests: Digests | None = None

    def write(self, data: bytes) -> None:
        """Append ``data``; ``OSError`` on a full disk."""
        self._stream.write(data)
        self._hasher.update(data)

    @property
    def digests(self) -> Digests:
        """The digests, known once the file is closed; ``ValueError`` before."""
        if self._digests is None:
            raise ValueError("The digests of a file are known when it is closed.")
        return self._digests

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
        finally:
            self._stream.close()
        self._digests = self._hasher.finish()
