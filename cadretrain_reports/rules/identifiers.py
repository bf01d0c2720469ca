"""Numbers that name organizations, places and people, and how a person is matched by one (6.1.3, R10).

People type them with spaces, hyphens, full-width or lower-case characters; each number has one canonical
spelling here. No message repeats a number, so that errors may be logged.
"""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Final, Literal, TypeAlias

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent
from stdnum.util import clean

Reason: TypeAlias = Literal["length", "character", "birth_date", "check_character"]
"""What is wrong with an identifier, for edges that say it in the reader's language."""

EARLIEST_BIRTH_DATE: Final = date(1900, 1, 1)
"""Birth dates before are typing errors."""

MIN_KEY_SIZE: Final = 32
"""Bytes in the shortest matching key (R10)."""

_KEY_ID_LENGTH: Final = 16
_HASH_DOMAIN: Final = b"cadretrain/identity-hash/v1\n"
_KEY_DOMAIN: Final = b"cadretrain/identity-key/v1\n"

_DIGITS: Final = "0123456789"
_CREDIT_CHARACTERS: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_REGION: Final = ["123456789"] + [_DIGITS] * 5
_SOCIAL_CREDIT_CODE: Final = [_CREDIT_CHARACTERS] * 2 + _REGION + [_CREDIT_CHARACTERS] * 10
_CITIZEN_ID: Final = _REGION + [_DIGITS] * 11 + [_DIGITS + "X"]


class IdentifierError(ValueError):
    """An identifier is not what its standard asks for. ``field`` names it, ``reason`` is the kind of fault."""

    def __init__(self, field: str, reason: Reason, explanation: str) -> None:
        super().__init__(f"{field}: {explanation}")
        self.field = field
        self.reason = reason


class MatchingKeyError(ValueError):
    """A matching key is too short to keep identity numbers from being guessed (R10)."""


def social_credit_code(text: str) -> str:
    """Return a unified social credit code (GB 32100-2015) in its 18 capitals and digits.

    Neither the registering authority nor the region is looked up, so that those added later pass. Raises
    ``IdentifierError``.
    """
    code = _spelled("social_credit_code", text, _SOCIAL_CREDIT_CODE)
    # uscc.validate refuses every authority that is a letter (A, N, Y): only its check character serves.
    _check("social_credit_code", code, uscc.calc_check_digit(code))
    return code


def citizen_id(text: str, today: date) -> str:
    """Return a citizen identity number (GB 11643-1999) in its 18 digits, the last perhaps an ``X``.

    The birth date must be real, not before 1900 and not after ``today``. The region is not looked up: lists of
    regions lack the numbers of Hong Kong, Macao and Taiwan residents. Raises ``IdentifierError``.
    """
    number = _spelled("citizen_id", text, _CITIZEN_ID)
    if not EARLIEST_BIRTH_DATE <= _birth_date(number) <= today:
        raise IdentifierError("citizen_id", "birth_date", f"no birth date from {EARLIEST_BIRTH_DATE} to {today}")
    _check("citizen_id", number, ric.calc_check_digit(number))
    return number


def region(text: str) -> str:
    """Return the six digits of a region in the form of GB/T 2260, whose table is not looked at.

    Raises ``IdentifierError``.
    """
    return _spelled("region", text, _REGION)


def identity_hash(number: str, key: bytes) -> str:
    """Return the keyed hash by which institutions match a person without the number (R10): 64 hex digits.

    HMAC-SHA256 of the citizen identity number, however it is spelled, under the top department's matching
    key. Raises ``IdentifierError`` for another form of number and ``MatchingKeyError`` for a short key.
    """
    canonical = _spelled("citizen_id", number, _CITIZEN_ID)
    return hmac.digest(_strong(key), _HASH_DOMAIN + canonical.encode("ascii"), "sha256").hex()


def key_id(key: bytes) -> str:
    """Return the public name of a matching key, which does not give the key away (R10): 16 hex digits.

    Raises ``MatchingKeyError`` for a short key, since what is short can be guessed from its name.
    """
    return sha256(_KEY_DOMAIN + _strong(key)).hexdigest()[:_KEY_ID_LENGTH]


def _spelled(field: str, text: str, places: Sequence[str]) -> str:
    """Return the canonical spelling, if each place holds one of the characters that it may hold."""
    spelled = clean("".join(unicodedata.normalize("NFKC", text).split()), "-").upper()
    if len(spelled) != len(places):
        raise IdentifierError(field, "length", f"{len(places)} characters are asked for, not {len(spelled)}")
    for place, (character, allowed) in enumerate(zip(spelled, places, strict=True), 1):
        if character not in allowed:
            raise IdentifierError(field, "character", f"character {place} is none of {allowed}")
    return spelled


def _check(field: str, spelled: str, expected: str) -> None:
    if spelled[-1] != expected:
        raise IdentifierError(field, "check_character", "the last character does not fit those before it")


def _birth_date(number: str) -> date:
    try:
        return ric.get_birth_date(number)
    except InvalidComponent:
        raise IdentifierError("citizen_id", "birth_date", "characters 7 to 14 are no date") from None


def _strong(key: bytes) -> bytes:
    if len(key) < MIN_KEY_SIZE:
        raise MatchingKeyError(f"a matching key has at least {MIN_KEY_SIZE} bytes, not {len(key)}")
    return key
