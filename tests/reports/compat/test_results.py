"""Completion and grades of the platform, on stand-ins that keep to what the platform does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from opaque_keys.edx.keys import CourseKey, UsageKey

from cadretrain_reports import compat
from cadretrain_reports.compat import Completion, Grade, Part
from tests.factories import RUN

USER = SimpleNamespace(pk=7)
AT = datetime(2026, 1, 5, tzinfo=UTC)


def key(kind: str, name: str) -> UsageKey:
    return CourseKey.from_string(RUN).make_usage_key(kind, name)


ROOT, UNIT, OTHER = key("course", "course"), key("vertical", "u"), key("vertical", "v")
BLOCK, PROBLEM, SECOND = key("cadretrain_credit_course", "b"), key("problem", "p"), key("problem", "q")
ELSEWHERE = key("problem", "r")
CHILDREN = {ROOT: [UNIT, OTHER], UNIT: [BLOCK, PROBLEM, SECOND], OTHER: [ELSEWHERE]}
MODES = {ROOT: "aggregator", UNIT: "aggregator", OTHER: "aggregator", BLOCK: "excluded"}


class Structure:
    """As a block structure of the platform: who is let in where."""

    root_block_usage_key = ROOT

    def __contains__(self, usage_key: UsageKey) -> bool:
        return usage_key in {ROOT, *(child for children in CHILDREN.values() for child in children)}

    def get_parents(self, usage_key: UsageKey) -> list[UsageKey]:
        return [parent for parent, children in CHILDREN.items() if usage_key in children]

    def topological_traversal(self, start_node: UsageKey) -> Iterator[UsageKey]:
        yield start_node
        for child in CHILDREN.get(start_node, ()):
            yield from self.topological_traversal(child)

    def get_xblock_field(self, usage_key: UsageKey, field: str, default: Any) -> Any:
        assert field == "completion_mode"
        return MODES.get(usage_key, default)


class Platform:
    """The platform's rows."""

    def __init__(self) -> None:
        self.tracking = True
        self.done: dict[UsageKey, datetime] = {}
        self.scores: dict[UsageKey, tuple[float, float, bool]] = {}
        self.percent = 0.0

    def filter(self, user: Any, context_key: CourseKey, completion__gte: int) -> Any:
        assert (user, str(context_key), completion__gte) == (USER, RUN, 1)
        return SimpleNamespace(values_list=lambda *columns: list(self.done.items()))

    def read(self, user: Any, course_key: CourseKey) -> Any:
        scores = {
            usage_key: SimpleNamespace(earned=earned, possible=possible, first_attempted=AT if tried else None)
            for usage_key, (earned, possible, tried) in self.scores.items()
        }
        data = SimpleNamespace(structure=Structure())
        return SimpleNamespace(problem_scores=scores, course_data=data, percent=self.percent)


@pytest.fixture
def platform(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Platform:
    """The platform in place of a stand-in host."""
    settings.CADRETRAIN_HOST = ""
    kept = Platform()
    switch = SimpleNamespace(is_enabled=lambda: kept.tracking)
    modules: dict[str, dict[str, Any]] = {
        "completion.waffle": {"ENABLE_COMPLETION_TRACKING_SWITCH": switch},
        "completion.models": {"BlockCompletion": SimpleNamespace(objects=kept)},
        "lms.djangoapps.course_blocks.api": {"get_course_blocks": lambda _user, _top: Structure()},
        "lms.djangoapps.grades.api": {"CourseGradeFactory": lambda: kept},
    }
    for name in modules:
        parts = name.split(".")
        for end in range(1, len(parts)):
            monkeypatch.setitem(sys.modules, ".".join(parts[:end]), ModuleType(".".join(parts[:end])))
    for name, content in modules.items():
        made = ModuleType(name)
        vars(made).update(content)
        monkeypatch.setitem(sys.modules, name, made)
    return kept


PART = Part(RUN, str(BLOCK), str(UNIT))
AROUND = Part(RUN, str(BLOCK), "")
WHOLE = Part(RUN, str(BLOCK), "", whole_run=True)


@pytest.mark.parametrize("part", [PART, AROUND])
def test_all_that_can_be_completed_in_the_part(platform: Platform, part: Part) -> None:
    assert compat.completion(USER, part) == Completion(False)
    platform.done = {PROBLEM: AT, ELSEWHERE: AT}
    assert compat.completion(USER, part) == Completion(False, AT)
    platform.done[SECOND] = AT.replace(hour=2)
    assert compat.completion(USER, part) == Completion(True, AT.replace(hour=2))
    assert compat.completion(USER, WHOLE) == Completion(True, AT.replace(hour=2))


def test_a_part_that_one_is_not_let_into_is_not_completed(platform: Platform) -> None:
    platform.done = {PROBLEM: AT, SECOND: AT}
    assert compat.completion(USER, Part(RUN, str(BLOCK), str(key("vertical", "gone")))) == Completion(False)


def test_where_nothing_is_counted_nothing_is_asked(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> None:
    platform.tracking = False
    assert not compat.tracks_completion()
    assert compat.completion(USER, PART) is None
    monkeypatch.setitem(sys.modules, "completion.waffle", None)
    assert not compat.tracks_completion()


def test_a_unit_is_graded_by_its_own_problems(platform: Platform) -> None:
    platform.scores = {PROBLEM: (0, 1, False), SECOND: (0, 2, False), ELSEWHERE: (5, 5, True)}
    assert compat.grade(USER, PART) is None
    platform.scores[SECOND] = (2, 2, True)
    assert compat.grade(USER, PART) == Grade(Decimal("66.67"), False)
    platform.scores[PROBLEM] = (1, 1, True)
    assert compat.grade(USER, PART) == Grade(Decimal(100), True)


def test_a_course_run_is_graded_by_its_policy(platform: Platform) -> None:
    platform.scores, platform.percent = {PROBLEM: (1, 1, True), ELSEWHERE: (0, 5, False)}, 0.72
    assert compat.grade(USER, WHOLE) == Grade(Decimal(72), False)


def test_problems_without_points_are_no_grade(platform: Platform) -> None:
    platform.scores = {PROBLEM: (0, 0, True)}
    assert compat.grade(USER, PART) is None
