"""Identifiers have one spelling each; what is wrong is named without repeating the number."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import date

import pytest

from cadretrain_reports.rules.identifiers import (
    IdentifierError,
    MatchingKeyError,
    citizen_id,
    identity_hash,
    key_id,
    region,
    social_credit_code,
)

TODAY = date(2026, 3, 1)
NUMBER = "11010519491231002X"
KEY = bytes(range(32))


@pytest.mark.parametrize(
    "code",
    [
        "11430000006122345D",  # a government body
        "121000004000000124",  # a public institution
        "51110000500000012J",  # a society
        "52440300MJL1234565",  # a private non-enterprise unit
        "91110000600037341L",  # an enterprise; the sample of python-stdnum
        "9144030071526726XG",
        "A1110000717800018Q",  # registered by the army
        "N2330110MF1234567D",  # a village's collective
        "Y1110000717800026Y",  # another authority
    ],
)
def test_codes_of_every_authority_are_valid(code: str) -> None:
    assert social_credit_code(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "n2330110mf1234567d",
        " N2 330110 MF1234567 D\n",
        "N2-330110-MF1234567-D",
        "Ｎ２３３０１１０ＭＦ１２３４５６７Ｄ",
        "n２－330110\u3000ｍｆ1234567–d",
    ],
)
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert social_credit_code(typed) == "N2330110MF1234567D"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "length"),
        ("91110000600037341", "length"),
        ("91110000600037341LL", "length"),
        ("91110000600037341O", "character"),
        ("9I110000600037341L", "character"),
        ("9111A000600037341L", "character"),
        ("91010000600037341L", "character"),
        ("9111000060003734_L", "character"),
        ("91110000600037341M", "check_character"),
        ("91110000600037314L", "check_character"),
    ],
)
def test_other_texts_are_no_credit_codes(typed: str, reason: str) -> None:
    with pytest.raises(IdentifierError, match="social_credit_code: ") as caught:
        social_credit_code(typed)
    assert (caught.value.field, caught.value.reason) == ("social_credit_code", reason)


@pytest.mark.parametrize(
    "number",
    [
        NUMBER,
        "360426199101010071",
        "810000199408230021",  # a resident of Hong Kong
        "830000199201300022",  # a resident of Taiwan
        "999999200002290019",  # no such region
    ],
)
def test_a_region_that_no_list_knows_does_not_matter(number: str) -> None:
    assert citizen_id(number, TODAY) == number


@pytest.mark.parametrize(
    "typed",
    ["11010519491231002x", "110105 19491231 002X", "110105-19491231-002x", "１１０１０５１９４９１２３１００２Ⅹ"],
)
def test_a_number_is_read_as_people_type_it(typed: str) -> None:
    assert citizen_id(typed, TODAY) == NUMBER


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "length"),
        ("110105491231002", "length"),
        ("11010519491231002XX", "length"),
        ("01010519491231002X", "character"),
        ("1101051949123100X2", "character"),
        ("11010519491231002Y", "character"),
        ("٠1010519491231002X", "character"),
        ("110105194912310021", "check_character"),
        ("11010519491231020X", "check_character"),
        ("11010519490229002X", "birth_date"),
        ("11010519491331002X", "birth_date"),
        ("11010500001231002X", "birth_date"),
        ("11010518991231002X", "birth_date"),
    ],
)
def test_other_texts_are_no_identity_numbers(typed: str, reason: str) -> None:
    with pytest.raises(IdentifierError, match="citizen_id: ") as caught:
        citizen_id(typed, TODAY)
    assert (caught.value.field, caught.value.reason) == ("citizen_id", reason)


def test_nobody_is_born_after_today_or_before_1900() -> None:
    assert citizen_id(NUMBER, date(1949, 12, 31)) == NUMBER
    with pytest.raises(IdentifierError, match="from 1900-01-01 to 1949-12-30"):
        citizen_id(NUMBER, date(1949, 12, 30))
    assert citizen_id("11010519000101001X", TODAY) == "11010519000101001X"


@pytest.mark.parametrize(("typed", "digits"), [("110105", "110105"), (" ６５０000 ", "650000"), ("990000", "990000")])
def test_a_region_is_six_digits(typed: str, digits: str) -> None:
    assert region(typed) == digits


@pytest.mark.parametrize(
    ("typed", "reason"), [("", "length"), ("1101", "length"), ("北京市东城区", "character"), ("010105", "character")]
)
def test_other_texts_are_no_regions(typed: str, reason: str) -> None:
    with pytest.raises(IdentifierError, match="region: ") as caught:
        region(typed)
    assert (caught.value.field, caught.value.reason) == ("region", reason)


def test_the_first_wrong_character_is_pointed_at() -> None:
    with pytest.raises(IdentifierError, match="region: character 4 is none of 0123456789"):
        region("11 0A 0B")


def test_the_hash_is_an_hmac_over_domain_and_number() -> None:
    expected = hmac.new(KEY, b"cadretrain/identity-hash/v1\n11010519491231002X", hashlib.sha256).hexdigest()
    assert identity_hash(NUMBER, KEY) == expected
    assert identity_hash("110105 19491231 002x", KEY) == expected


def test_only_an_identity_number_is_hashed() -> None:
    with pytest.raises(IdentifierError, match="citizen_id: 18 characters are asked for, not 3"):
        identity_hash("张三丰", KEY)


def test_a_key_is_named_without_being_shown() -> None:
    assert key_id(KEY) == hashlib.sha256(b"cadretrain/identity-key/v1\n" + KEY).hexdigest()[:16]
    assert key_id(KEY) not in KEY.hex()


@pytest.mark.parametrize("use", [key_id, lambda key: identity_hash(NUMBER, key)])
@pytest.mark.parametrize("key", [b"", KEY[:31]])
def test_a_short_key_is_refused(use: Callable[[bytes], str], key: bytes) -> None:
    with pytest.raises(MatchingKeyError, match=f"at least 32 bytes, not {len(key)}"):
        use(key)
