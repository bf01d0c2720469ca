"""A file is what its content says, whatever its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.offline.sheets import build


def refused(tmp_path: Path, data: bytes, name: str = "table.xlsx") -> tuple[str, dict[str, object]]:
    path = tmp_path / name
    path.write_bytes(data)
    error = build.refusal(path)
    return error.code, error.values


def ole(stream: str, *, sector: int = 0) -> bytes:
    """A compound file whose directory, in the given sector, names ``stream``."""
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504)
    head[30:32] = (9).to_bytes(2, "little")
    head[48:52] = sector.to_bytes(4, "little")
    return bytes(head) + b"\x00" * 512 * sector + "Root Entry".encode("utf-16-le") + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\r\n <html><table>", "HTML/XML"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook>', "HTML/XML"),
    ],
)
@pytest.mark.parametrize("name", ["table.xlsx", "table.csv"])
def test_other_files_under_a_table_s_name(tmp_path: Path, data: bytes, kind: str, name: str) -> None:
    assert refused(tmp_path, data, name) == ("not_a_table", {"kind": kind})


def test_old_workbooks_are_told_from_those_with_a_password(tmp_path: Path) -> None:
    assert refused(tmp_path, ole("Workbook")) == ("old_workbook", {})
    assert refused(tmp_path, ole("EncryptedPackage")) == ("password", {})
    assert refused(tmp_path, ole("EncryptedPackage", sector=40)) == ("password", {})


def test_an_old_workbook_that_is_cut_off(tmp_path: Path) -> None:
    for length in range(8, 64):
        assert refused(tmp_path, ole("EncryptedPackage")[:length]) == ("old_workbook", {})
    absurd = bytearray(ole("Workbook"))
    absurd[30:32], absurd[48:52] = b"\xff\xff", b"\xff\xff\xff\xff"
    assert refused(tmp_path, bytes(absurd)) == ("old_workbook", {})


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03", b"MZ\x90\x00", "姓名,身份证号\n".encode("utf-16-le"), "姓名\n".encode("utf-32")],
)
def test_bytes_that_are_no_text(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data) == ("unknown_content", {})


@pytest.mark.parametrize(
    "data", [b"", b"\r\n\r\n", b" \t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n\n", b",,,\n,\n", b"\xff\xfe"]
)
def test_empty_files(tmp_path: Path, data: bytes) -> None:
    assert refused(tmp_path, data, "table.csv") == ("empty", {})


@pytest.mark.parametrize("data", ["姓名,身份证号\n", "姓名,身份证号", "\n\n姓名,身份证号\n\n,,,\n"])
def test_a_header_alone(tmp_path: Path, data: str) -> None:
    assert refused(tmp_path, data.encode())[0] == "no_rows"


def test_a_table_may_begin_after_many_blank_lines(tmp_path: Path) -> None:
    path = build.csv_file(tmp_path, "\r\n" * 5_000 + "姓名,身份证号\n张三,1\n")
    (row,) = build.read(path)
    assert row.line == 5_002


def test_names_do_not_matter(tmp_path: Path) -> None:
    csv = build.csv_file(tmp_path, "姓名,身份证号\n张三,1\n")
    xlsx = build.workbook(tmp_path, build.row(2, "李四", "2"))
    swapped = csv.rename(tmp_path / "other.xlsx"), xlsx.rename(tmp_path / "other.csv")
    assert [build.texts(path) for path in swapped] == [[["张三", "1", ""]], [["李四", "2", ""]]]
