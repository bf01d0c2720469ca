"""BagIt as written here is read by bagit-python, and read back here to the byte."""

from __future__ import annotations

import re
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.offline import bag
from cadretrain_reports.offline.bag import BagError, BagWriter
from cadretrain_reports.offline.digests import digest_file

DIGEST = "0" * 64


@pytest.fixture
def made(tmp_path: Path) -> Path:
    writer = BagWriter(tmp_path)
    writer.put("data/b.txt", b"bb")
    with writer.file("data/deep/a.txt") as stream:
        stream.write(b"a")
        stream.write("课程".encode())
    writer.close({"Source-Organization": "site"})
    return tmp_path


def test_bagit_python_finds_the_bag_valid(made: Path) -> None:
    assert bagit.Bag(str(made)).validate()


def test_bagit_python_finds_an_altered_file(made: Path) -> None:
    (made / "data/b.txt").write_bytes(b"bc")
    with pytest.raises(bagit.BagValidationError, match=re.escape("b.txt")):
        bagit.Bag(str(made)).validate()


def test_tag_files_say_what_they_should(made: Path) -> None:
    assert (made / "bagit.txt").read_bytes() == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert (made / "bag-info.txt").read_text() == "Source-Organization: site\nPayload-Oxum: 9.2\n"
    sm3 = digest_file(made / "data/b.txt").sm3
    assert (made / "manifest-sm3.txt").read_text().splitlines()[0] == f"{sm3}  data/b.txt"


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_manifests_list_the_payload_and_tag_manifests_the_tag_files(made: Path, algorithm: str) -> None:
    manifest = bag.read_manifest((made / f"manifest-{algorithm}.txt").read_bytes())
    tags = bag.read_manifest((made / f"tagmanifest-{algorithm}.txt").read_bytes())
    assert list(manifest) == ["data/b.txt", "data/deep/a.txt"]
    assert list(tags) == ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sm3.txt"]
    for path, digest in {**manifest, **tags}.items():
        assert digest_file(made / path).by(algorithm) == digest


@pytest.mark.parametrize("path", ["../x", "/x", "data/../x", "data\\x", "data/a\nb"])
def test_a_bag_takes_no_odd_path(tmp_path: Path, path: str) -> None:
    with pytest.raises(BagError, match="not a path"):
        BagWriter(tmp_path).put(path, b"")


def test_a_bag_takes_no_path_twice(tmp_path: Path) -> None:
    writer = BagWriter(tmp_path)
    writer.put("data/a", b"")
    with pytest.raises(BagError, match="not a path for a new file"):
        writer.put("data/a", b"")


@pytest.mark.parametrize("info", [{"Label": "two\nlines"}, {"La:bel": "x"}, {"Label": "\x1b"}])
def test_bag_info_stays_on_its_lines(info: dict[str, str]) -> None:
    with pytest.raises(BagError, match="cannot say"):
        bag.info_text(info)


@given(
    st.dictionaries(
        st.from_regex(r"[A-Z][A-Za-z-]{0,20}", fullmatch=True), st.from_regex(r"[!-~课程]{1,30}", fullmatch=True)
    )
)
def test_bag_info_is_read_as_written(info: dict[str, str]) -> None:
    assert bag.read_info(bag.info_text(info).encode()) == info


@pytest.mark.parametrize(
    "data", [b"A: 1\r\n", b"A: 1", b"A:1\n", b"A: 1\n\n", b"A: 1\nA: 1\n", b"\xef\xbb\xbfA: 1\n", b"A: \xff\n", b"A\n"]
)
def test_bag_info_in_another_spelling_is_refused(data: bytes) -> None:
    with pytest.raises(BagError):
        bag.read_info(data)


@given(
    st.dictionaries(
        st.from_regex(r"[a-z0-9_.-]{1,20}", fullmatch=True).filter(lambda p: p.strip(".") != ""),
        st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
    )
)
def test_a_manifest_is_read_as_written(entries: dict[str, str]) -> None:
    assert bag.read_manifest(bag.manifest_text(entries).encode()) == entries


@pytest.mark.parametrize(
    "text",
    [
        f"{DIGEST} data/a\n",
        f"{DIGEST}   data/a\n",
        f"{DIGEST} *data/a\n",
        f"{'A' * 64}  data/a\n",
        f"{'0' * 63}  data/a\n",
        f"{DIGEST}  data/a",
        f"{DIGEST}  data/a\r\n",
        f"{DIGEST}  data/a\n\n",
        f"# note\n{DIGEST}  data/a\n",
        f"{DIGEST}  data/b\n{DIGEST}  data/a\n",
        f"{DIGEST}  data/a\n{DIGEST}  data/a\n",
        f"{DIGEST}  ../a\n",
        f"\ufeff{DIGEST}  data/a\n",
    ],
)
def test_a_manifest_in_another_spelling_is_refused(text: str) -> None:
    with pytest.raises(BagError, match="lower-case hex"):
        bag.read_manifest(text.encode())


def test_a_damaged_manifest_gives_what_is_whole() -> None:
    data = f"{DIGEST}  data/a\n".encode() + b"\xff broken\n" + f"{DIGEST}  data/b\n{DIGEST}  ../c\n".encode()
    assert bag.salvage_manifest(data) == {"data/a": DIGEST, "data/b": DIGEST}
