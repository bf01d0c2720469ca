"""What the platform's tables say, on stand-ins with its columns; what a host has not is said."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace
from typing import Any, Self

import pytest
from opaque_keys.edx.keys import CourseKey

from cadretrain_reports import compat
from cadretrain_reports.compat import past
from tests.factories import RUN

AT = datetime(2019, 3, 4, 1, 0, tzinfo=UTC)
KEY = CourseKey.from_string(RUN)


class Rows:
    """Rows of a model, found as the platform's are, in the order of their keys."""

    def __init__(self, column: str, *rows: Any) -> None:
        self.column, self.rows = column, rows
        self.objects = self

    def filter(self, pk__gt: int, **wanted: Any) -> Self:
        ((name, keys),) = wanted.items()
        assert name == f"{self.column}__in"
        found = [row for row in self.rows if row.pk > pk__gt and getattr(row, self.column) in keys]
        return type(self)(self.column, *found)

    def order_by(self, name: str) -> list[Any]:
        assert name == "pk"
        return sorted(self.rows, key=lambda row: row.pk)


def row(pk: int, **columns: Any) -> SimpleNamespace:
    return SimpleNamespace(pk=pk, user_id=7, modified=AT, created=AT, **columns)


@pytest.fixture
def platform(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform's tables in place of a stand-in host."""
    settings.CADRETRAIN_HOST = ""
    subsection = {"earned_graded": 3.0, "possible_graded": 4.0, "first_attempted": None, "usage_key": "s"}
    modules: dict[str, dict[str, Any]] = {
        "completion.models": {
            "BlockCompletion": Rows(
                "context_key",
                row(1, context_key=KEY, block_key="a", completion=1.0),
                row(3, context_key=KEY, block_key="b", completion=0.5),
                row(2, context_key=CourseKey.from_string("course-v1:a+b+c"), block_key="c", completion=1.0),
            )
        },
        "lms.djangoapps.grades.models": {
            "PersistentCourseGrade": Rows("course_id", row(1, course_id=KEY, percent_grade=0.8)),
            "PersistentSubsectionGrade": Rows(
                "course_id",
                row(1, course_id=KEY, **subsection),
                row(2, course_id=KEY, **{**subsection, "possible_graded": 0.0}),
            ),
        },
        "common.djangoapps.student.models": {
            "CourseEnrollment": Rows("course", row(1, course=KEY, course_id=KEY)),
        },
    }
    for name, content in modules.items():
        parts = name.split(".")
        for end in range(1, len(parts)):
            monkeypatch.setitem(sys.modules, ".".join(parts[:end]), ModuleType(".".join(parts[:end])))
        made = ModuleType(name)
        vars(made).update(content)
        monkeypatch.setitem(sys.modules, name, made)
    monkeypatch.setattr(past.apps, "is_installed", lambda _label: True)


def told(table: Any, after: int = 0, size: int = 10) -> list[tuple[int, str, float | None]]:
    rows = compat.past_rows(table, {RUN, "no run"}, after, size)
    assert rows is not None
    assert all((row.user_id, row.course_run, row.at) == (7, RUN, AT) for row in rows)
    return [(row.pk, row.subject, row.value) for row in rows]


def test_completions_a_page_at_a_time(platform: None) -> None:
    assert told("completions", size=1) == [(1, "a", 1.0)]
    assert told("completions", after=1) == [(3, "b", 0.5)]


def test_grades_and_enrolments(platform: None) -> None:
    assert told("course_grades") == [(1, RUN, 0.8)]
    assert told("subsection_grades") == [(1, "s", 0.75), (2, "s", None)]
    assert told("enrolments") == [(1, RUN, None)]


@pytest.mark.parametrize("table", compat.PAST_TABLES)
def test_a_host_that_has_no_such_table(settings: Any, table: Any) -> None:
    assert compat.past_rows(table, {RUN}, 0, 10) is None
    settings.CADRETRAIN_HOST = ""
    assert compat.past_rows(table, {RUN}, 0, 10) is None
