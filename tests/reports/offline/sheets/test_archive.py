"""Archives are opened within limits: what they declare is judged before anything is unpacked."""

from __future__ import annotations

import copy
import os
import tracemalloc
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest

from cadretrain_reports.offline.sheets import Limits
from tests.reports.offline.sheets import build

ROW = build.row(2, "张三", "1")


def whole(tmp_path: Path) -> Path:
    return build.workbook(tmp_path, ROW)


def peak_of_refusal(path: Path, code: str, limits: Limits | None = None) -> int:
    """Return how much memory it takes to refuse the file for this reason."""
    tracemalloc.start()
    error = build.refusal(path, limits=limits)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert error.code == code
    return peak


def patch(path: Path, offset_in_entry: int, size: int, value: int, name: str) -> None:
    """Change a number in the central directory's entry for ``name``."""
    data = bytearray(path.read_bytes())
    position = data.rindex(name.encode()) - 46 + offset_in_entry
    assert data[position - offset_in_entry :][:4] == b"PK\x01\x02"
    data[position : position + size] = value.to_bytes(size, "little")
    path.write_bytes(data)


@pytest.mark.parametrize("bomb", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/media/image1.png"])
def test_a_part_that_swells_is_refused_before_it_is_unpacked(tmp_path: Path, bomb: str) -> None:
    contents = build.parts(build.sheet(build.header_row(), ROW))
    path = build.archive(tmp_path, contents | {bomb: b"\x00" * 10_000_000})
    assert path.stat().st_size < 20_000
    assert peak_of_refusal(path, "unpacks_too_large") < 500_000


def test_a_bomb_that_is_xml(tmp_path: Path) -> None:
    blank = f"<worksheet><sheetData>{'<row/>' * 2_000_000}</sheetData></worksheet>"
    path = build.archive(tmp_path, build.parts(blank))
    assert peak_of_refusal(path, "unpacks_too_large") < 500_000


def test_a_bomb_that_lies_about_its_size_gives_no_more_than_it_says(tmp_path: Path) -> None:
    contents = build.parts(build.sheet(build.header_row(), ROW) + " " * 10_000_000)
    path = build.archive(tmp_path, contents)
    patch(path, 24, 4, 2_000, "xl/worksheets/sheet1.xml")
    assert peak_of_refusal(path, "damaged") < 1_000_000


def test_a_bomb_that_lies_about_its_packed_size(tmp_path: Path) -> None:
    path = build.archive(tmp_path, build.parts("x" * 10_000_000))
    patch(path, 20, 4, 9_000_000, "xl/worksheets/sheet1.xml")
    assert peak_of_refusal(path, "damaged") < 500_000


def test_parts_may_not_share_their_bytes(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with ZipFile(path, "w", ZIP_STORED) as made:
        made.writestr("one", os.urandom(100_000))
        for number in range(50):
            again = copy.copy(made.filelist[0])
            again.filename = again.orig_filename = f"n{number}"
            made.filelist.append(again)
    assert peak_of_refusal(path, "damaged") < 500_000


def test_parts_may_not_have_one_name(tmp_path: Path) -> None:
    path = whole(tmp_path)
    with ZipFile(path, "a", ZIP_DEFLATED) as made:
        made.writestr("XL/worksheets/sheet1.xml", build.sheet(build.header_row(), build.row(2, "李四", "2")))
    assert build.refusal(path).code == "damaged"


def test_the_total_is_bounded(tmp_path: Path) -> None:
    contents = build.parts(build.sheet(build.header_row(), ROW)) | {
        f"n{number}": os.urandom(999) for number in range(9)
    }
    path = build.archive(tmp_path, contents)
    with ZipFile(path) as made:
        total = sum(info.file_size for info in made.infolist())
    assert len(build.read(path, limits=Limits(unpacked_size=total))) == 1
    assert build.refusal(path, limits=Limits(unpacked_size=total - 1)).code == "unpacks_too_large"


def test_the_shared_strings_are_bounded(tmp_path: Path) -> None:
    table = build.strings("<t>张三</t>")
    path = build.workbook(tmp_path, build.row(2, build.cell("A2", "0", "s"), "1"), sharedStrings=table)
    size = len(table.encode())
    assert len(build.read(path, limits=Limits(strings_size=size))) == 1
    assert build.refusal(path, limits=Limits(strings_size=size - 1)).code == "unpacks_too_large"


def test_the_ratio_counts_for_large_parts_only(tmp_path: Path) -> None:
    path = build.workbook(tmp_path, ROW, **{"xl/small.xml": "x" * (1 << 20)})
    assert len(build.read(path)) == 1
    path = build.workbook(tmp_path, ROW, **{"xl/small.xml": "x" * ((1 << 20) + 1)})
    assert build.refusal(path).code == "unpacks_too_large"


def test_a_directory_of_a_million_names_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with ZipFile(path, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        for number in range(30_000):
            made.filelist.append(info := ZipInfo(f"xl/{number}"))
            info.header_offset = info.CRC = 0
        made._didModify = True
    assert path.stat().st_size > 1 << 20
    assert peak_of_refusal(path, "damaged") < 500_000


@pytest.mark.parametrize("method", [ZIP_BZIP2, ZIP_LZMA])
def test_only_the_packing_that_workbooks_use_is_unpacked(tmp_path: Path, method: int) -> None:
    path = tmp_path / "table.xlsx"
    with ZipFile(path, "w", method) as made:
        for name, content in build.parts(build.sheet(build.header_row(), ROW)).items():
            made.writestr(name, content)
    assert build.refusal(path).code == "damaged"


def test_stored_parts_are_read(tmp_path: Path) -> None:
    path = tmp_path / "table.xlsx"
    with ZipFile(path, "w", ZIP_STORED) as made:
        for name, content in build.parts(build.sheet(build.header_row(), ROW)).items():
            made.writestr(name, content)
    assert build.texts(path) == [["张三", "1", ""]]


def test_an_archive_with_a_password_is_told(tmp_path: Path) -> None:
    path = whole(tmp_path)
    patch(path, 8, 2, 1, "xl/worksheets/sheet1.xml")
    assert build.refusal(path).code == "password"


def test_a_packed_byte_that_changed_is_damage(tmp_path: Path) -> None:
    path = whole(tmp_path)
    with ZipFile(path) as made:
        info = made.getinfo("xl/worksheets/sheet1.xml")
        start = info.header_offset + 30 + len(info.filename)
    data = bytearray(path.read_bytes())
    # The last byte is left out: it is filled up with bits that mean nothing.
    for position in range(start, start + info.compress_size - 1):
        changed = bytearray(data)
        changed[position] ^= 0x55
        path.write_bytes(changed)
        assert build.refusal(path).code == "damaged"


@pytest.mark.parametrize("offset", [0, 4_000_000_000])
def test_a_part_that_does_not_begin_where_it_should_is_damage(tmp_path: Path, offset: int) -> None:
    path = whole(tmp_path)
    patch(path, 42, 4, offset, "xl/worksheets/sheet1.xml")
    assert build.refusal(path).code == "damaged"


def test_a_workbook_that_was_cut_off_anywhere(tmp_path: Path) -> None:
    path = whole(tmp_path)
    data = path.read_bytes()
    for length in range(4, len(data), 7):
        path.write_bytes(data[:length])
        assert build.refusal(path).code == "damaged"


def test_bytes_before_and_after_the_archive_do_no_harm(tmp_path: Path) -> None:
    path = whole(tmp_path)
    with ZipFile(path, "a") as made:
        made.comment = b"made by hand"
    assert len(build.read(path)) == 1


def test_names_that_lead_outside_do_no_harm(tmp_path: Path) -> None:
    path = build.workbook(tmp_path, ROW, **{"../../outside.xml": "x", "/etc/absolute": "x"})
    assert build.texts(path) == [["张三", "1", ""]]
    assert [found.name for found in tmp_path.iterdir()] == ["table.xlsx"]


def test_an_empty_archive(tmp_path: Path) -> None:
    assert build.refusal(build.archive(tmp_path, {})).code == "no_workbook"
