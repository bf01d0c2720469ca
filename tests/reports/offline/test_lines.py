"""Files are read within limits."""

from __future__ import annotations

from pathlib import Path

import pytest

from cadretrain_reports.offline import lines as module
from cadretrain_reports.offline.lines import LONGEST_LINE, line_name, lines, small_file
from cadretrain_reports.offline.problems import Code, Findings


def _read(path: Path, data: bytes) -> tuple[list[tuple[int, bytes]], list[tuple[str, Code]]]:
    path.write_bytes(data)
    findings = Findings()
    found = list(lines(path, "name", findings))
    return found, [(problem.record, problem.code) for problem in findings.problems()]


@pytest.mark.parametrize(
    ("data", "found", "problems"),
    [
        (b"", [], []),
        (b"a\n\nb\r\n", [(1, b"a"), (2, b""), (3, b"b\r")], []),
        (b"a\nb", [(1, b"a")], [("line 2", Code.MALFORMED)]),
        (b"x" * LONGEST_LINE + b"\n", [(1, b"x" * LONGEST_LINE)], []),
        (b"a\n" + b"x" * (LONGEST_LINE + 2) + b"\nb\n", [(1, b"a")], [("line 2", Code.TOO_LARGE)]),
    ],
)
def test_lines(tmp_path: Path, data: bytes, found: list[tuple[int, bytes]], problems: list[tuple[str, Code]]) -> None:
    assert _read(tmp_path / "file", data) == (found, problems)


def test_small_files_are_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_FILE", 1 << 20)
    (tmp_path / "file").write_bytes(b"x" * (1 << 20))
    findings = Findings()
    assert small_file(tmp_path / "file", "name", findings) == b"x" * (1 << 20)
    assert findings.problems() == ()
    (tmp_path / "file").write_bytes(b"x" * ((1 << 20) + 1))
    assert small_file(tmp_path / "file", "name", findings) is None
    assert [(problem.file, problem.code) for problem in findings.problems()] == [("name", Code.TOO_LARGE)]


def test_line_names() -> None:
    assert line_name(7) == "line 7"
