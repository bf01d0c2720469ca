"""Published vectors, and that a file has the same digests written, read, and by other tools."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.offline.digests import BLOCK, DigestedFile, Digests, Hasher, digest_file

ABC = Digests(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",  # FIPS 180-4
    "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",  # GB/T 32905-2016, example 1
    3,
)
EMPTY_SM3 = "1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b"


def test_published_vectors(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    assert digest_file(tmp_path / "abc") == ABC
    assert ABC.by("sha256") == ABC.sha256
    assert ABC.by("sm3") == ABC.sm3
    with pytest.raises(KeyError):
        ABC.by("md5")


def test_nothing_has_digests_too() -> None:
    assert Hasher().finish() == Digests(hashlib.sha256(b"").hexdigest(), EMPTY_SM3, 0)


@given(st.lists(st.binary(max_size=200)))
def test_digests_do_not_depend_on_how_the_bytes_come(parts: list[bytes]) -> None:
    whole, piecewise = Hasher(), Hasher()
    whole.update(b"".join(parts))
    for part in parts:
        piecewise.update(part)
    assert whole.finish() == piecewise.finish()


def test_a_written_file_has_the_digests_of_the_read_one(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with DigestedFile(path) as stream:
        for _part in range(3):
            stream.write(b"x" * BLOCK)
        stream.write(b"y")
    assert stream.digests == digest_file(path)
    assert stream.digests.size == path.stat().st_size == 3 * BLOCK + 1


def test_digests_are_not_known_before_the_end(tmp_path: Path) -> None:
    with DigestedFile(tmp_path / "file") as stream, pytest.raises(ValueError, match="known when it is closed"):
        stream.digests  # noqa: B018


def test_a_file_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(FileExistsError):
        DigestedFile(tmp_path / "file")
