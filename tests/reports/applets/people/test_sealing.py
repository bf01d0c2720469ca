"""What is sealed opens with its key and for its record, and with nothing else (6.1.3)."""

from __future__ import annotations

import secrets
from uuid import uuid4

import pytest

from cadretrain_reports.applets.people.sealing import UnsealedError, seal, unseal

KEY = bytes(range(32))
OWNER = uuid4()
TEXT = "11010119800101001X"


def test_it_opens_again() -> None:
    assert unseal(seal(TEXT, KEY, OWNER), KEY, OWNER) == TEXT


def test_it_looks_different_each_time_and_shows_nothing() -> None:
    one, other = seal(TEXT, KEY, OWNER), seal(TEXT, KEY, OWNER)
    assert one != other
    assert one[9:21] != other[9:21]
    assert TEXT.encode() not in one


def test_neither_another_key_nor_another_record_opens_it() -> None:
    sealed = seal(TEXT, KEY, OWNER)
    with pytest.raises(UnsealedError, match="another key"):
        unseal(sealed, secrets.token_bytes(32), OWNER)
    with pytest.raises(UnsealedError, match="another record"):
        unseal(sealed, KEY, uuid4())


def test_no_byte_can_be_altered_left_off_or_added() -> None:
    sealed = seal(TEXT, KEY, OWNER)
    for place in range(len(sealed)):
        spoilt = bytearray(sealed)
        spoilt[place] ^= 1
        with pytest.raises(UnsealedError):
            unseal(bytes(spoilt), KEY, OWNER)
        with pytest.raises(UnsealedError):
            unseal(sealed[:place], KEY, OWNER)
    with pytest.raises(UnsealedError):
        unseal(sealed + b"\0", KEY, OWNER)


def test_another_version_is_not_guessed_at() -> None:
    with pytest.raises(UnsealedError, match="this release does not know"):
        unseal(b"\x02" + seal(TEXT, KEY, OWNER)[1:], KEY, OWNER)
