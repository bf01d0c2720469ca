"""The seal has one spelling, and a damaged one still tells what it can."""

from __future__ import annotations

import pytest

from cadretrain_reports.offline.seal import Seal, read_seal, salvage_seal

SEAL = Seal("bag", "key", 3, ((0, 1), (5, 5)), bytes(range(32)), {"b": "b" * 64, "data/a": "a" * 64})
TEXT = (
    "cadretrain-package/v1\nbag\nkey\nrecords 3\nentries 0-1,5\n"
    "root 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n"
    f"{'b' * 64}  b\n{'a' * 64}  data/a\n"
)


def test_the_text_is_the_published_one() -> None:
    assert SEAL.text == TEXT
    assert read_seal(TEXT) == SEAL


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/v1", "/v2"),
        ("records 3", "records 03"),
        ("records 3", "records -3"),
        ("records 3", "records 3 "),
        ("entries 0-1,5", "entries 0,1,5"),
        ("entries 0-1,5", "entries 5,0-1"),
        ("entries 0-1,5", "entries 00-1,5"),
        ("entries 0-1,5", "entries "),
        ("entries 0-1,5\n", ""),
        ("root 00", "root 0"),
        ("1e1f", "1E1F"),
        (f"{'b' * 64}  b\n", f"{'B' * 64}  b\n"),
        ("  b\n", "  ../b\n"),
        ("  b\n", " b\n"),
        ("  b\n", "  e\n\n"),
        ("  b\n", "  z\n"),
        ("data/a\n", "data/a"),
        ("data/a\n", "b\n"),
    ],
)
def test_another_spelling_is_no_seal(old: str, new: str) -> None:
    assert old in TEXT
    assert read_seal(TEXT.replace(old, new)) is None


def test_a_damaged_seal_tells_what_is_whole() -> None:
    seal = salvage_seal(TEXT.replace("records 3", "records x").replace("b" * 64, "g" * 64))
    assert (seal.bag, seal.key, seal.records, seal.root) == ("bag", "key", None, bytes(range(32)))
    assert seal.digests == {"data/a": "a" * 64}


@pytest.mark.parametrize("text", ["", "\n", "x", "\n" * 20])
def test_nothing_tells_nothing(text: str) -> None:
    seal = salvage_seal(text)
    assert (seal.records, seal.entries, seal.root, seal.digests) == (None, None, None, {})
    with pytest.raises(ValueError, match="cannot be signed"):
        seal.text  # noqa: B018
