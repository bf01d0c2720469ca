"""Facts, numbers and the short statement of certificates."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.certificates import (
    NUMBER_PATTERN,
    CertificateError,
    certificate_number,
    check_character,
    check_pattern,
    facts_data,
    facts_from,
    read_statement,
    statement,
)
from cadretrain_reports.rules.notes import Signer
from tests.factories_certificates import facts

SIGNER = Signer.generate("lms.example.org")
PUBLIC = "q" * 22


def test_facts_come_back_as_they_were_written() -> None:
    said = facts(hosts=("甲", "乙"), organizers=(), number="N-1")
    assert facts_from(facts_data(said)) == said


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("hours", "42.750"),
        ("hours", "NaN"),
        ("hours", "0.3"),
        ("began_on", "2026-3-2"),
        ("hosts", "甲"),
        ("name", ""),
        ("ended_on", "2026-01-01"),
        ("more", "1"),
    ],
)
def test_facts_have_one_spelling(field: str, value: str) -> None:
    with pytest.raises(CertificateError):
        facts_from({**facts_data(facts()), field: value})


@pytest.mark.parametrize("wrong", [{"name": " "}, {"hours": Decimal(-1)}, {"ended_on": date(2026, 3, 1)}])
def test_facts_that_make_no_sense_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(CertificateError):
        facts(**wrong)


def number(serial: int = 1, random: str = "7G3K", pattern: str = NUMBER_PATTERN) -> str:
    return certificate_number(pattern, issuer="SASW", year=2026, class_code="K1", serial=serial, random=random)


def test_the_number_by_the_sites_pattern() -> None:
    said = number()
    assert said[:-1] == "SASW-2026-K1-0001-7G3K"
    assert said[-1] == check_character(said[:-1])
    assert number(pattern="{class_code}/{issuer}/{serial}{random}") == "K1/SASW/17G3K"


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_mistyped_character_is_noticed(place: int, typed: str) -> None:
    said = number()[:-1]
    kept = [index for index, one in enumerate(said) if one.isalnum()]
    at = kept[place % len(kept)]
    if said[at] != typed:
        assert check_character(said[:at] + typed + said[at + 1 :]) != number()[-1]


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "{issuer}-{serial}",
        "{issuer}{class_code}{serial}",
        "{issuer}{class_code}{serial}{random}{salary}",
        "{",
        "{0}",
        "{issuer.a}{class_code}{serial}{random}",
        "{issuer:d}{class_code}{serial}{random}",
    ],
)
def test_a_pattern_by_which_numbers_could_meet_or_be_guessed_is_refused(pattern: str) -> None:
    with pytest.raises(CertificateError, match="names"):
        check_pattern(pattern)


def test_what_the_code_says_is_signed_with_its_page() -> None:
    said = statement(replace(facts(), number="N-1"), PUBLIC, SIGNER)
    read = read_statement(said, PUBLIC, SIGNER.verifier)
    assert dict(read) == {
        "number": "N-1",
        "name": "张三丰",
        "class_title": facts().class_title,
        "issued_on": "2026-03-10",
    }
    for key, page in ((Signer.generate("x").verifier, PUBLIC), (SIGNER.verifier, "r" * 22)):
        with pytest.raises(CertificateError):
            read_statement(said, page, key)


def test_any_changed_byte_of_it_is_noticed() -> None:
    data = base64.urlsafe_b64decode(statement(replace(facts(), number="N-1"), PUBLIC, SIGNER) + "==")
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(CertificateError):
            read_statement(base64.urlsafe_b64encode(changed).decode(), PUBLIC, SIGNER.verifier)


@pytest.mark.parametrize("said", ["", "é", "A", "!!!!", "AAAA"])
def test_no_statement_at_all(said: str) -> None:
    with pytest.raises(CertificateError):
        read_statement(said, PUBLIC, SIGNER.verifier)
