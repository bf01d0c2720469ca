"""Archives of strangers: what is read, and what is refused."""

from __future__ import annotations

import gzip
import io
import tarfile
from pathlib import Path

import pytest

from cadretrain_reports.offline.olx.archive import Limits, read_archive
from cadretrain_reports.offline.olx.errors import OlxError
from tests.factories_olx import SMALL, archive, course, tarball

COURSE_XML = SMALL["course.xml"].encode()


def member(
    name: str, data: bytes = b"", kind: bytes = tarfile.REGTYPE, link: str = ""
) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = len(data), kind, link
    return info, data


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(OlxError) as caught:
        read_archive(path, limits)
    assert caught.value.text()
    return caught.value.code


@pytest.mark.parametrize("root", ["course/", "我的课程/", "./course/", ""])
def test_what_is_read(tmp_path: Path, root: str) -> None:
    found = read_archive(archive(tmp_path / "a.tar.gz", root=root))
    assert found.texts["html/h1.html"].decode() == SMALL["html/h1.html"]
    assert "static/v1-zh.srt" in found.texts
    assert "static/picture.png" not in found.texts
    assert "static/picture.png" in found.members
    assert len(found.members) == len(SMALL)


@pytest.mark.parametrize(
    "bad",
    [
        member("course/../../etc/passwd", b"x"),
        member("/etc/passwd", b"x"),
        member("course/link.xml", kind=tarfile.SYMTYPE, link="/etc/passwd"),
        member("course/link.xml", kind=tarfile.LNKTYPE, link="course/course.xml"),
        member("course/device", kind=tarfile.CHRTYPE),
        member("course/pipe", kind=tarfile.FIFOTYPE),
        member("/".join("a" * 30), b"x"),
    ],
    ids=["upward", "absolute", "symlink", "hard link", "device", "pipe", "deep"],
)
def test_what_leads_out_or_is_no_file(tmp_path: Path, bad: tuple[tarfile.TarInfo, bytes]) -> None:
    assert refused(tarball(tmp_path / "a.tar.gz", [member("course/course.xml", COURSE_XML), bad])) == "unsafe_path"


def test_a_file_that_is_there_twice(tmp_path: Path) -> None:
    twice = [member("course/course.xml", COURSE_XML), member("./course/course.xml", b"<course/>")]
    assert refused(tarball(tmp_path / "a.tar.gz", twice)) == "file_twice"


def test_a_bomb(tmp_path: Path) -> None:
    bomb = [member("course/course.xml", COURSE_XML), member("course/static/zeros.bin", bytes(90 << 20))]
    path = tarball(tmp_path / "a.tar.gz", bomb)
    assert path.stat().st_size < 120_000
    assert refused(path) == "archive_too_large"


def test_a_name_that_fills_the_memory(tmp_path: Path) -> None:
    header, _data = member("././@LongLink", kind=tarfile.GNUTYPE_LONGNAME)
    header.size = 60 << 20
    path = tmp_path / "a.tar.gz"
    path.write_bytes(gzip.compress(header.tobuf() + bytes(1 << 20)))
    assert refused(path) == "not_an_archive"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(members=3), "too_many_files"),
        (Limits(text=100), "course_file_too_large"),
        (Limits(texts=1000), "archive_too_large"),
        (Limits(unpacked=5000), "archive_too_large"),
    ],
)
def test_limits(tmp_path: Path, limits: Limits, code: str) -> None:
    assert refused(archive(tmp_path / "a.tar.gz"), limits) == code


@pytest.mark.parametrize("cut", [0, 5, 100, -200, -4])
def test_an_archive_that_was_cut_off(tmp_path: Path, cut: int) -> None:
    path = archive(tmp_path / "a.tar.gz")
    path.write_bytes(path.read_bytes()[:cut])
    assert refused(path) == "not_an_archive"


def test_a_flipped_byte(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.tar.gz")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x55
    path.write_bytes(data)
    assert refused(path) == "not_an_archive"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<course/>", gzip.compress(b"no archive" * 100)])
def test_what_is_no_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.tar.gz"
    path.write_bytes(content)
    assert refused(path) in {"not_an_archive", "no_course"}


def test_an_archive_without_a_course(tmp_path: Path) -> None:
    assert refused(archive(tmp_path / "a.tar.gz", course(**{"course.xml": None}))) == "no_course"
    assert refused(archive(tmp_path / "b.tar.gz", root="a/b/")) == "no_course"


def test_long_and_chinese_names(tmp_path: Path) -> None:
    name = "static/" + "很长的名字" * 30 + ".srt"
    path = tmp_path / "a.tar.gz"
    with tarfile.open(path, "w:gz", format=tarfile.PAX_FORMAT) as packed:
        for info, data in [member("course/course.xml", COURSE_XML), member(f"course/{name}", b"x")]:
            packed.addfile(info, io.BytesIO(data))
    assert read_archive(path).texts[name] == b"x"
