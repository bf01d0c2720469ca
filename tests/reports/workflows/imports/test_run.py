"""All valid rows go in, all others come back with reasons, and sending a file twice changes nothing (6.1.1, 9.2.2)."""

from __future__ import annotations

import csv
import hashlib
import os
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.applets.people.api import Trainee, TraineeSpell
from cadretrain_reports.offline.sheets import SheetError
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows.imports import KINDS, MOST_TOLD, import_file, require_importer
from tests import factories
from tests.factories_courses import affairs
from tests.factories_imports import BODY, TEACHER, TRAINEE, counts, do_import, refused, table, trainees, world
from tests.reports.workflows.imports.conftest import Send
from tests.workers import Died, Worker, crew, together

pytestmark = pytest.mark.django_db

DO_IMPORT = f"{do_import.__module__}.{do_import.__name__}"
SCALE = int(os.environ.get("CADRETRAIN_SCALE", "20"))
"""A thousandth of the rows of the long run: a hundred stands for 100,000."""


def bad(**cells: str) -> dict[str, str]:
    return {**TRAINEE, **cells}


def test_valid_rows_go_in_and_the_others_come_back_with_line_column_value_and_reason(send: Send) -> None:
    outcome = send("trainees", TRAINEE, bad(code="T2", name=""), bad(code="T3", ethnicity="火星"), bad(code="T4"))
    assert counts(outcome) == (2, 0, 0, 2)
    assert list(Trainee.objects.order_by("code").values_list("code", flat=True)) == ["T1", "T4"]
    assert refused(outcome) == {
        3: "姓名: This must not be empty.",
        4: "民族 “火星”: This is neither a code nor a name of GB/T 3304-1991.",
    }


def test_every_fault_of_a_row_is_named_at_once(send: Send) -> None:
    said = refused(send("trainees", bad(name="9", ethnicity="火星", political_status="77")))[2]
    assert [line.split(" ")[0] for line in said.split("\n")] == ["姓名", "民族", "政治面貌"]


def test_the_same_file_again_changes_nothing(send: Send) -> None:
    send("trainees", *trainees(30))
    before, spells = world(), TraineeSpell.objects.count()
    outcome = send("trainees", *trainees(30))
    assert (counts(outcome), outcome.problem_file) == ((0, 0, 30, 0), None)
    assert (world(), TraineeSpell.objects.count()) == (before, spells)


def test_what_came_back_can_be_mended_and_sent_again(sender: Any, send: Send) -> None:
    outcome = send("trainees", TRAINEE, bad(code="T2", ethnicity="火星"))
    assert outcome.problem_file is not None
    text = outcome.problem_file.read_text("utf-8-sig").replace("火星", "汉")
    outcome.problem_file.write_text(text, "utf-8-sig")
    again = import_file(sender, "trainees", outcome.problem_file)
    assert (counts(again), again.ignored) == ((1, 0, 0, 0), ())


def test_what_came_back_and_was_not_mended_is_refused_again(sender: Any, send: Send) -> None:
    outcome = send("trainees", bad(position="=1+1"), bad(code="1.2E+17"), bad(code="T3", position="长" * 1001))
    assert outcome.problem_file is not None
    again = import_file(sender, "trainees", outcome.problem_file)
    assert counts(again) == (0, 0, 0, 3)
    assert all("has not been mended" in reason for reason in refused(again).values())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_encoding_that_spreadsheets_write(sender: Any, tmp_path: Path, encoding: str) -> None:
    path = table(tmp_path / "t.csv", "trainees", [bad(name="𠮷野")], encoding)
    assert counts(import_file(sender, "trainees", path)) == (1, 0, 0, 0)
    assert Trainee.objects.get().name == "𠮷野"


