"""What an import remembers lies on the disk, in order, and goes away."""

from __future__ import annotations

from cadretrain_reports.offline.sheets import RefusedRow
from cadretrain_reports.workflows.imports.scratch import Scratch


def test_the_first_line_of_an_identifier_by_column() -> None:
    with Scratch() as scratch:
        assert scratch.first_line("code", "T1", 2) == 2
        assert scratch.first_line("code", "T1", 9) == 2
        assert scratch.first_line("code", "T2", 9) == 9
        assert scratch.first_line("name", "T1", 9) == 9


def test_refused_rows_come_in_the_order_of_the_file() -> None:
    with Scratch() as scratch:
        scratch.refuse(9, {"code": "T9"}, ["一"])
        scratch.refuse(2, {"code": "T2"}, ["二", "三"])
        scratch.refuse(9, {"code": "T9"}, ["四"])
        assert list(scratch.refused()) == [
            RefusedRow(2, {"code": "T2"}, ["二", "三"]),
            RefusedRow(9, {"code": "T9"}, ["四"]),
        ]


def test_rows_wait_until_they_are_released() -> None:
    with Scratch() as scratch:
        for line in (5, 3, 4):
            scratch.hold(line, {"code": f"B{line}"})
        assert [row.line for row in scratch.held(0, 2)] == [3, 4]
        assert [(row.line, row.cells) for row in scratch.held(4, 2)] == [(5, {"code": "B5"})]
        scratch.release(4)
        assert [row.line for row in scratch.held(0, 9)] == [3, 5]


def test_no_identifier_lies_on_the_disk() -> None:
    with Scratch() as scratch:
        scratch.first_line("identity_number", "11010119800101001X", 2)
        dump = "\n".join(scratch._database.iterdump())
    assert "INSERT" in dump
    assert "1101" not in dump
