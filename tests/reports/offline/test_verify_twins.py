"""How a twin that differs is told: as closely as one look ahead allows."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline.layout import twin_file
from cadretrain_reports.offline.problems import Code
from cadretrain_reports.offline.rows import twin_line
from cadretrain_reports.offline.verify import verify_package
from tests.reports.offline import build, forge

CSV = twin_file("course")
ROWS = list(build.academy().course_rows())
LINES = [twin_line("course", row) for row in ROWS]
FIRST = build.trainee_id(0)


def _name(number: int) -> str:
    return f"{ROWS[number]['traineeId']} {ROWS[number]['courseId']} 2026"


def _found(package: Path, lines: list[bytes]) -> list[str]:
    header = (package / CSV).read_bytes().split(b"\r\n")[0] + b"\r\n"
    (package / CSV).write_bytes(header + b"".join(lines))
    problems = verify_package(package).problems
    assert {problem.file for problem in problems} <= {CSV}
    return [problem.record for problem in problems if problem.code is Code.TWIN_DIFFERS]


@pytest.mark.parametrize(
    ("lines", "records"),
    [
        (LINES, []),
        (LINES[1:], [_name(0)]),
        (LINES[:5] + LINES[6:], [_name(5)]),
        (LINES[:-1], [_name(19)]),
        (LINES[:2] + LINES[1:], ["line 4"]),
        ([LINES[7], *LINES], ["line 2"]),
        ([*LINES, LINES[0]], ["line 26"]),
        ([LINES[0].replace("公文".encode(), "公函".encode()), *LINES[1:]], [_name(0)]),
        ([*LINES[:3], LINES[3].replace(b"\n", b" ", 1), *LINES[4:]], [_name(3)]),
        ([LINES[0].replace(b"\r\n", b"\n"), *LINES[1:]], [_name(0)]),
    ],
    ids=["same", "first missing", "one missing", "last missing", "doubled", "added", "added last", "altered",
         "newline in a cell gone", "other line end"],
)  # fmt: skip
def test_what_differs_is_named(package: Path, lines: list[bytes], records: list[str]) -> None:
    assert _found(package, lines) == records


def test_an_empty_twin_lacks_every_row(package: Path) -> None:
    (package / CSV).write_bytes(b"")
    problems = [problem for problem in verify_package(package).problems if problem.code is Code.TWIN_DIFFERS]
    assert [problem.record for problem in problems] == ["line 1", *(_name(number) for number in range(20))]


def test_a_row_that_cannot_be_read_is_not_held_against_the_twin(package: Path) -> None:
    forge.edit_lines(package / "data/portfolio/course.jsonl", lambda lines: [lines[0], b"{}\n", *lines[2:]])
    (package / CSV).write_bytes((package / CSV).read_bytes() + b"more\r\n")
    problems = verify_package(package).problems
    twins = [(problem.file, problem.record) for problem in problems if problem.code is Code.TWIN_DIFFERS]
    assert twins == [(CSV, "line 26")]