def test_a_workbook_comes_back_as_a_workbook(sender: Any, tmp_path: Path) -> None:
    path = table(tmp_path / "t.xlsx", "trainees", [TRAINEE, bad(code="T2", name="")])
    outcome = import_file(sender, "trainees", path)
    assert outcome.problem_file == tmp_path / "t-problems.xlsx"
    cells = [[cell.value for cell in row] for row in load_workbook(outcome.problem_file).active.iter_rows()]
    assert (len(cells), cells[1][0], cells[1][-2:]) == (2, "T2", ["3", "姓名: This must not be empty."])


def test_reasons_are_in_the_language_of_whoever_sends(send: Send) -> None:
    with translation.override("zh-hans"):
        said = refused(send("trainees", bad(unit="")))[2]
    assert said.startswith("单位代码")


def test_a_trial_tells_what_would_be_and_keeps_nothing(send: Send) -> None:
    rows = [TRAINEE, bad(code="T2"), bad(code="T3", name="")]
    outcome = send("trainees", *rows, dry_run=True)
    assert (counts(outcome), list(refused(outcome))) == ((2, 0, 0, 1), [4])
    assert not Trainee.objects.exists()
    kept = AuditEntry.objects.get()
    assert (kept.act, kept.details["dry_run"]) == ("import.file", True)


def test_a_trial_of_a_tree_sees_what_its_own_rows_would_add(send: Send) -> None:
    before = world()
    rows = [{**BODY, "code": f"B{number}", "parent": f"B{number - 1}"} for number in range(1, 1200)]
    outcome = send("organizations", {**BODY, "code": "B0"}, *rows[:20], dry_run=True)
    assert counts(outcome) == (21, 0, 0, 0)
    assert (world(), AuditEntry.objects.get().details["dry_run"]) == (before, True)


def test_the_audit_log_has_the_file_its_batches_and_the_counts_under_one_number(sender: Any, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "trainees", [*trainees(510), bad(unit="NOWHERE")])
    import_file(sender, "trainees", path)
    *batches, whole = AuditEntry.objects.order_by("pk")
    assert {entry.act for entry in batches} == {"import.batch"}
    assert [entry.details["lines"] for entry in batches] == [[2, 501], [502, 511]]
    assert whole.act == "import.file"
    assert whole.details == {
        "kind": "trainees",
        "dry_run": False,
        "added": 510,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
        "denied": 1,
        "taken": 0,
    }
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert {(entry.target_key, entry.operation, entry.actor_id) for entry in [*batches, whole]} == {
        (digest, whole.operation, sender.pk)
    }
    assert {entry.organization for entry in batches} == {"BUREAU"}


def test_an_identifier_that_comes_twice_is_refused_the_second_time(send: Send) -> None:
    outcome = send("trainees", TRAINEE, bad(name="李四"), bad(code="Ｔ1"))
    reason = "学员编号 “{}”: This stands in line 2 of the file already."
    assert refused(outcome) == {3: reason.format("T1"), 4: reason.format("Ｔ1")}
    assert Trainee.objects.get().name == "张三丰"


def test_columns_and_worksheets_that_were_passed_over_are_named(sender: Any, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["学员编号", "姓名", "单位代码", "手机号码"])
    book.active.append(["T1", "张三", "BUREAU", "1"])
    book.create_sheet("说明")
    book.save(tmp_path / "t.xlsx")
    outcome = import_file(sender, "trainees", tmp_path / "t.xlsx")
    assert (outcome.ignored, outcome.other_sheets, outcome.added) == (("手机号码",), ("说明",), 1)


