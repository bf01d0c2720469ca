"""Reports of a class as tables, and tables that are filled in and sent back (8.3.4)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from cadretrain_reports.applets.class_life.api import ExamMark, Mark
from cadretrain_reports.offline.sheets import open_sheet
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import attendance, class_evaluation, class_exams
from cadretrain_reports.workflows import class_reports as workflow
from cadretrain_reports.workflows.imports import import_file
from cadretrain_reports.workflows.imports.columns import CLASS_RESULTS
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_class_life import Classroom, user_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def room(settings: Any) -> Classroom:
    settings.CADRETRAIN_FEWEST_ANSWERS = 1
    made = Classroom()
    activity, exam = made.activity(), made.assessment()
    member, _idle = made.join(factories.trainee("T1")), made.join(factories.trainee("T2"))
    attendance.mark_attendance(made.head, activity, [Mark(member, "late")])
    class_exams.record_exam(made.head, exam, member, ExamMark(Decimal("85.5"), NEW_YEAR.date()))
    class_evaluation.evaluate_class(user_of(member), member, [10] * 10)
    return made


def test_how_it_went_for_each_trainee(room: Classroom) -> None:
    with translation.override("en"):
        found = workflow.report(room.head, room.theme_class, "process")
        rows = [dict(zip(found.headers, row, strict=True)) for row in found.rows]
    assert [row["Identifier"] for row in rows] == ["T1", "T2"]
    assert [row["Activities attended"] for row in rows] == ["1/1", "0/1"]
    assert [row["结业考试"] for row in rows] == [Decimal("85.50"), None]
    assert [row["Hours done"] for row in rows] == [2, 0]


def test_what_it_came_to_in_figures(room: Classroom) -> None:
    with translation.override("en"):
        before = dict(workflow.report(room.head, room.theme_class, "statistics").rows)
        type(room.theme_class).objects.update(state="closed")
        room.theme_class.refresh_from_db()
        found = dict(workflow.report(room.head, room.theme_class, "statistics").rows)
    assert before["Evaluation of the class"] == "not told yet"
    assert (found["Trainees"], found["Lagging"], found["Passed / sat: 结业考试"]) == (2, 1, "1/1")
    assert (found["Attended: 直播1"], found["Teaching: Teaching content"]) == (1, Decimal("10.00"))


@pytest.mark.parametrize("kind", workflow.KINDS)
def test_it_is_written_as_a_workbook(room: Classroom, kind: str, tmp_path: Path) -> None:
    workflow.write_report(room.head, room.theme_class, kind, tmp_path / "x.xlsx")
    assert (tmp_path / "x.xlsx").read_bytes().startswith(b"PK")
    with pytest.raises(Denied):
        workflow.write_report(factories.user(), room.theme_class, kind, tmp_path / "y.xlsx")
    assert not (tmp_path / "y.xlsx").exists()


def test_the_list_of_results_goes_out_and_comes_in(room: Classroom, tmp_path: Path) -> None:
    path = tmp_path / "results.xlsx"
    workflow.write_report(room.head, room.theme_class, "results", path)
    with open_sheet(path, CLASS_RESULTS) as sheet:
        rows = [row.cells for row in sheet]
    assert [(row["code"], row["score"]) for row in rows] == [("T1", "85.5"), ("T2", "")]
    outcome = import_file(room.head, "class-results", path)
    assert (outcome.unchanged, outcome.refused) == (1, 1)
    workflow.write_report(room.head, room.theme_class, "attendance", path)
    again = import_file(room.head, "attendance", path)
    assert (again.unchanged, again.refused) == (1, 1)
