"""What a person may export, masked unless asked for with a reason, and then fit to be imported (9.2.2, 9.2.3)."""

from __future__ import annotations

import csv
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.roles.api import Role, RoleAssignment
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows.exports import export_file, export_rows
from cadretrain_reports.workflows.imports import import_file
from tests import factories
from tests.factories_bodies import department, unit
from tests.factories_duties import appointed
from tests.factories_imports import counts, table, trainees, world
from tests.factories_people import holder, liaison, officer, operator, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("host")]


@pytest.fixture
def people() -> Any:
    """Return an officer of the department above two units; there is a department with a unit beside it."""
    own, other = department("OWN"), department("OTHER")
    for code, above in (("A", own), ("B", own), ("FAR", other)):
        unit(code, above)
        recorded(f"T-{code}", code, position_level="131", ethnicity="01", political_status="01", rank="一级调研员")
    school = organizations.add("SCHOOL", "学院", {organizations.Capacity.TRAINING_INSTITUTION}, own)
    person = get_user_model().objects.create_user("teacher1", first_name="李四")
    appointed(Role.TEACHER, school, user=person)
    return officer(own)


def cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def column(path: Path, header: str) -> list[str]:
    return [row[header] for row in cells(path)]


def test_whoever_exports_gets_what_is_in_reach_and_no_more(people: Any, tmp_path: Path) -> None:
    done = export_file(people, "trainees", tmp_path / "t.csv")
    assert (done.rows, column(done.path, "学员编号")) == (2, ["T-A", "T-B"])
    officer_of_unit = liaison(organizations.get("A"))
    assert column(export_file(officer_of_unit, "trainees", tmp_path / "t.csv").path, "学员编号") == ["T-A"]
    assert export_file(operator(), "trainees", tmp_path / "t.csv").rows == 3


def test_below_one_body_alone(people: Any, tmp_path: Path) -> None:
    done = export_file(people, "trainees", tmp_path / "t.csv", organizations.get("B"))
    assert column(done.path, "学员编号") == ["T-B"]


def test_a_person_without_the_right_gets_nothing_and_that_is_kept(people: Any, tmp_path: Path) -> None:
    teacher = get_user_model().objects.get(username="teacher1")
    for actor, body in ((teacher, None), (factories.user(), None), (people, organizations.get("FAR"))):
        with pytest.raises(Denied):
            export_file(actor, "trainees", tmp_path / "t.csv", body)
    assert list(tmp_path.iterdir()) == []
    assert list(AuditEntry.objects.values_list("outcome", flat=True)) == ["denied"] * 3


def test_two_duties_give_what_either_gives_once(people: Any, tmp_path: Path) -> None:
    both = holder(Role.LIAISON_OFFICER, organizations.get("A"))
    duty = RoleAssignment.objects.get(user=both)
    duty.pk, duty.uuid, duty.organization = None, uuid4(), organizations.get("FAR")
    duty.save(force_insert=True)
    assert column(export_file(both, "trainees", tmp_path / "t.csv").path, "学员编号") == ["T-A", "T-FAR"]


def test_personal_data_is_masked_by_default(people: Any, tmp_path: Path) -> None:
    factories.trainee("T-C", unit="A", username="zhangsan")
    row = cells(export_file(people, "trainees", tmp_path / "t.csv").path)[-1]
    assert (row["姓名"], row["用户名"], row["职务"]) == ("张**", "z***n", "处长")
    (row,) = cells(export_file(people, "teachers", tmp_path / "t.csv").path)
    assert (row["姓名"], row["用户名"]) == ("李*", "t***1")


def test_in_full_only_with_a_reason_that_is_kept(people: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        export_file(people, "trainees", tmp_path / "t.csv", unmasked_for=" ")
    assert not AuditEntry.objects.exists()
    assert (
        column(export_file(people, "trainees", tmp_path / "t.csv", unmasked_for="年度核对").path, "姓名")[0] == "张三丰"
    )
    begun, ended = AuditEntry.objects.order_by("pk")
    assert (begun.act, begun.reason, begun.organization) == ("people.export", "年度核对", "OWN")
    assert begun.details == {"kind": "trainees", "masked": False}
    assert (ended.act, ended.details["rows"], ended.operation) == ("people.export_end", 2, begun.operation)


def test_a_stream_that_breaks_off_is_on_record_all_the_same(people: Any) -> None:
    rows = export_rows(people, "trainees")
    next(rows)
    assert list(AuditEntry.objects.values_list("act", flat=True)) == ["people.export"]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["organizations", "trainees", "teachers"])
def test_what_was_exported_can_be_imported_and_changes_nothing(
    people: Any, tmp_path: Path, kind: str, suffix: str
) -> None:
    factories.trainee("T-C", unit="A", username="zhangsan")
    before = world()
    done = export_file(people, kind, tmp_path / f"t.{suffix}", unmasked_for="核对")
    assert done.rows > 0
    assert counts(import_file(people, kind, done.path)) == (0, 0, done.rows, 0)
    assert world() == before


def test_a_masked_export_is_not_taken_in_again(people: Any, tmp_path: Path) -> None:
    for kind, rows in (("trainees", 2), ("teachers", 1)):
        outcome = import_file(people, kind, export_file(people, kind, tmp_path / "t.csv").path)
        assert counts(outcome) == (0, 0, 0, rows)


def test_a_whole_tree_goes_into_an_empty_site(people: Any, tmp_path: Path) -> None:
    boss = operator()
    done = export_file(boss, "organizations", tmp_path / "t.csv", unmasked_for="迁移")
    codes = column(done.path, "机构代码")
    renamed = {code: f"{code}-2" for code in codes}
    text = done.path.read_text("utf-8-sig")
    for code in sorted(codes, key=len, reverse=True):
        text = text.replace(f"{code},", f"{renamed[code]},")
    done.path.write_text(text, "utf-8-sig")
    assert counts(import_file(boss, "organizations", done.path)) == (done.rows, 0, 0, 0)
    assert organizations.parent_of(organizations.get("A-2")) == organizations.get("OWN-2")


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    factories.organization("BUREAU")
    boss = operator()

    def peak() -> int:
        tracemalloc.start()
        export_file(boss, "trainees", tmp_path / "t.csv")
        (_now, most), _stopped = tracemalloc.get_traced_memory(), tracemalloc.stop()
        return most

    import_file(boss, "trainees", table(tmp_path / "few.csv", "trainees", trainees(2000)))
    peak()
    few = peak()
    import_file(boss, "trainees", table(tmp_path / "many.csv", "trainees", trainees(8000)))
    assert peak() < few * 1.1 + (1 << 19)


def test_rows_are_counted_while_they_are_written(people: Any, tmp_path: Path) -> None:
    told: list[int] = []
    tell: Callable[[int], None] = told.append
    export_file(people, "trainees", tmp_path / "t.csv", on_row=tell)
    assert told == [1, 2]
