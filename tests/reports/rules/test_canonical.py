"""Canonical bytes: the edges of the value space, and what a strict reader refuses."""

from __future__ import annotations

import enum

import pytest

from cadretrain_reports.rules.canonical import MAX_DEPTH, MAX_INTEGER, CanonicalError, canonical, parse


class _Color(enum.StrEnum):
    RED = "red"


class _Number(enum.IntEnum):
    ONE = 1


def _nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, b"null"),
        (True, b"true"),
        (False, b"false"),
        (0, b"0"),
        (-7, b"-7"),
        (MAX_INTEGER, b"9007199254740991"),
        (-MAX_INTEGER, b"-9007199254740991"),
        ("", b'""'),
        ("干部", '"干部"'.encode()),
        ([], b"[]"),
        ({}, b"{}"),
        ([1, [2, None], {"a": True}], b'[1,[2,null],{"a":true}]'),
        ({"b": 1, "a": {"d": 2, "c": 3}}, b'{"a":{"c":3,"d":2},"b":1}'),
    ],
)
def test_canonical_of_each_type(value: object, expected: bytes) -> None:
    assert canonical(value) == expected
    assert parse(expected) == value


def test_strings_escape_only_what_rfc_8785_escapes() -> None:
    text = '\x00\x08\x09\x0a\x0b\x0c\x0d\x1f"\\/\x7f\u2028é'
    expected = r'"\u0000\b\t\n\u000b\f\r\u001f\"\\' + '/\x7f\u2028é"'
    assert canonical(text) == expected.encode()
    assert parse(expected.encode()) == text


def test_keys_are_sorted_by_utf_16_code_units() -> None:
    """The RFC's own example (3.2.3): the emoji's surrogates sort before U+FB33, its code point would not."""
    value = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    assert list(parse(canonical(value))) == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]  # type: ignore[arg-type]


def test_equal_values_have_equal_bytes_whatever_the_order_of_keys() -> None:
    assert canonical({"x": 1, "年": 2}) == canonical({"年": 2, "x": 1}) == '{"x":1,"年":2}'.encode()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0.5, "float"),
        (float("nan"), "float"),
        ([1.0], "float"),
        (MAX_INTEGER + 1, "2\\^53-1"),
        (-MAX_INTEGER - 1, "2\\^53-1"),
        ((1, 2), "tuple"),
        (b"a", "bytes"),
        ({1: "a"}, "key is not text"),
        ({None: "a"}, "key is not text"),
        ({_Color.RED: "a"}, "key is not text"),
        (_Color.RED, "_Color"),
        (_Number.ONE, "_Number"),
        ("\ud800", "surrogate"),
        ({"\udfff": 1}, "surrogate"),
        ({"a": {1, 2}}, "set"),
        (_nested(MAX_DEPTH + 1), "deeper"),
        (_nested(100_000), "deeper"),
    ],
)
def test_values_without_canonical_bytes_are_refused(value: object, reason: str) -> None:
    with pytest.raises(CanonicalError, match=reason):
        canonical(value)


def test_nesting_up_to_the_limit_is_kept() -> None:
    assert canonical(_nested(MAX_DEPTH)) == b"[" * MAX_DEPTH + b"1" + b"]" * MAX_DEPTH


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" 1",
        b"1 ",
        b"1\n",
        b"01",
        b"-0",
        b"1.0",
        b"1e3",
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"9007199254740992",
        b"1" * 5000,
        b'{"a":1,"a":1}',
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1,}',
        b"{'a':1}",
        b"[1,2",
        b"[1]]",
        b'"\\u4e2d"',
        b'"\\/"',
        b'"\\u000A"',
        b'"\\ud800"',
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b'"\n"',
        b"\xef\xbb\xbf1",
        b"[" * 100_000,
        b"[" * 200 + b"]" * 200,
        b"true1",
        b"undefined",
    ],
)
def test_bytes_in_any_other_form_are_refused(data: bytes) -> None:
    with pytest.raises(CanonicalError):
        parse(data)


def test_the_reason_is_told() -> None:
    with pytest.raises(CanonicalError, match="same key twice"):
        parse(b'{"a":1,"a":1}')
    with pytest.raises(CanonicalError, match=r"no plain integer: 1.5"):
        parse(b"[1.5]")
    with pytest.raises(CanonicalError, match="not in canonical form"):
        parse(b'{"b":1,"a":2}')
    with pytest.raises(CanonicalError, match="not JSON"):
        parse(b"[")
