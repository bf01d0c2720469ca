"""Canonical bytes against an independent implementation of RFC 8785, and the laws of reading them back."""

from __future__ import annotations

import json

import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from cadretrain_reports.rules.canonical import MAX_INTEGER, CanonicalError, Value, canonical, parse

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
INTEGERS = st.integers(-MAX_INTEGER, MAX_INTEGER)
VALUES: st.SearchStrategy[Value] = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=6),
    max_leaves=20,
)


@given(VALUES)
def test_bytes_are_those_of_the_rfc8785_package(value: Value) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(VALUES)
def test_reading_gives_the_value_back(value: Value) -> None:
    assert parse(canonical(value)) == value


@given(st.dictionaries(TEXT, INTEGERS, min_size=2), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_matter(mapping: dict[str, int], random: object) -> None:
    keys = list(mapping)
    random.shuffle(keys)  # type: ignore[attr-defined]
    assert canonical({key: mapping[key] for key in keys}) == canonical(mapping)


@given(VALUES, VALUES)
def test_different_values_have_different_bytes(one: Value, other: Value) -> None:
    # To Python True is 1; to JSON it is not, so types are compared through the package's bytes.
    assert (canonical(one) == canonical(other)) == (rfc8785.dumps(one) == rfc8785.dumps(other))


@given(st.binary(max_size=40))
def test_whatever_is_read_was_canonical(data: bytes) -> None:
    try:
        value = parse(data)
    except CanonicalError:
        return
    assert canonical(value) == data


@given(VALUES, st.data())
def test_a_changed_byte_never_reads_as_the_same_value(value: Value, data: st.DataObject) -> None:
    right = canonical(value)
    place = data.draw(st.integers(0, len(right) - 1))
    wrong = bytearray(right)
    wrong[place] ^= data.draw(st.integers(1, 255))
    try:
        read = parse(bytes(wrong))
    except CanonicalError:
        return
    assert canonical(read) != right


@given(VALUES)
def test_any_other_spelling_of_the_same_value_is_refused(value: Value) -> None:
    spaced = json.dumps(value, indent=1).encode()
    assume(spaced != canonical(value))
    try:
        parse(spaced)
    except CanonicalError:
        return
    raise AssertionError("a second spelling was accepted")
