"""Sealing personal data at rest (6.1.3): AES-256-GCM, bound to the record it belongs to."""

from __future__ import annotations

import secrets
from hashlib import sha256
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION: Final = b"\x01"
_KEY_DOMAIN: Final = b"cadretrain/sealing-key/v1\n"
_KEY_NAME_SIZE: Final = 8
_NONCE_SIZE: Final = 12
_HEAD_SIZE: Final = len(_VERSION) + _KEY_NAME_SIZE


class UnsealedError(Exception):
    """What was sealed cannot be opened: it is of another record, of another key, or damaged."""


def seal(text: str, key: bytes, owner: UUID) -> bytes:
    """Return ``text`` sealed for the record of ``owner``: version, name of the key, random nonce, ciphertext with tag.

    Opened under another owner, or with a byte altered, it is refused. ``key`` has 32 bytes.
    """
    nonce = secrets.token_bytes(_NONCE_SIZE)
    head = _VERSION + _key_name(key)
    return head + nonce + AESGCM(key).encrypt(nonce, text.encode(), head + owner.bytes)


def unseal(sealed: bytes, key: bytes, owner: UUID) -> str:
    """Return what ``seal`` was given; raise ``UnsealedError``."""
    head, nonce, rest = sealed[:_HEAD_SIZE], sealed[_HEAD_SIZE:][:_NONCE_SIZE], sealed[_HEAD_SIZE + _NONCE_SIZE :]
    if head[:1] != _VERSION:
        raise UnsealedError("sealed in a way that this release does not know")
    if head[1:] != _key_name(key):
        raise UnsealedError("sealed under another key")
    try:
        return AESGCM(key).decrypt(nonce, rest, head + owner.bytes).decode()
    except (InvalidTag, ValueError):
        raise UnsealedError("altered, or sealed for another record") from None


def _key_name(key: bytes) -> bytes:
    """Return the public name of a key, by which one knows what it opens; it does not give the key away."""
    return sha256(_KEY_DOMAIN + key).digest()[:_KEY_NAME_SIZE]
