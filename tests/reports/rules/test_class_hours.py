"""Hours in theme classes (R5): the rules one by one; the worked example is the manual's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from cadretrain_reports.rules.class_hours import (
    Activity,
    Asked,
    Assessment,
    Credited,
    Done,
    Finding,
    Lack,
    Membership,
    Missing,
    PeriodHours,
    assess,
    attributed_to,
    period_hours,
)

SPRING = datetime(2026, 3, 1, tzinfo=UTC)
OWN, OTHER = 1, 2


def hours(quarters: str) -> Decimal:
    return Decimal(quarters)


def credit(quarters: str, registration: int | None = OWN) -> Credited:
    return Credited(hours(quarters), registration)


def missing(asked: Asked, done: Done) -> list[str]:
    return [str(one.lack) for one in assess(asked, done, OWN).missing]


# To what a credit is attributed.


def test_without_a_class_it_is_elective_learning() -> None:
    assert attributed_to([]) is None


def test_of_several_classes_the_earliest_registration_has_it() -> None:
    later = Membership(SPRING + timedelta(days=1), 1)
    assert attributed_to([later, Membership(SPRING, 7)]) == 7
    assert attributed_to([Membership(SPRING, 9), Membership(SPRING, 8), later]) == 8


# What passing takes.


def test_all_required_courses_and_electives_by_their_hours() -> None:
    asked = Asked({"A": True, "B": False, "C": False}, hour_requirement=hours("1.5"))
    assert missing(asked, Done()) == ["course", "hours"]
    assert missing(asked, Done({"B": credit("1"), "C": credit("1")})) == ["course"]
    assert missing(asked, Done({"A": credit("0.5"), "B": credit("0.5")})) == ["hours"]
    assert missing(asked, Done({"A": credit("0.5"), "C": credit("1")})) == []


def test_exempt_courses_fulfil_and_add_nothing() -> None:
    asked = Asked({"A": True, "B": True}, hour_requirement=hours("2"))
    found = assess(asked, Done({"A": credit("1", None), "B": credit("1", OTHER)}), OWN)
    assert (found.passed, found.fulfilled, found.class_hours) == (True, hours("2"), hours("0"))


def test_courses_of_no_class_are_no_matter_of_it() -> None:
    found = assess(Asked({"A": True}), Done({"A": credit("1"), "X": credit("1"), "Y": credit("1", None)}), OWN)
    assert (found.attributed, found.exempt) == (hours("1"), hours("0"))


def test_the_class_is_worth_nothing_until_it_is_passed() -> None:
    asked = Asked({"A": True}, (Activity("1", hours("2")),), hour_requirement=hours("3"))
    began = assess(asked, Done({"A": credit("1")}), OWN)
    assert (began.passed, began.attributed, began.class_hours) == (False, hours("1"), hours("0"))
    ended = assess(asked, Done({"A": credit("1")}, {"1"}), OWN)
    assert (ended.passed, ended.class_hours) == (True, hours("3"))


def test_activities_that_are_asked_for_must_be_attended() -> None:
    asked = Asked({}, (Activity("1", hours("2")), Activity("2", hours("1"), is_required=False)))
    assert assess(asked, Done(attended={"2"}), OWN).missing == (Missing(Lack.ACTIVITY, "1"),)
    assert missing(asked, Done(attended={"1"})) == []


def test_hours_on_the_spot_are_kept_apart() -> None:
    asked = Asked({}, (Activity("1", hours("2")), Activity("2", hours("4"), face_to_face=True)))
    found = assess(asked, Done(attended={"1", "2"}), OWN)
    assert (found.activities, found.face_to_face, found.class_hours) == (hours("2"), hours("4"), hours("6"))


@pytest.mark.parametrize(
    ("marks", "lacking"),
    [
        ({}, [("assessment", "1", "60", ""), ("assessment", "2", "60", ""), ("mark", "", "70", "0.00")]),
        ({"1": "59.99", "2": "100"}, [("assessment", "1", "60", "59.99")]),
        ({"1": "60", "2": "72.5"}, [("mark", "", "70", "69.38")]),
        ({"1": "60", "2": "74"}, []),
    ],
)
def test_each_mark_and_the_weighted_mean(marks: dict[str, str], lacking: list[tuple[str, ...]]) -> None:
    asked = Asked({}, (), (Assessment("1", 60), Assessment("2", 60, weight=3)), pass_mark=70)
    found = assess(asked, Done(marks={key: hours(mark) for key, mark in marks.items()}), OWN)
    assert [(str(lack), *texts) for lack, *texts in found.missing] == lacking


# What a period comes to.


def test_a_period_is_every_course_once_and_the_activities_of_passed_classes() -> None:
    found = period_hours([credit("1", None), credit("0.5"), credit("0.25", OTHER)], [(hours("2"), hours("4"))])
    assert found == PeriodHours(hours("1"), hours("0.75"), hours("2"), hours("4"))
    assert (found.courses, found.online, found.total) == (hours("1.75"), hours("3.75"), hours("7.75"))
    assert period_hours([], []).total == 0


def test_the_example_of_the_manual() -> None:
    """docs/explanation/class-hours.md."""
    spring, autumn = 10, 20
    running = {"B": [Membership(SPRING, spring)], "C": [Membership(SPRING, spring), Membership(SPRING, autumn)]}
    attributed = {course: attributed_to(running.get(course, [])) for course in "ABCD"}
    assert attributed == {"A": None, "B": spring, "C": spring, "D": None}
    worth = {"A": "1", "B": "0.5", "C": "1", "D": "0.25"}
    standing = {course: credit(worth[course], registration) for course, registration in attributed.items()}
    seminar, visit = Activity("seminar", hours("2")), Activity("visit", hours("4"), face_to_face=True)
    first = Asked({"A": True, "B": True, "C": False}, (seminar, visit), hour_requirement=hours("8"))
    second = Asked({"C": True, "E": True}, hour_requirement=hours("1"))
    passed = assess(first, Done(standing, {"seminar", "visit"}), spring)
    assert passed == Finding(hours("1.5"), hours("1"), hours("2"), hours("4"), ())
    assert (passed.fulfilled, passed.class_hours) == (hours("8.5"), hours("7.5"))
    failed = assess(second, Done(standing), autumn)
    assert (failed.missing, failed.exempt, failed.class_hours) == ((Missing(Lack.COURSE, "E"),), hours("1"), hours("0"))
    year = period_hours(standing.values(), [(passed.activities, passed.face_to_face)])
    assert year == PeriodHours(hours("1.25"), hours("1.5"), hours("2"), hours("4"))
    assert (year.online, year.total) == (hours("4.75"), hours("8.75"))
