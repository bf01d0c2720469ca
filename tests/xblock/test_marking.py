"""The author's form, checked without a block."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cadretrain_xblock.contract import CreditCourseMarking
from cadretrain_xblock.marking import (
    Marking,
    MarkingError,
    read_duration,
    read_entries,
    read_marking,
    read_text,
    standing_problems,
)
from cadretrain_xblock.messages import PROBLEM
from tests.xblock.host import MARKED

FORM = {**MARKED, "course_duration": "15:01", "pass_mark": "80"}


def problems_of(**changed: object) -> dict[str, str]:
    with pytest.raises(MarkingError) as caught:
        read_marking({**FORM, **changed})
    return caught.value.problems


def read(**changed: object) -> Marking:
    return read_marking({**FORM, **changed})


def test_a_form_without_mistakes() -> None:
    assert read_marking(FORM) == Marking(**MARKED)  # type: ignore[arg-type]


def test_text_is_trimmed_and_kept_on_one_line() -> None:
    marking = read(display_name="  调查\r\n研究\x00\ud800 ", course_code=" DY-001\t", category=" 党性\n教育 ")
    assert (marking.display_name, marking.course_code, marking.category) == ("调查 研究", "DY-001", "党性 教育")


@pytest.mark.parametrize("name", ["provider", "category", "lecturers", "objectives", "knowledge_points"])
def test_what_may_be_left_out(name: str) -> None:
    assert getattr(read(**{name: " "}), name) == ""
    assert getattr(read_marking({field: said for field, said in FORM.items() if field != name}), name) == ""


def test_what_the_form_does_not_have_is_passed_over() -> None:
    assert read(data="x", children=[]) == read_marking(FORM)


@pytest.mark.parametrize("code", ["A", "7", "a.b_c-d", "DY-001", "-a", "x" * 64])
def test_codes(code: str) -> None:
    assert read(course_code=code, provider=code).course_code == code


@pytest.mark.parametrize("code", ["x" * 65, "课程一", "a b", "a/b", "a+b", "..", "-", "_._", "a\u200bb", "é", "\uff21"])
def test_bad_codes(code: str) -> None:
    assert problems_of(course_code=code) == {"course_code": "code_format"}
    assert problems_of(provider=code) == {"provider": "provider_format"}


@pytest.mark.parametrize("title", ["", " ", "\n", None, 5, ["x"]])
def test_a_title_is_needed(title: object) -> None:
    assert problems_of(display_name=title) == {"display_name": "title_missing"}


@pytest.mark.parametrize(
    ("name", "longest", "problem"),
    [
        ("display_name", 255, "title_too_long"),
        ("category", 64, "category_too_long"),
        ("objectives", 2000, "objectives_too_long"),
        ("lecturers", 255, "lecturers_too_long"),
        ("knowledge_points", 255, "knowledge_points_too_long"),
    ],
)
def test_how_long_texts_may_be(name: str, longest: int, problem: str) -> None:
    assert getattr(read(**{name: "题" * longest}), name) == "题" * longest
    assert problems_of(**{name: "题" * (longest + 1)}) == {name: problem}


@pytest.mark.parametrize(("name", "most"), [("lecturers", 20), ("knowledge_points", 50)])
def test_how_many_entries_a_list_may_have(name: str, most: int) -> None:
    entries = [f"第{number}" for number in range(most + 1)]
    assert getattr(read(**{name: "\n".join(entries[:most])}), name) == "\n".join(entries[:most])
    assert problems_of(**{name: "\n".join(entries)}) == {name: f"{name}_too_many"}


@pytest.mark.parametrize(
    ("typed", "entries"),
    [
        ("甲\n乙", ("甲", "乙")),
        (" 甲 ；乙;\r\n\n 丙\t丁 ", ("甲", "乙", "丙 丁")),
        ("甲\n甲\n乙", ("甲", "乙")),
        ("权限、程序和证据, 三者", ("权限、程序和证据, 三者",)),
        ("", ()),
        (None, ()),
        (["甲"], ()),
    ],
)
def test_entries_are_lines_or_stand_between_semicolons(typed: object, entries: tuple[str, ...]) -> None:
    assert read_entries(typed) == entries


def test_objectives_keep_their_lines() -> None:
    assert read_text("\n 一  、能说\r\n\x0b\n二、能写\n\n") == "一 、能说\n\n\n二、能写"
    assert read_text(5) == ""


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "duration_empty"),
        (None, "duration_empty"),
        (901, "duration_empty"),
        ("十六分", "duration_format"),
        ("0", "duration_not_positive"),
        ("-1", "duration_not_positive"),
        ("12001", "duration_too_long"),
    ],
)
def test_bad_durations(typed: object, problem: str) -> None:
    assert problems_of(course_duration=typed) == {"course_duration": problem}
    assert read_duration(typed) == (0, problem)


@pytest.mark.parametrize("name", ["requirement", "extent", "assessment", "source"])
@pytest.mark.parametrize("said", ["", "REQUIRED", "必修", None, True])
def test_bad_choices(name: str, said: object) -> None:
    assert problems_of(**{name: said}) == {name: f"{name}_unknown"}


@pytest.mark.parametrize(("typed", "mark"), [("0", 0), ("60", 60), (" 75 % ", 75), ("８０％", 80), ("100", 100)])
def test_pass_marks(typed: str, mark: int) -> None:
    assert read(pass_mark=typed).pass_mark == mark


@pytest.mark.parametrize("typed", ["", None, 60, "-1", "101", "6.5", "六十", "²", "9" * 5000])
def test_bad_pass_marks(typed: object) -> None:
    assert problems_of(pass_mark=typed) == {"pass_mark": "pass_mark_range"}
    assert read(pass_mark=typed, assessment="none").pass_mark == 60


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(MarkingError) as caught:
        read_marking(
            {
                "provider": "//",
                "category": "长" * 65,
                "lecturers": "\n".join("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌"),
            }
        )
    assert caught.value.problems == {
        "display_name": "title_missing",
        "course_code": "code_missing",
        "provider": "provider_format",
        "category": "category_too_long",
        "requirement": "requirement_unknown",
        "extent": "extent_unknown",
        "assessment": "assessment_unknown",
        "source": "source_unknown",
        "lecturers": "lecturers_too_many",
        "course_duration": "duration_empty",
        "pass_mark": "pass_mark_range",
    }
    assert "course_code: code_missing" in str(caught.value)


@pytest.mark.parametrize(
    ("stored", "problems"),
    [
        ({}, []),
        ({"title": "", "code": "", "course_duration": 0}, ["title_missing", "code_missing", "duration_empty"]),
        ({"code": "a b", "course_duration": -5}, ["code_format", "duration_not_positive"]),
        ({"title": "题" * 256, "provider": "a b"}, ["title_too_long", "provider_format"]),
        ({"course_duration": 200 * 3600 + 1}, ["duration_too_long"]),
        ({"assessment": "exam", "extent": "page"}, ["extent_unknown", "assessment_unknown"]),
        ({"source": "found", "pass_mark": 101}, ["source_unknown", "pass_mark_range"]),
        ({"pass_mark": -1, "objectives": "长" * 2001}, ["objectives_too_long", "pass_mark_range"]),
        (
            {"lecturers": ("甲",) * 21, "knowledge_points": ("长" * 256,)},
            ["lecturers_too_many", "knowledge_points_too_long"],
        ),
    ],
)
def test_what_keeps_a_stored_marking_from_yielding(stored: dict[str, object], problems: list[str]) -> None:
    said = {
        "provider": "",
        "code": "DY-001",
        "title": "题",
        "course_duration": 901,
        "requirement": "required",
        **stored,
    }
    assert standing_problems(CreditCourseMarking("u", "run", **said)) == problems  # type: ignore[arg-type]


@given(st.dictionaries(st.sampled_from([*FORM, "other"]), st.none() | st.integers() | st.text()))
def test_any_form_is_read_or_refused_with_known_reasons(form: dict[str, object]) -> None:
    problems = {}
    try:
        read_marking(form)
    except MarkingError as error:
        problems = error.problems
    assert set(problems) <= set(FORM)
    assert set(problems.values()) <= set(PROBLEM)


@given(st.text(st.characters(), min_size=1))
def test_every_accepted_text_survives_an_export(text: str) -> None:
    try:
        kept = read(display_name=text, objectives=text, lecturers=text)
    except MarkingError:
        return
    for said in (kept.display_name, kept.objectives, kept.lecturers):
        node = etree.Element("block", said=said)
        assert etree.fromstring(etree.tostring(node)).get("said") == said
