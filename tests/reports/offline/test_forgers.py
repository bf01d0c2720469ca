"""Every forgery is found, and the file (and record) it touched is named; by lazy and by careful forgers alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.offline.problems import Code
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.notes import Signer, checkpoint_text
from tests.reports.offline import build, forge

COURSE, COURSE_CSV = "data/portfolio/course.jsonl", "data/portfolio/course.csv"
METADATA, ENTRIES = "data/portfolio/metadata.jsonl", "data/log/entries.jsonl"
CHECKPOINT, DICTIONARY, SEAL = "data/log/checkpoint", "data/dictionary.json", "signature.note"

FIRST, SECOND = build.trainee_id(0), build.trainee_id(1)
CREDIT = 8  # log index of the credit behind COURSE_ROW; line 9 of the entries
COURSE_ROW = f"{FIRST} GBXY/C001 2026"  # line 2 of the course rows
EXEMPT_ROW = f"{FIRST} GBXY/C004 2026"  # line 5: credited the year before


@dataclass(frozen=True)
class Forgery:
    """What is done, and how it must be named; ``log`` tells whether the log alone gives it away."""

    change: Callable[[Path], None]
    file: str
    record: str
    code: Code
    log: bool = True


def _swap(file: str, one: int, other: int) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        def edit(lines: list[bytes]) -> list[bytes]:
            lines[one], lines[other] = lines[other], lines[one]
            return lines

        forge.edit_lines(package / file, edit)

    return change


def _swap_both(rows: str, twin: str, one: int, other: int) -> Callable[[Path], None]:
    """Swap two rows and, with the twin's header above them, their twins."""

    def change(package: Path) -> None:
        _swap(rows, one, other)(package)
        _swap(twin, one + 1, other + 1)(package)

    return change


def _drop(file: str, line: int) -> Callable[[Path], None]:
    return lambda package: forge.edit_lines(package / file, lambda lines: lines[:line] + lines[line + 1 :])


def _drop_whole(package: Path) -> None:
    """Take a credit out of the entries, and make its row and the row's twin those of somebody who never earned it."""
    _drop(ENTRIES, CREDIT)(package)
    changes = {"earnedCreditHour": 0, "earnedDate": None, "counted": False, "finishTime": None}
    _set(COURSE, 1, **changes, courseRequirement=None, assessmentMethod=None, entries=[])(package)


def _duplicate(file: str, line: int) -> Callable[[Path], None]:
    return lambda package: forge.edit_lines(package / file, lambda lines: lines[: line + 1] + lines[line:])


def _set(file: str, line: int, *path: str, **values: Any) -> Callable[[Path], None]:
    def change(row: dict[str, Any]) -> None:
        for step in path:
            row = row[step]
        row.update(values)

    return lambda package: forge.edit_row(package / file, line, change)