def test_progress_goes_up_to_the_end(sender: Any, tmp_path: Path) -> None:
    told: list[float] = []
    import_file(sender, "trainees", table(tmp_path / "t.csv", "trainees", trainees(1200)), on_progress=told.append)
    assert told == sorted(told)
    assert (len(told) > 5, told[-1]) == (True, 1.0)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.csv", b"", "empty"),
        ("encoding.csv", "学员编号,姓名,单位代码\nT1,张三,".encode() + b"\xff\xff\n", "bad_encoding"),
        ("columns.csv", "学员编号,姓名\nT1,张三\n".encode(), "missing_columns"),
        ("broken.csv", '学员编号,姓名,单位代码\nT1,张三,BUREAU\nT2,"李四,BUREAU\n'.encode(), "broken_row"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "not_a_table"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_workbook"),
    ],
)
def test_of_a_file_that_cannot_be_read_to_its_end_nothing_goes_in(
    sender: Any, tmp_path: Path, name: str, content: bytes, code: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SheetError) as refused_file:
        import_file(sender, "trainees", tmp_path / name)
    assert refused_file.value.code == code
    assert not Trainee.objects.exists()


def test_a_bomb_that_calls_itself_a_workbook(sender: Any, tmp_path: Path) -> None:
    path = table(tmp_path / "t.xlsx", "trainees", [TRAINEE])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/more.xml", bytes(60 << 20))
    with pytest.raises(SheetError) as refused_file:
        import_file(sender, "trainees", path)
    assert refused_file.value.code == "unpacks_too_large"
    assert not Trainee.objects.exists()


def test_merged_cells_formulas_and_errors_are_named_by_cell(sender: Any, tmp_path: Path) -> None:
    book = Workbook()
    for cells in (
        ["学员编号", "姓名", "单位代码", "职务"],
        ["T1", "张三", "BUREAU", "处长"],
        ["T2", "李四", "BUREAU", "=A2"],
    ):
        book.active.append(cells)
    book.active.append(["T3", "王五", "BUREAU", "科长"])
    book.active.append(["T4", "赵六", "BUREAU"])
    book.active.merge_cells("D4:D5")
    book.save(tmp_path / "t.xlsx")
    outcome = import_file(sender, "trainees", tmp_path / "t.xlsx", problems_path=tmp_path / "back.csv")
    assert counts(outcome) == (1, 0, 0, 3)
    said = refused(outcome)
    assert said[3] == "职务 “=A2”: The cell holds a formula: put in its value."
    assert all("unmerge it" in said[line] for line in (4, 5))


def test_a_cell_of_ten_megabytes_is_refused_alone(sender: Any, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "trainees", [bad(position="长" * (10 << 20)), bad(code="T2")])
    outcome = import_file(sender, "trainees", path)
    assert counts(outcome) == (1, 0, 0, 1)
    assert "longer than 1000 characters" in refused(outcome)[2]
    assert outcome.problem_file is not None
    assert outcome.problem_file.stat().st_size < 2000


@pytest.mark.parametrize(
    ("one", "other"),
    [("code", "name"), ("code", "unit"), ("name", "unit"), ("position", "rank"), ("unit", "position")],
)
def test_of_a_table_with_swapped_columns_nothing_goes_in(send: Send, one: str, other: str) -> None:
    rows = [bad(code=f"T{number}") for number in range(5)]
    swapped = [{**row, one: row[other], other: row[one]} for row in rows]
    outcome = send("trainees", *swapped)
    assert (outcome.added, outcome.refused) == (0, 5)
    assert not Trainee.objects.exists()


def test_where_no_problems_could_be_written_nothing_is_begun(sender: Any, tmp_path: Path) -> None:
    path = table(tmp_path / "t.csv", "trainees", [TRAINEE])
    with pytest.raises(Refused) as unwritable:
        import_file(sender, "trainees", path, problems_path=tmp_path / "missing" / "back.csv")
    assert unwritable.value.code == "unwritable"
    assert not Trainee.objects.exists()


