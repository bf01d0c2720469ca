from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xblock.exceptions import NoSuchDefinition, NoSuchUsage

from cadretrain_reports.demo.ids import CourseRunIds, UsageIds, course_run_of, is_course_run, usage_id_of

RUN = "course-v1:QHGX+FZ-101+2025"
RUNS = st.text(st.characters(codec="utf-8", exclude_characters="./", exclude_categories=("C", "Z")), min_size=1)
TYPES = st.from_regex(r"[a-z_]{1,20}", fullmatch=True)


def test_ids_are_counted_by_type_within_a_course_run() -> None:
    ids = CourseRunIds(RUN)
    definitions = [ids.create_definition(kind) for kind in ("unit", "page", "page", "unit")]
    assert definitions == [f"{RUN}.unit.d0", f"{RUN}.page.d0", f"{RUN}.page.d1", f"{RUN}.unit.d1"]
    assert ids.create_usage(definitions[2]) == f"{RUN}.page.d1.u0" == usage_id_of(RUN, "page", 1)


def test_another_course_run_does_not_shift_them() -> None:
    CourseRunIds("other").create_definition("page")
    assert CourseRunIds(RUN).create_definition("page", slug="ignored") == f"{RUN}.page.d0"


@given(RUNS, TYPES, st.integers(0, 999))
def test_any_reader_understands_any_id(run: str, kind: str, number: int) -> None:
    usage_id = usage_id_of(run, kind, number)
    definition = UsageIds().get_definition_id(usage_id)
    assert definition == f"{run}.{kind}.d{number}"
    assert UsageIds().get_block_type(definition) == kind
    assert course_run_of(usage_id) == run


@pytest.mark.parametrize(
    "text", ["", "x", f"{RUN}.page", f"{RUN}.page.d0", f"{RUN}.page.d0.u", f"{RUN}.page.d0.u0\n", "a/b.page.d0.u0"]
)
def test_what_is_no_usage_id_is_refused(text: str) -> None:
    with pytest.raises(NoSuchUsage):
        UsageIds().get_definition_id(text)
    with pytest.raises(NoSuchUsage):
        course_run_of(text)


@pytest.mark.parametrize("text", ["", "page.d0", f"{RUN}.page.d0.u0", f"{RUN}.page.dx"])
def test_what_is_no_definition_id_is_refused(text: str) -> None:
    with pytest.raises(NoSuchDefinition):
        UsageIds().get_block_type(text)


@pytest.mark.parametrize("text", ["", "a.b", "a/b", "a b", "a\n"])
def test_a_course_run_has_no_dot_slash_or_space(text: str) -> None:
    assert not is_course_run(text)
    with pytest.raises(ValueError, match="without dot"):
        CourseRunIds(text)


def test_asides_are_read_back() -> None:
    ids = CourseRunIds(RUN)
    usage_id = usage_id_of(RUN, "page")
    definition = ids.get_definition_id(usage_id)
    aside_definition, aside_usage = ids.create_aside(definition, usage_id, "note")
    assert ids.get_usage_id_from_aside(aside_usage) == usage_id
    assert ids.get_definition_id_from_aside(aside_definition) == definition
    assert ids.get_aside_type_from_usage(aside_usage) == "note"
    assert ids.get_aside_type_from_definition(aside_definition) == "note"
    with pytest.raises(NoSuchUsage):
        ids.get_aside_type_from_usage(usage_id)
