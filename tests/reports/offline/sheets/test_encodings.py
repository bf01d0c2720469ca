"""Texts in the encodings that Chinese spreadsheets write are read; in others, the first bad byte is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline.sheets import encodings
from tests.reports.offline.sheets import build

TEXT = "姓名,身份证号\n张三,1\n𠮷野家,2\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    assert build.texts(build.csv_file(tmp_path, TEXT, encoding)) == [["张三", "1", ""], ["𠮷野家", "2", ""]]


def test_utf_16_of_the_other_order(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"\xfe\xff" + TEXT.encode("utf-16-be"))
    assert build.texts(path)[1][0] == "𠮷野家"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_mark_before_a_quoted_header(tmp_path: Path, encoding: str) -> None:
    path = build.csv_file(tmp_path, '"姓名","身份证号"\n"张三","1"\n', encoding)
    assert build.texts(path) == [["张三", "1", ""]]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7])
def test_characters_that_two_chunks_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr(encodings, "_CHUNK", size)
    for encoding in ("utf-8", "utf-16", "gb18030"):
        assert build.texts(build.csv_file(tmp_path, TEXT, encoding))[1][0] == "𠮷野家"


@pytest.mark.parametrize("size", [1, 2, 3, 1 << 20])
@pytest.mark.parametrize(
    ("data", "offset", "line", "encoding"),
    [
        ("姓名,身份证号\n张三,1\n".encode() + b"\xff,2\n", 29, 3, "UTF-8"),
        ("姓名,身份证号\n张三,".encode() + "李四".encode()[:-1], 30, 2, "UTF-8"),
        (b"\xef\xbb\xbfname,code\n\xd5\xc5\xc8\xfd,1\n", 13, 2, "UTF-8"),
        ("姓名,身份证号\n张三".encode("gb18030") + b",1\n\xff,2\n", 21, 3, "GB18030"),
        ("姓名,身份证号\n张三,1".encode("gb18030") + b"\xd5", 20, 2, "GB18030"),
        (b"\xff\xfe" + "姓名\n张三\n".encode("utf-16-le") + b"\x00\xdc\x0a\x00", 14, 3, "UTF-16"),
        (b"\xff\xfe" + "姓名\n张三\n".encode("utf-16-le") + b"\x31", 14, 3, "UTF-16"),
        (b"\xfe\xff" + "姓名\n张三\n".encode("utf-16-be") + b"\xdc\x00", 14, 3, "UTF-16"),
    ],
)
def test_the_first_bad_byte_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, data: bytes, offset: int, line: int, encoding: str
) -> None:
    monkeypatch.setattr(encodings, "_CHUNK", size)
    path = tmp_path / "table.csv"
    path.write_bytes(data)
    error = build.refusal(path)
    assert error.code == "bad_encoding"
    assert error.values == {"offset": offset, "line": line, "encoding": encoding}


def test_utf_8_with_one_broken_byte_is_not_taken_for_gb18030(tmp_path: Path) -> None:
    whole = ("姓名,身份证号\n" + "张三,1\n" * 10).encode()
    broken = whole.replace("张三".encode(), "张三".encode()[:-1] + b"\xff", 1)
    read_as_gb18030 = (whole[:-5] + whole[-4:]).replace(b"\xff", b"")
    path = tmp_path / "table.csv"
    for data in (broken, read_as_gb18030):
        path.write_bytes(data)
        assert build.refusal(path).values["encoding"] == "UTF-8"