def _replace(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(package: Path) -> None:
        text = (package / file).read_bytes()
        assert old.encode() in text
        (package / file).write_bytes(text.replace(old.encode(), new.encode(), 1))

    return change


def _grant_again(package: Path) -> None:
    def edit(lines: list[bytes]) -> list[bytes]:
        return [*lines, lines[CREDIT].replace(b'"index":8,', b'"index":52,')]

    forge.edit_lines(package / ENTRIES, edit)


def _swap_trainees(package: Path) -> None:
    _set(COURSE, 1, traineeId=SECOND)(package)
    _set(COURSE, 6, traineeId=FIRST)(package)


def _foreign_checkpoint(package: Path) -> None:
    stranger = Signer.generate(build.SITE)
    note = stranger.sign(checkpoint_text(build.SITE, 52, bytes(32)))
    (package / CHECKPOINT).write_text(note, encoding="utf-8")


FORGERIES = {
    "swapped rows": Forgery(_swap(COURSE, 1, 2), COURSE, f"{FIRST} GBXY/C002 2026", Code.TWIN_DIFFERS, log=False),
    "swapped rows and twins": Forgery(
        _swap_both(COURSE, COURSE_CSV, 1, 2), COURSE, f"{FIRST} GBXY/C001 2026", Code.OUT_OF_ORDER
    ),
    "swapped metadata and twins": Forgery(
        _swap_both(METADATA, METADATA.replace("jsonl", "csv"), 0, 1), METADATA, FIRST, Code.OUT_OF_ORDER
    ),
    "swapped trainees": Forgery(_swap_trainees, COURSE, f"{SECOND} GBXY/C001 2026", Code.FIELD_DIFFERS),
    "swapped entries": Forgery(_swap(ENTRIES, 5, 6), ENTRIES, "entry 5", Code.OUT_OF_ORDER),
    "swapped metadata": Forgery(_swap(METADATA, 0, 1), METADATA, SECOND, Code.TWIN_DIFFERS, log=False),
    "dropped row": Forgery(_drop(COURSE, 1), COURSE, COURSE_ROW, Code.ROW_MISSING),
    "dropped last row": Forgery(_drop(COURSE, 19), COURSE, f"{build.trainee_id(3)} GBXY/C004 2026", Code.ROW_MISSING),
    "dropped trainee": Forgery(_drop(METADATA, 1), METADATA, SECOND, Code.ROW_MISSING),
    "dropped entry": Forgery(_drop(ENTRIES, CREDIT), ENTRIES, f"entry {CREDIT}", Code.ENTRY_MISSING),
    "dropped without a trace": Forgery(_drop_whole, ENTRIES, f"entry {CREDIT}", Code.ENTRY_MISSING, log=False),
    "dropped twin row": Forgery(_drop(COURSE_CSV, 2), COURSE_CSV, COURSE_ROW, Code.TWIN_DIFFERS),
    "duplicated row": Forgery(_duplicate(COURSE, 1), COURSE, COURSE_ROW, Code.ROW_DUPLICATED),
    "duplicated trainee": Forgery(_duplicate(METADATA, 1), METADATA, SECOND, Code.ROW_DUPLICATED),
    "duplicated entry": Forgery(_duplicate(ENTRIES, CREDIT), ENTRIES, f"entry {CREDIT}", Code.OUT_OF_ORDER),
    "duplicated twin row": Forgery(_duplicate(COURSE_CSV, 2), COURSE_CSV, "line 4", Code.TWIN_DIFFERS),
    "re-dated row": Forgery(_set(COURSE, 1, earnedDate="2026-12-31"), COURSE, COURSE_ROW, Code.FIELD_DIFFERS),
    "row of another year": Forgery(_set(COURSE, 1, year=2025), COURSE, COURSE_ROW, Code.FIELD_DIFFERS),
    "re-dated entry": Forgery(
        _set(ENTRIES, CREDIT, "record", earned_at="2026-12-31T00:00:00Z"),
        ENTRIES,
        f"entry {CREDIT}",
        Code.NOT_IN_LOG,
    ),
    "entry of another time": Forgery(
        _set(ENTRIES, CREDIT, at="2026-12-31T00:00:00Z"), ENTRIES, f"entry {CREDIT}", Code.NOT_IN_LOG
    ),
    "entry of another year": Forgery(
        _set(ENTRIES, CREDIT, "record", earned_at="2027-06-01T00:00:00Z"),
        ENTRIES,
        f"entry {CREDIT}",
        Code.OUTSIDE_PERIOD,
    ),
    "re-granted entry": Forgery(_grant_again, ENTRIES, "entry 52", Code.SECOND_CREDIT),
    "re-granted row": Forgery(
        _set(COURSE, 4, earnedCreditHour=1, exempted=False, counted=True, earnedDate="2026-03-01"),
        COURSE,
        EXEMPT_ROW,
        Code.FIELD_DIFFERS,
    ),
    "raised hours of a row": Forgery(_set(COURSE, 1, earnedCreditHour=1), COURSE, COURSE_ROW, Code.FIELD_DIFFERS),
    "raised hours of an entry": Forgery(
        _set(ENTRIES, CREDIT, "record", credit_hours="1"), ENTRIES, f"entry {CREDIT}", Code.WRONG_HOURS
    ),
    "raised hours of a twin": Forgery(
        _replace(COURSE_CSV, "无需考核,,,0.5,", "无需考核,,,5,"), COURSE_CSV, COURSE_ROW, Code.TWIN_DIFFERS
    ),
    "renamed trainee": Forgery(_set(METADATA, 0, name="李**"), METADATA, FIRST, Code.TWIN_DIFFERS, log=False),
    "another account time": Forgery(
        _set(METADATA, 0, createdTime="2020-01-01T00:00:00+08:00"), METADATA, FIRST, Code.FIELD_DIFFERS
    ),
    "another header": Forgery(_replace(COURSE_CSV, "获得学时,", "应得学时,"), COURSE_CSV, "line 1", Code.TWIN_DIFFERS),
    "edited dictionary": Forgery(
        _replace(DICTIONARY, "获得学时", "应得学时"), DICTIONARY, "", Code.ALTERED_FILE, log=False
    ),
    "edited bag info": Forgery(
        _replace("bag-info.txt", "2027-01-05", "2026-01-05"), "bag-info.txt", "", Code.ALTERED_FILE, log=False
    ),
    "edited readme": Forgery(
        _replace("data/README.md", "不声明", "声明"), "data/README.md", "", Code.ALTERED_FILE, log=False
    ),
    "added file": Forgery(
        lambda package: (package / "data/extra.csv").write_text("x"),  # type: ignore[arg-type, return-value]
        "data/extra.csv",
        "",
        Code.UNLISTED_FILE,
        log=False,
    ),
    "added tag file": Forgery(
        lambda package: (package / "fetch.txt").write_text("http://example.org/ 1 data/x\n"),  # type: ignore[arg-type, return-value]
        "fetch.txt",
        "",
        Code.UNLISTED_FILE,
        log=False,
    ),
    "removed twin": Forgery(
        lambda package: (package / COURSE_CSV).unlink(), COURSE_CSV, "", Code.MISSING_FILE, log=False
    ),
    "removed dictionary": Forgery(
        lambda package: (package / DICTIONARY).unlink(), DICTIONARY, "", Code.MISSING_FILE, log=False
    ),
    "removed checkpoint": Forgery(
        lambda package: (package / CHECKPOINT).unlink(), CHECKPOINT, "", Code.MISSING_FILE, log=False
    ),
    "foreign checkpoint": Forgery(_foreign_checkpoint, CHECKPOINT, "", Code.BAD_SIGNATURE),
}
cases = pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)


