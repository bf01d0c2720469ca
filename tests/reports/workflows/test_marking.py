"""A course run on the platform, planned and marked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cadretrain_reports.offline.olx import Applied, CourseOutline, Mark, PlanRefused, UnitOutline
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.proposals import Text, TextCount
from cadretrain_reports.workflows.marking import apply_run, plan_run
from tests import factories
from tests.factories import RUN

pytestmark = pytest.mark.django_db

TEXT = (Text("", TextCount(300)),)
OUTLINE = CourseOutline(
    "C1", (UnitOutline("u1", "章", "节", "s", "甲", TEXT), UnitOutline("u2", "章", "节", "s", "乙", TEXT))
)


@pytest.fixture
def author(host: ModuleType) -> Any:
    """Return somebody who may author in a run of two units."""
    user = factories.user()
    host.AUTHORS.add(user.pk)
    host.OUTLINES[RUN] = OUTLINE
    return user


def test_planned_and_marked(host: ModuleType, author: Any, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    assert plan_run(author, RUN, plan) == OUTLINE
    assert apply_run(author, RUN, plan) == Applied(added=2, changed=0, unchanged=0, left=0)
    ((actor, run, marks),) = host.MARKED
    assert (actor, run, {key: mark.display_name for key, mark in marks.items()}) == (
        author.pk,
        RUN,
        {"u1": "甲", "u2": "乙"},
    )


def test_again_it_adds_nothing(host: ModuleType, author: Any, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan_run(author, RUN, plan)
    apply_run(author, RUN, plan)
    marks = host.MARKED.pop()[2]
    units = tuple(replace(unit, marks=(marks[unit.key],)) for unit in OUTLINE.units)
    host.OUTLINES[RUN] = replace(OUTLINE, units=units)
    assert apply_run(author, RUN, plan) == Applied(added=0, changed=0, unchanged=2, left=0)
    assert host.MARKED == []


def test_only_what_changes_is_written(host: ModuleType, author: Any, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    marked = replace(OUTLINE.units[0], marks=(Mark("旧", "OLD", 60),))
    host.OUTLINES[RUN] = replace(OUTLINE, units=(marked, OUTLINE.units[1]))
    plan_run(author, RUN, plan)
    assert apply_run(author, RUN, plan) == Applied(added=1, changed=0, unchanged=1, left=0)
    assert list(host.MARKED[0][2]) == ["u2"]


def test_a_wrong_plan_changes_nothing(host: ModuleType, author: Any, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan_run(author, RUN, plan)
    plan.write_text(plan.read_text(encoding="utf-8").replace("C1-", "代码", 1), encoding="utf-8")
    with pytest.raises(PlanRefused):
        apply_run(author, RUN, plan)
    assert host.MARKED == []


def test_who_may_not_author_there(host: ModuleType, author: Any, tmp_path: Path) -> None:
    other = factories.user()
    for act in (plan_run, apply_run):
        with pytest.raises(Refused) as caught:
            act(other, RUN, tmp_path / "plan.csv")
        assert caught.value.code == "denied"
    assert not (tmp_path / "plan.csv").exists()


def test_a_run_that_is_not_there(host: ModuleType, author: Any, tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        plan_run(author, "course-v1:X+Y+Z", tmp_path / "plan.csv")
    assert caught.value.code == "no_course_run"
