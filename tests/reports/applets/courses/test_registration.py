"""From a published block to a course: one identity, many placements, versions and listed conflicts (R1, R3)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports import clock
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import Course, CourseVersion, Placement, RegistrationError
from cadretrain_reports.clock import SimulatedClock
from cadretrain_xblock.contract import MAX_COURSE_DURATION_S, CreditCourseMarking
from tests import factories
from tests.factories import RUN, marking, register
from tests.workers import crew, together

pytestmark = pytest.mark.django_db


def test_the_first_block_makes_a_course_and_leads_it(at_new_year: SimulatedClock) -> None:
    placement = register(marking(duration=901))
    version = courses.latest_version(placement.course_id)
    assert (placement.usage_key, placement.course_run, placement.leading, placement.conflict) == (
        "block-C1",
        RUN,
        True,
        "",
    )
    assert (version.course.institution.code, version.course.code) == ("SASW", "C1")
    assert (version.number, version.title, version.course_duration, version.requirement, version.state) == (
        1,
        "课程C1",
        901,
        "elective",
        "draft",
    )
    assert (version.credit_hours, version.created_at, version.released_at) == (Decimal("0.5"), at_new_year.at, None)
    assert version.bands == [[900, "0.25"], [1800, "0.5"], [None, "1"]]
    assert (str(version), str(version.course), str(placement)) == ("课程C1 (1)", "C1", "block-C1")


def test_registering_again_changes_nothing() -> None:
    first = register(marking())
    assert register(marking()) == first
    assert (Course.objects.count(), CourseVersion.objects.count(), Placement.objects.count()) == (1, 1, 1)


def test_a_second_placement_is_no_second_course() -> None:
    first = register(marking())
    second = register(marking(usage_key="copy", course_run="course-v1:SASW+CADRE+2027"))
    assert second.course == first.course
    assert (second.leading, second.conflict) == (False, "")
    assert CourseVersion.objects.count() == 1


def test_a_contradiction_is_listed_and_changes_nothing() -> None:
    register(marking())
    copy = register(marking(duration=60, usage_key="copy", title="别名"))
    assert copy.conflict == "title, course_duration"
    version = courses.latest_version(copy.course_id)
    assert (version.number, version.title, version.course_duration) == (1, "课程C1", 901)
    assert list(courses.conflicts()) == [copy]


def test_a_contradiction_that_is_settled_is_no_longer_listed() -> None:
    register(marking())
    register(marking(duration=60, usage_key="copy"))
    assert register(marking(usage_key="copy")).conflict == ""
    assert not courses.conflicts().exists()


def test_what_the_leader_changes_becomes_the_measure_of_the_others() -> None:
    register(marking())
    copy = register(marking(duration=60, usage_key="copy"))
    register(marking(duration=60))
    assert register(marking(duration=60, usage_key="copy")).conflict == ""
    assert courses.latest_version(copy.course_id).course_duration == 60


def test_a_block_whose_code_changes_marks_another_course() -> None:
    old = register(marking("C1"))
    moved = register(marking("C2", usage_key="block-C1"))
    assert (moved.pk, moved.course.code, moved.leading) == (old.pk, "C2", True)
    assert courses.course_at("block-C1").code == "C2"
    assert Course.objects.count() == 2


def test_the_lead_passes_on_when_the_leader_leaves() -> None:
    register(marking("C1"))
    register(marking("C1", usage_key="copy"))
    register(marking("C2", usage_key="block-C1"))
    heir = register(marking("C1", usage_key="copy", title="新名"))
    assert (heir.leading, heir.conflict) == (True, "")
    assert courses.latest_version(heir.course_id).title == "新名"


def test_who_moves_to_a_course_that_has_a_leader_follows() -> None:
    register(marking("C1"))
    register(marking("C2"))
    moved = register(marking("C1", usage_key="block-C2", title="别名"))
    assert (moved.leading, moved.conflict) == (False, "title")


def test_the_same_code_of_another_institution_is_another_course() -> None:
    one, other = register(marking()), register(marking(provider="CELAY", usage_key="other"))
    assert one.course != other.course
    assert other.leading


def test_codes_and_keys_differ_by_case() -> None:
    register(marking("abc", usage_key="K"))
    register(marking("ABC", usage_key="k"))
    assert {(place.usage_key, place.course.code) for place in Placement.objects.all()} == {("K", "abc"), ("k", "ABC")}


def test_other_bands_hold_for_what_is_published_from_then_on(settings: Any) -> None:
    placement = register(marking(duration=1801))
    settings.CADRETRAIN_CREDIT_HOUR_BANDS = [[1800, "0.5"], [None, "2"]]
    assert courses.latest_version(placement.course_id).credit_hours == Decimal(1)
    register(marking(duration=1802))
    newest = courses.latest_version(placement.course_id)
    assert newest.number == 1
    assert (newest.credit_hours, newest.bands) == (Decimal(2), [[1800, "0.5"], [None, "2"]])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("code", " C1"),
        ("code", "C\n1"),
        ("code", "C" * 65),
        ("title", ""),
        ("title", "   "),
        ("title", "名" * 256),
        ("title", "\ud800"),
        ("course_duration", 0),
        ("course_duration", -1),
        ("course_duration", MAX_COURSE_DURATION_S + 1),
        ("requirement", "maybe"),
        ("provider", "NOBODY"),
        ("provider", "BUREAU"),
        ("usage_key", "k" * 256),
        ("course_run", "r" * 256),
    ],
)
def test_a_marking_that_no_archive_could_hold_is_refused(field: str, value: object) -> None:
    factories.institution()
    factories.organization("BUREAU")
    with pytest.raises(RegistrationError) as refused:
        courses_register(replace(marking(), **{field: value}))
    assert refused.value.field == field
    assert not Course.objects.exists()
    assert not Placement.objects.exists()


def courses_register(wanted: CreditCourseMarking) -> Placement:
    """Register without making the provider an institution first."""
    from django.db import transaction

    with transaction.atomic():
        return courses.register(wanted, clock.now())


def test_a_leader_that_becomes_unusable_keeps_its_course(at_new_year: SimulatedClock) -> None:
    placement = register(marking())
    with pytest.raises(RegistrationError):
        register(marking(duration=0))
    placement.refresh_from_db()
    assert (placement.conflict, CourseVersion.objects.count()) == ("", 1)


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_register_one_course(at_new_year: SimulatedClock) -> None:
    factories.institution()
    with crew() as workers:
        for number in range(15):
            said = {"code": f"C{number}", "at": at_new_year.at.isoformat()}
            one = {**said, "usage_key": f"one-{number}", "title": "甲"}
            other = {**said, "usage_key": f"other-{number}", "title": "乙"}
            together(workers, "register", one, other)
    assert (Course.objects.count(), CourseVersion.objects.count(), Placement.objects.count()) == (15, 15, 30)
    assert Placement.objects.filter(leading=True).count() == 15
    assert set(courses.conflicts().values_list("conflict", flat=True)) == {"title"}
    assert courses.conflicts().count() == 15


def test_another_placement_is_let_lead(at_new_year: SimulatedClock) -> None:
    factories.register(factories.marking("C1", 901))
    other = factories.register(factories.marking("C1", 1801, usage_key="other"))
    assert (other.leading, other.conflict) == (False, "course_duration")
    courses.lead(other)
    assert [p.usage_key for p in courses.Placement.objects.filter(leading=True)] == ["other"]
    assert factories.register(factories.marking("C1", 1801, usage_key="other")).conflict == ""
    assert courses.latest_version(other.course_id).course_duration == 1801


def test_a_refused_placement_leads_nothing(at_new_year: SimulatedClock) -> None:
    factories.register(factories.marking("C1"))
    courses.refuse(factories.marking("C1", usage_key="other"), "title")
    refused = courses.Placement.objects.get(usage_key="other")
    courses.lead(refused)
    assert [p.usage_key for p in courses.Placement.objects.filter(leading=True)] == ["block-C1"]
    assert str(refused) == "other"


def test_a_rerun_that_teaches_something_else_is_a_conflict_and_nobody_studies_there() -> None:
    register(marking(content="a" * 64))
    rerun = register(marking(usage_key="rerun", content="b" * 64))
    assert (rerun.conflict, rerun.teaches_other) == ("content", True)
    assert not courses.placed("rerun").exists()
    assert courses.placed("block-C1").exists()
    rerun = register(marking(usage_key="rerun", content="a" * 64))
    assert (rerun.conflict, rerun.teaches_other) == ("", False)


@pytest.mark.parametrize("content", ["", "a" * 64, "b" * 64])
def test_a_rerun_may_teach_what_was_released_once_or_is_now_reviewed(content: str) -> None:
    factories.release(courses.latest_version(register(marking(content="a" * 64)).course_id))
    register(marking(content="b" * 64))
    assert register(marking(usage_key="rerun", content=content)).teaches_other is False


def test_a_refused_block_keeps_what_stands_in_its_way(at_new_year: SimulatedClock) -> None:
    long = "k" * 255
    courses.refuse(marking(), "extent", long)
    assert Placement.objects.get().conflict == f"extent: {long}"
