"""Laws of identifiers: slips are found, spellings agree, and nothing of a person shows that should not."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cadretrain_reports.rules.identifiers import (
    IdentifierError,
    citizen_id,
    identity_hash,
    key_id,
    region,
    social_credit_code,
)
from cadretrain_reports.rules.masking import mask_citizen_id

TODAY = date(2026, 3, 1)
CREDIT_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FULL_WIDTH = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})

regions = st.integers(100000, 999999).map(str)
keys = st.binary(min_size=32, max_size=64)


def number(text: str) -> str:
    return citizen_id(text, TODAY)


@st.composite
def credit_codes(draw: st.DrawFn) -> str:
    """Codes whose check character is computed as GB 32100-2015 writes it: weights are powers of 3 modulo 31."""
    authority = draw(st.text(CREDIT_CHARACTERS, min_size=2, max_size=2))
    body = authority + draw(regions) + draw(st.text(CREDIT_CHARACTERS, min_size=9, max_size=9))
    total = sum(CREDIT_CHARACTERS.index(character) * pow(3, place, 31) for place, character in enumerate(body))
    return body + CREDIT_CHARACTERS[-total % 31]


@st.composite
def citizen_ids(draw: st.DrawFn) -> str:
    """Numbers whose check digit is computed as GB 11643-1999 writes it: weights are powers of 2 modulo 11."""
    born = draw(st.dates(date(1900, 1, 1), TODAY))
    body = f"{draw(regions)}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


both = pytest.mark.parametrize(("read", "valid"), [(social_credit_code, credit_codes()), (number, citizen_ids())])
Read = Callable[[str], str]
Valid = st.SearchStrategy[str]


@both
@given(st.data())
def test_what_the_standard_makes_is_valid_in_every_spelling(read: Read, valid: Valid, data: st.DataObject) -> None:
    right = data.draw(valid)
    place = data.draw(st.integers(0, len(right)))
    spaced = right[:place] + data.draw(st.sampled_from([" ", "-", "\u3000", "－", "\t"])) + right[place:]
    for spelling in (right, right.lower(), right.translate(FULL_WIDTH), spaced):
        assert read(spelling) == right


@both
@given(st.data())
def test_any_changed_character_is_found(read: Read, valid: Valid, data: st.DataObject) -> None:
    right = data.draw(valid)
    place = data.draw(st.integers(0, len(right) - 1))
    wrong = data.draw(st.sampled_from(CREDIT_CHARACTERS) | st.characters())
    assume(unicodedata.normalize("NFKC", wrong).upper() != right[place])
    with pytest.raises(IdentifierError):
        read(right[:place] + wrong + right[place + 1 :])


@both
@given(st.data())
def test_swapped_neighbours_are_found(read: Read, valid: Valid, data: st.DataObject) -> None:
    right = data.draw(valid)
    place = data.draw(st.integers(0, len(right) - 2))
    one, other = right[place : place + 2]
    assume(one != other)
    with pytest.raises(IdentifierError):
        read(right[:place] + other + one + right[place + 2 :])


@pytest.mark.parametrize("read", [social_credit_code, number, region])
@given(credit_codes() | citizen_ids() | regions | st.text(max_size=24))
def test_whatever_is_read_reads_as_itself(read: Read, text: str) -> None:
    try:
        canonical = read(text)
    except IdentifierError:
        return
    assert read(canonical) == canonical
    assert canonical.isascii()
    assert canonical.isalnum()


@given(citizen_ids(), st.dates(date(1800, 1, 1), TODAY))
def test_an_error_tells_no_birth_date_and_so_no_number(right: str, today: date) -> None:
    for wrong in (right[:-1] + ("1" if right[-1] == "0" else "0"), right[:-1] + "Y", right + "0"):
        with pytest.raises(IdentifierError) as caught:
            number(wrong)
        assert wrong[6:14] not in str(caught.value)


@given(citizen_ids())
def test_a_mask_shows_three_characters_and_two(right: str) -> None:
    masked = mask_citizen_id(right)
    assert (len(masked), masked[:3], masked[-2:]) == (18, right[:3], right[-2:])
    assert set(masked[3:-2]) == {"*"}


@given(st.text(max_size=30).filter(lambda text: len(text.strip()) != 18))
def test_a_mask_of_something_else_shows_nothing(text: str) -> None:
    assert set(mask_citizen_id(text)) <= {"*"}


@given(citizen_ids(), citizen_ids(), keys, keys)
def test_hashes_differ_between_keys_and_between_persons(one: str, other: str, key: bytes, another: bytes) -> None:
    assume(one != other and key != another)
    hashes = {identity_hash(person, secret) for person in (one, other) for secret in (key, another)}
    assert len(hashes) == 4
    assert key_id(key) != key_id(another)
    assert all(one not in digest for digest in hashes)
