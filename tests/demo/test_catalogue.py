from __future__ import annotations

from collections import Counter
from decimal import Decimal
from xml.etree import ElementTree as ET

from cadretrain_reports.demo.catalogue import COURSES, DRAFTS, MUNICIPAL, PROVINCIAL
from cadretrain_reports.demo.ids import is_course_run
from cadretrain_reports.rules.credit_hours import course_credit_hours
from cadretrain_xblock.marking import read_marking


def test_thirty_courses_of_two_institutions() -> None:
    assert len({(course.provider, course.code) for course in COURSES}) == len(COURSES) == 30
    assert Counter(course.provider for course in COURSES) == {PROVINCIAL: 16, MUNICIPAL: 14}
    assert {course.code for course in COURSES} >= DRAFTS


def test_durations_reach_into_every_band_and_its_edges() -> None:
    durations = {course.course_duration for course in COURSES}
    assert durations >= {900, 901, 1800, 1801}
    hours = {course_credit_hours(course.course_duration) for course in COURSES}
    assert hours == {Decimal("0.25"), Decimal("0.5"), Decimal(1)}


def test_trainees_are_offered_none_that_is_not_released() -> None:
    assert not DRAFTS & {course.code for course in COURSES if course.is_popular}
    assert sum(course.is_popular for course in COURSES) == 27


def test_every_course_makes_a_unit_that_an_author_could_have_typed() -> None:
    for course in COURSES:
        unit = course.as_unit(2025)
        assert unit.course_run == f"course-v1:{course.provider}+{course.code}+2025"
        assert is_course_run(unit.course_run)
        assert [ET.fromstring(f"<page>{page}</page>").tag for page in unit.pages] == ["page", "page"]
        typed = {
            "display_name": unit.title,
            "course_code": unit.code,
            "course_duration": f"{unit.course_duration // 60}:{unit.course_duration % 60:02d}",
            "requirement": unit.requirement,
            "provider": unit.provider,
            "extent": "unit",
            "assessment": "none",
            "source": "self_developed",
            "lecturers": "\n".join(unit.lecturers),
            "knowledge_points": "\n".join(unit.knowledge_points),
        }
        read = read_marking(typed)
        assert read.course_duration == course.course_duration
        assert (len(read.lecturers.split("\n")), len(read.knowledge_points.split("\n"))) == (1, len(course.points))
