"""Packages made to harm: whatever lies in them, the answer is a verdict, never a traceback."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from cadretrain_reports.offline.problems import Code, Unreadable
from cadretrain_reports.offline.verify import Report, verify_package
from cadretrain_reports.rules.notes import Signer
from tests.reports.offline import build, forge

DEEP = b'{"entries":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
LINES = {
    "deep lists": DEEP,
    "deep objects": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
    "infinite number": b'{"index":1e999}',
    "not a number": b'{"year":NaN}',
    "endless integer": b'{"year":' + b"9" * 5000 + b"}",
    "large integer": b'{"entries":[99999999999999999999999],"traineeId":"x"}',
    "no UTF-8": b'{"year":"\xff\xfe"}',
    "lone surrogate": b'{"traineeId":"\\ud800"}',
    "NUL": b'{"traineeId":"\x00"}',
    "escaped NUL": b'{"traineeId":"\\u0000","courseId":"a/b","year":1}',
    "key twice": b'{"year":1,"year":2}',
    "a list": b"[]",
    "a number": b"1",
    "nothing": b"",
    "BOM": b"\xef\xbb\xbf{}",
    "CRLF": b"{}\r",
    "unhashable": b'{"traineeId":[],"courseId":{},"year":[],"entries":{}}',
    "strange course": b'{"traineeId":"","courseId":"/","year":0,"entries":[true,-1,null,"7"]}',
    "long line": b'{"a":"' + b"x" * (1 << 20) + b'"}',
}
LINE_FILES = (
    "data/portfolio/course.jsonl",
    "data/portfolio/metadata.jsonl",
    "data/portfolio/course.csv",
    "data/portfolio/metadata.csv",
    "data/log/entries.jsonl",
    "data/log/checkpoint",
    "data/datapackage.json",
    "manifest-sha256.txt",
    "tagmanifest-sm3.txt",
    "bag-info.txt",
    "signature.note",
)


def _altered(package: Path) -> Report:
    report = verify_package(package, build.key())
    assert not report.intact
    for problem in report.problems:
        assert problem.file.isprintable()
        assert problem.record.isprintable()
        assert problem.reason.isprintable()
    return report


def _insert_line(path: Path, line: bytes) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    middle = len(lines) // 2
    path.write_bytes(b"".join([*lines[:middle], line + b"\n", *lines[middle:]]))


@pytest.mark.parametrize("name", LINE_FILES)
@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_hostile_line_in_any_file_is_a_problem_of_that_file(package: Path, name: str, line: bytes) -> None:
    _insert_line(package / name, line)
    assert name in {problem.file for problem in _altered(package).problems}


@pytest.mark.parametrize("name", [name for name in LINE_FILES if name.startswith(("data/portfolio", "data/log"))])
@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_a_hostile_line_is_found_under_digests_that_fit_as_well(package: Path, name: str, line: bytes) -> None:
    _insert_line(package / name, line)
    forge_what_can_be(package)
    assert name in {problem.file for problem in _altered(package).problems}


@pytest.mark.parametrize("name", LINE_FILES)
@pytest.mark.parametrize("content", [b"", b"\n", b"\x00" * 100, DEEP, b"\n\n\n", b"x" * 3_000_000], ids=range(6))
def test_a_file_with_nothing_right_in_it_is_a_problem(package: Path, name: str, content: bytes) -> None:
    (package / name).write_bytes(content)
    assert name in {problem.file for problem in _altered(package).problems}


def forge_what_can_be(package: Path) -> None:
    """Let the digests agree, so that the line itself is what is found."""
    try:
        forge.sign_anew(package, Signer.generate(build.SITE))
    except (ValueError, RecursionError):
        return


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("earned_at", "9999-12-31T23:59:59Z"),
        ("course_duration", 2**53 - 1),
        ("learning_duration", 2**53 - 1),
        ("year", 2999),
        ("credit_hours", "1000"),
        ("bands", [[None, "1000"]]),
        ("unit", "\u202eevil"),
        ("course", "../../etc/passwd"),
        ("earned_at", "2026-02-30T00:00:00Z"),
        ("bands", []),
        ("trainee", {}),
        ("kind", "study"),
        ("kind", []),
    ],
)
def test_a_record_at_the_edge_of_what_can_be_said_is_a_problem(package: Path, field: str, value: object) -> None:
    forge.edit_row(package / "data/log/entries.jsonl", 8, lambda row: row["record"].update({field: value}))
    forge_what_can_be(package)
    records = {p.record for p in _altered(package).problems if p.file == "data/log/entries.jsonl"}
    assert "entry 8" in records


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.pop("period"),
        lambda document: document.update(period=[]),
        lambda document: document["period"].update(start="9999-12-31", end="0001-01-01"),
        lambda document: document["period"].update(timeZone="../../etc/passwd"),
        lambda document: document["period"].update(timeZone=["x"]),
        lambda document: document["period"].update(label="2026"),
        lambda document: document["period"].update(start=2026),
        lambda document: document.update(bands=[[900, "1e999999"]]),
        lambda document: document.update(bands=7),
        lambda document: document.update(bands=[[None, 1e300]]),
    ],
)
def test_a_hostile_description_is_a_problem_of_the_description(
    package: Path, change: Callable[[dict[str, object]], None]
) -> None:
    forge.edit_json(package / "data/datapackage.json", change)
    forge.sign_anew(package, Signer.generate(build.SITE))
    codes = {p.code for p in _altered(package).problems if p.file == "data/datapackage.json"}
    assert codes == {Code.MALFORMED}


@pytest.mark.parametrize(
    "path",
    [
        "../outside",
        "/etc/passwd",
        "data/../../x",
        "data//x",
        "data/./x",
        "data\\x",
        "data/%2e%2e",
        "~/x",
        "data/\x1b[31m",
    ],
)
def test_a_manifest_never_leads_outside(package: Path, path: str) -> None:
    manifest = package / "manifest-sha256.txt"
    manifest.write_text(manifest.read_text() + f"{'0' * 64}  {path}\n", encoding="utf-8")
    found = {(problem.file, problem.code) for problem in _altered(package).problems}
    assert ("manifest-sha256.txt", Code.MALFORMED) in found
    assert not any("etc/passwd" in file or "outside" in file for file, _code in found)


def test_links_are_refused_and_not_followed(package: Path, tmp_path: Path) -> None:
    course = package / "data/portfolio/course.jsonl"
    shutil.move(course, tmp_path / "elsewhere")
    course.symlink_to(tmp_path / "elsewhere")
    (package / "data/loop").symlink_to(package)
    found = {(problem.file, problem.code) for problem in _altered(package).problems}
    assert {
        ("data/portfolio/course.jsonl", Code.ODD_PATH),
        ("data/portfolio/course.jsonl", Code.MISSING_FILE),
        ("data/loop", Code.ODD_PATH),
    } <= found


def test_a_pipe_is_refused_and_not_read(package: Path) -> None:
    os.mkfifo(package / "data/pipe")
    assert ("data/pipe", Code.ODD_PATH) in {(p.file, p.code) for p in _altered(package).problems}


def test_an_empty_directory_is_refused(package: Path) -> None:
    (package / "data/empty").mkdir()
    assert ("data/empty", Code.ODD_PATH) in {(p.file, p.code) for p in _altered(package).problems}


@pytest.mark.parametrize("name", [b"\xff\xfe", b"\x1b[31mred", b"new\nline", b"a:b", b" space "])
def test_file_names_are_shown_so_that_no_terminal_obeys_them(package: Path, name: bytes) -> None:
    with open(os.path.join(os.fsencode(package), b"data", name), "wb") as stream:  # noqa: PTH118, PTH123
        stream.write(b"x")
    assert Code.ODD_PATH in {problem.code for problem in _altered(package).problems}


def test_a_directory_in_place_of_a_file_is_a_problem(package: Path) -> None:
    for name in ("signature.note", "data/log/entries.jsonl", "manifest-sm3.txt"):
        (package / name).unlink()
        (package / name).mkdir()
    found = {(problem.file, problem.code) for problem in _altered(package).problems}
    for name in ("signature.note", "data/log/entries.jsonl", "manifest-sm3.txt"):
        assert {(name, Code.ODD_PATH), (name, Code.MISSING_FILE)} <= found


def test_a_thousand_bad_lines_do_not_make_a_thousand_problems(package: Path) -> None:
    (package / "data/log/entries.jsonl").write_bytes(b"{}\n" * 1000)
    report = _altered(package)
    malformed = [problem for problem in report.problems if problem.code is Code.MALFORMED]
    more = [problem for problem in report.problems if problem.code is Code.MORE]
    assert (len(malformed), len(more)) == (200, 1)
    assert "800" in more[0].reason


def test_deleting_any_file_is_found_by_its_name(package: Path) -> None:
    for name, path in forge.files(package).items():
        data = path.read_bytes()
        path.unlink()
        assert (name, Code.MISSING_FILE) in {(p.file, p.code) for p in _altered(package).problems}
        path.write_bytes(data)
    assert verify_package(package).intact


def test_cutting_any_file_short_is_found_by_its_name(package: Path) -> None:
    rng = random.Random(9001)
    for name, path in forge.files(package).items():
        data = path.read_bytes()
        path.write_bytes(data[: rng.randrange(len(data))])
        assert name in {problem.file for problem in _altered(package).problems}
        path.write_bytes(data)


def test_noise_in_every_file_at_once_ends_in_a_verdict(package: Path) -> None:
    rng = random.Random(862)
    for _round in range(10):
        for path in forge.files(package).values():
            data = bytearray(path.read_bytes())
            for _flip in range(5):
                data[rng.randrange(len(data))] = rng.randrange(256)
            path.write_bytes(data)
        _altered(package)


def test_so_many_files_that_no_package_has_them_are_unreadable(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cadretrain_reports.offline.paths._MOST_FILES", 10)
    with pytest.raises(Unreadable, match="more than 10 files"):
        verify_package(package)