def _found(package: Path, *, pinned: bool) -> set[tuple[str, str, Code]]:
    report = verify_package(package, build.key() if pinned else None)
    assert not report.intact
    return {(problem.file, problem.record, problem.code) for problem in report.problems}


@cases
def test_a_lazy_forger_is_found_by_file_and_record(package: Path, forgery: Forgery) -> None:
    forgery.change(package)
    found = _found(package, pinned=False)
    assert (forgery.file, forgery.record, forgery.code) in found
    assert (forgery.file, "", Code.ALTERED_FILE) in found or forgery.code in {Code.UNLISTED_FILE, Code.MISSING_FILE}


@cases
def test_a_careful_forger_is_found_by_file_and_record(package: Path, forgery: Forgery) -> None:
    forgery.change(package)
    forge.recompute(package)
    found = _found(package, pinned=True)
    assert (forgery.file, forgery.record, forgery.code) in found
    manifests = {f"{tag}manifest-{digest}.txt" for tag in ("", "tag") for digest in ("sha256", "sm3")}
    altered = {file for file, _record, code in found if code is Code.ALTERED_FILE}
    assert altered & manifests or forgery.file == "fetch.txt"


@cases
def test_a_forger_who_signs_anew_is_found_by_the_key_and_the_log_still_names_records(
    package: Path, forgery: Forgery
) -> None:
    forgery.change(package)
    forge.sign_anew(package, Signer.generate(build.SITE))
    found = _found(package, pinned=True)
    assert (SEAL, "", Code.WRONG_KEY) in found
    if forgery.log:
        assert (forgery.file, forgery.record, forgery.code) in found


def test_only_the_altered_file_is_blamed_where_the_signature_holds(package: Path) -> None:
    FORGERIES["raised hours of a row"].change(package)
    assert {problem.file for problem in verify_package(package).problems} == {COURSE}


def test_an_altered_entry_does_not_put_blame_on_the_rows_made_of_it(package: Path) -> None:
    FORGERIES["raised hours of an entry"].change(package)
    assert {problem.file for problem in verify_package(package).problems} == {ENTRIES}


def test_a_dropped_entry_does_not_put_blame_on_its_row(package: Path) -> None:
    FORGERIES["dropped entry"].change(package)
    assert {problem.file for problem in verify_package(package).problems} == {ENTRIES}


def test_a_reason_says_what_the_row_says_and_what_its_records_give(package: Path) -> None:
    FORGERIES["raised hours of a row"].change(package)
    reasons = [p.reason for p in verify_package(package).problems if p.code is Code.FIELD_DIFFERS]
    assert len(reasons) == 1
    assert "earnedCreditHour: 1 ≠ 0.5" in reasons[0]


def test_without_a_key_a_package_signed_anew_carries_the_key_to_look_at(package: Path) -> None:
    stranger = Signer.generate(build.SITE)
    (package / CHECKPOINT).write_text(build.academy().checkpoint(stranger), encoding="utf-8")
    forge.sign_anew(package, stranger)
    report = verify_package(package)
    assert (report.intact, report.pinned, report.key) == (True, False, stranger.verifier.text)
    pinned = verify_package(package, build.key())
    assert {(p.file, p.code) for p in pinned.problems} == {(SEAL, Code.WRONG_KEY), (CHECKPOINT, Code.WRONG_KEY)}


def test_a_broken_signature_does_not_hide_the_rest(package: Path) -> None:
    FORGERIES["raised hours of a row"].change(package)
    _replace(SEAL, "records 48", "records 47")(package)
    found = _found(package, pinned=True)
    assert {(SEAL, "", Code.BAD_SIGNATURE), (COURSE, COURSE_ROW, Code.FIELD_DIFFERS)} <= found
    assert {(COURSE, "", Code.ALTERED_FILE), (ENTRIES, "", Code.COUNT_DIFFERS)} <= found


@pytest.mark.parametrize("extra", ["removed", "recomputed"])
def test_without_a_signature_manifests_and_log_name_what_they_can(package: Path, extra: str) -> None:
    FORGERIES["raised hours of a row"].change(package)
    (package / SEAL).unlink()
    if extra == "recomputed":
        forge.recompute(package)
    found = _found(package, pinned=False)
    assert {(SEAL, "", Code.MISSING_FILE), (COURSE, COURSE_ROW, Code.FIELD_DIFFERS)} <= found
    assert ((COURSE, "", Code.MANIFEST_DIFFERS) in found) == (extra == "removed")


def test_a_checkpoint_of_another_log_does_not_put_blame_on_every_entry(package: Path) -> None:
    _foreign_checkpoint(package)
    forge.sign_anew(package, Signer.generate(build.SITE))
    files = {problem.file for problem in verify_package(package, build.key()).problems}
    assert files == {SEAL, CHECKPOINT}
