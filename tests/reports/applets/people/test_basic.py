"""Basic information is added, changed and kept with its history (6.1.1, 6.1.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cadretrain_reports.applets.organizations.api import Capacity, Organization
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_people import recorded

pytestmark = pytest.mark.django_db

LATER = NEW_YEAR + timedelta(days=30)


@pytest.fixture
def trainee(at_new_year: SimulatedClock) -> people.Trainee:
    return recorded(rank="一级调研员")


def spells(trainee: people.Trainee) -> list[tuple[str, object, object, bool | None]]:
    """Return position, beginning, end and standing of each spell, the oldest first."""
    rows = people.TraineeSpell.objects.filter(trainee=trainee).order_by("pk")
    return list(rows.values_list("position", "since", "until", "standing"))


def test_information_is_kept_in_one_spelling(at_new_year: SimulatedClock) -> None:
    information = people.BasicInformation(
        "Ｔ2", "李 四", ethnicity="汉族", political_status="02", position_level="县处级副职", rank="三级高级警长"
    )
    trainee = people.add_trainee(information, factories.organization("BUREAU"))
    trainee.refresh_from_db()
    assert (trainee.code, trainee.name, trainee.ethnicity, trainee.political_status) == ("T2", "李四", "01", "02")
    assert (trainee.position_level, trainee.rank) == ("132", "三级高级警长")


def test_whoever_is_added_stands_somewhere_from_then_on(trainee: people.Trainee) -> None:
    assert spells(trainee) == [("处长", NEW_YEAR, None, True)]


def test_a_department_that_is_named_manages_the_person() -> None:
    other = factories.department("OTHER")
    unit = factories.organization("BUREAU")
    trainee = people.add_trainee(people.BasicInformation("T1", "李四"), unit, other)
    assert (trainee.managing_department, trainee.spells.get().managing_department) == (other, other)


def test_a_unit_without_a_department_above_has_one_named() -> None:
    alone = factories.organization("ALONE", Capacity.EMPLOYING_UNIT)
    for department in (None, factories.institution()):
        with pytest.raises(Refused) as refused:
            people.add_trainee(people.BasicInformation("T1", "李四"), alone, department)
        assert (refused.value.code, refused.value.field) == ("no_department", "managing_department")


def test_correcting_a_name_begins_no_spell(trainee: people.Trainee) -> None:
    changed = people.change(trainee, {"name": "张三封", "ethnicity": "02", "position": "处长"}, LATER)
    assert changed == ("name", "ethnicity")
    trainee.refresh_from_db()
    assert (trainee.name, trainee.ethnicity) == ("张三封", "02")
    assert len(spells(trainee)) == 1


def test_a_new_position_ends_the_spell_and_begins_another(trainee: people.Trainee) -> None:
    assert people.change(trainee, {"position": "局长", "name": "张三丰"}, LATER) == ("position",)
    assert spells(trainee) == [("处长", NEW_YEAR, LATER, None), ("局长", LATER, None, True)]
    assert trainee.position == "局长"
    trainee.refresh_from_db()
    assert trainee.position == "局长"
    assert set(trainee.spells.values_list("rank", flat=True)) == {"一级调研员"}


def test_what_is_the_same_changes_nothing(trainee: people.Trainee) -> None:
    for _ in range(2):
        assert people.change(trainee, {"position": " 处长 ", "rank": "一级调研员"}, LATER) == ()
    assert people.change(trainee, {}, LATER) == ()
    assert people.change_situation(trainee, LATER, unit=trainee.unit) is False
    assert len(spells(trainee)) == 1


def test_a_change_is_made_against_the_row_of_now(trainee: people.Trainee) -> None:
    stale = people.Trainee.objects.get(pk=trainee.pk)
    people.change(trainee, {"position": "局长"}, LATER)
    assert people.change(stale, {"position": "局长"}, LATER + timedelta(days=1)) == ()
    assert people.change(stale, {"rank": "二级巡视员"}, LATER + timedelta(days=1)) == ("rank",)
    stale.refresh_from_db()
    assert (stale.position, stale.rank) == ("局长", "二级巡视员")
    assert len(spells(trainee)) == 3


def test_moving_to_another_unit_and_department(trainee: people.Trainee) -> None:
    unit, department = factories.organization("OTHER-BUREAU"), factories.department("OTHER")
    assert people.change_situation(trainee, LATER, unit=unit, managing_department=department, position="科长")
    trainee.refresh_from_db()
    assert (trainee.unit, trainee.managing_department, trainee.position) == (unit, department, "科长")
    assert [spell.unit.code for spell in trainee.spells.order_by("since")] == ["BUREAU", "OTHER-BUREAU"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"unit": factories.institution}, "no_employing_unit"),
        ({"managing_department": factories.institution}, "no_department"),
        ({"position_level": lambda: "999"}, "unknown_code"),
        ({"name": lambda: "李四"}, "unknown_field"),
    ],
)
def test_a_situation_that_cannot_be(trainee: people.Trainee, changes: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        people.change_situation(trainee, LATER, **{name: make() for name, make in changes.items()})
    assert (refused.value.code, refused.value.field) == (code, next(iter(changes)))
    assert len(spells(trainee)) == 1


@pytest.mark.parametrize("field", ["code", "unit", "identity_hash", "uuid", "nonsense"])
def test_what_is_not_changed_by_hand(trainee: people.Trainee, field: str) -> None:
    with pytest.raises(Refused) as refused:
        people.change(trainee, {"position": "局长", field: "x"}, LATER)
    assert (refused.value.code, refused.value.field) == ("unknown_field", field)
    trainee.refresh_from_db()
    assert trainee.position == "处长"


def test_history_is_not_changed_behind_a_later_change(trainee: people.Trainee) -> None:
    people.change(trainee, {"position": "局长"}, LATER)
    with pytest.raises(Refused) as refused:
        people.change(trainee, {"position": "厅长"}, LATER - timedelta(seconds=1))
    assert (refused.value.code, refused.value.field) == ("too_early", "at")
    assert trainee.position == "局长"
    assert people.change(trainee, {"position": "厅长"}, LATER) == ("position",)
    assert [row[0] for row in spells(trainee)] == ["处长", "局长", "厅长"]


def test_the_unit_of_the_caller_need_not_be_loaded(trainee: people.Trainee, unit_of: Organization) -> None:
    assert people.lock_trainees([trainee.pk])[0].unit_id == unit_of.pk


@pytest.fixture
def unit_of() -> Organization:
    return factories.organization("BUREAU")