def test_memory_does_not_grow_with_the_file(sender: Any, tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        # Every second row is refused, so that what is remembered of refused rows is measured too.
        said = (row if number % 2 else {**row, "unit": "NOWHERE"} for number, row in enumerate(trainees(rows)))
        path = table(tmp_path / f"{rows}.csv", "trainees", said)
        tracemalloc.start()
        import_file(sender, "trainees", path)
        (_now, most), _stopped = tracemalloc.get_traced_memory(), tracemalloc.stop()
        return most

    peak(600)
    few, many = peak(2000), peak(8000)
    assert many < few * 1.1 + (1 << 20)


@pytest.mark.load
def test_a_hundred_thousand_trainees(sender: Any, tmp_path: Path) -> None:
    rows = 1000 * SCALE
    path = table(tmp_path / "t.xlsx", "trainees", trainees(rows))
    assert counts(import_file(sender, "trainees", path)) == (rows, 0, 0, 0)
    assert counts(import_file(sender, "trainees", path)) == (0, 0, rows, 0)
    assert TraineeSpell.objects.count() == rows


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statements", [3, 12, 20])
def test_killed_half_way_and_sent_again_it_is_as_if_sent_once(sender: Any, tmp_path: Path, statements: int) -> None:
    path = table(tmp_path / "t.csv", "trainees", trainees(1100))
    with Worker() as worker:
        worker.do("hello")
        worker.do("die_after", statements=statements)
        with pytest.raises(Died):
            worker.do("call", function=DO_IMPORT, actor=sender.pk, kind="trainees", path=str(path))
    left = Trainee.objects.count()
    assert left in (0, 500, 1000)
    assert counts(import_file(sender, "trainees", path)) == (1100 - left, 0, left, 0)
    assert TraineeSpell.objects.count() == Trainee.objects.count() == 1100


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["trainees", "organizations", "teachers"])
def test_two_processes_with_the_same_file_at_once_double_nothing(sender: Any, tmp_path: Path, kind: str) -> None:
    factories.organization("SASW", Capacity.TRAINING_INSTITUTION, parent=factories.department())
    rows = {
        "trainees": list(trainees(1100)),
        "organizations": [{**BODY, "code": f"B{number}"} for number in range(30)],
        "teachers": [{**TEACHER, "username": factories.user(f"teacher{number}").username} for number in range(30)],
    }[kind]
    path = table(tmp_path / "t.csv", kind, rows)
    arguments = {"function": DO_IMPORT, "actor": sender.pk, "kind": kind, "path": str(path)}
    with crew() as workers:
        results = together(workers, "call", arguments)
    assert [sum(result) for result in results] == [len(rows), len(rows)]
    assert [result[3] for result in results] == [0, 0]
    assert sum(result[0] for result in results) == len(rows)
    assert counts(import_file(sender, kind, path)) == (0, 0, len(rows), 0)


def test_a_csv_file_of_problems_can_be_read_by_any_program(send: Send) -> None:
    outcome = send("trainees", bad(name="@x"))
    assert outcome.problem_file is not None
    with outcome.problem_file.open(encoding="utf-8-sig", newline="") as stream:
        header, _row = csv.reader(stream)
    assert header[-2:] == ["行号", "问题"]


def test_the_problems_met_first_are_told_in_the_order_of_their_lines(send: Send) -> None:
    outcome = send("trainees", bad(unit="NOWHERE"), bad(code="T2", name=""), *(bad(code="") for _ in range(MOST_TOLD)))
    assert outcome.refused == MOST_TOLD + 2
    assert len(outcome.problems) == MOST_TOLD
    lines = [problem.line for problem in outcome.problems]
    assert lines == sorted(lines)
    assert ("姓名", "") in {(problem.column, problem.value) for problem in outcome.problems}


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_takes_in_no_row_is_no_importer(sender: Any, kind: str) -> None:
    with pytest.raises(Denied):
        require_importer(factories.user(), kind)
    (entry,) = AuditEntry.objects.filter(outcome=AuditEntry.Outcome.DENIED)
    assert (entry.act, entry.target_kind) == (KINDS[kind].acts[0], "import")
    require_importer(affairs() if kind in ("assessments", "attendance", "class-results") else sender, kind)
