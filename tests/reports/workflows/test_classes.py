"""Planning a theme class: the hosts' training plan, then the organizers' teaching plan (8.3.1, 8.3.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from cadretrain_reports.applets.theme_classes.api import (
    ActivityLine,
    AssessmentLine,
    CourseLine,
    Parts,
    ThemeClass,
)
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import classes
from tests import factories
from tests.factories_class_cast import Cast
from tests.factories_classes import duty
from tests.factories_people import acts
from tests.factories_steering import affairs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year", "host")]


@pytest.fixture
def cast() -> Cast:
    return Cast()


def refusal(act: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as refused:
        act()
    assert str(refused.value)
    return refused.value.code, refused.value.field


def drawn_up(cast: Cast, **other: Any) -> ThemeClass:
    return classes.draw_up_class(cast.officers[0], cast.department, "K1", cast.proposal(**other))


def test_the_training_plan_names_the_bodies_and_another_person_approves_it(cast: Cast) -> None:
    first, second = cast.officers
    other = factories.institution("OTHER")
    said = replace(cast.proposal(), parts=Parts([cast.department], [other, cast.academy], []))
    made = classes.draw_up_class(first, cast.department, "K1", said)
    assert (made.institution, made.state) == (other, "planned")
    assert [(body.part, body.organization, body.number) for body in made.bodies.order_by("pk")] == [
        ("host", cast.department, 1),
        ("organizer", other, 1),
        ("organizer", cast.academy, 2),
    ]
    assert refusal(lambda: classes.approve_training_plan(first, made))[0] == "four_eyes"
    classes.change_training_plan(second, made, cast.proposal(title="新班名"))
    assert refusal(lambda: classes.approve_training_plan(second, made))[0] == "four_eyes"
    classes.approve_training_plan(first, made)
    made.refresh_from_db()
    assert (made.institution, made.title, made.training_plan.state) == (cast.academy, "新班名", "approved")
    assert refusal(lambda: classes.change_training_plan(second, made, cast.proposal()))[0] == "plan_approved"
    assert [act for act, _done in acts() if act.startswith("class.")] == [
        "class.draw_up",
        "class.change",
        "class.approve_training_plan",
    ]


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        ({"title": " "}, ("missing", "title")),
        ({"class_type": "secret"}, ("bad_type", "class_type")),
        ({"planned_number": 0}, ("bad_number", "planned_number")),
        ({"ends_on": date(2026, 1, 4)}, ("bad_period", "ends_on")),
    ],
)
def test_a_proposal_that_makes_no_sense(cast: Cast, other: dict[str, Any], refused: tuple[str, str]) -> None:
    assert refusal(lambda: drawn_up(cast, **other)) == refused
    assert not ThemeClass.objects.exists()


@pytest.mark.parametrize(
    ("parts", "refused"),
    [
        ((["department"], []), ("organizers_missing", "organizers")),
        (([], ["academy"]), ("hosts_missing", "hosts")),
        ((["academy"], ["academy"]), ("other_host", "hosts")),
        ((["department", "unit"], ["academy"]), ("no_host", "hosts")),
        ((["department"], ["unit"]), ("no_organizer", "organizers")),
        ((["department"], ["academy"], ["unit"]), ("no_organizer", "co_organizers")),
        ((["department"], ["academy"], ["academy"]), ("twice", "co_organizers")),
        ((["department"] * 21, ["academy"]), ("too_many_bodies", "hosts")),
    ],
)
def test_bodies_that_may_not_have_the_part(cast: Cast, parts: Any, refused: tuple[str, str]) -> None:
    named = Parts(*([getattr(cast, name) for name in names] for names in parts))
    said = replace(cast.proposal(), parts=named)
    assert refusal(lambda: classes.draw_up_class(cast.officers[0], cast.department, "K1", said)) == refused


def test_a_code_is_given_once(cast: Cast) -> None:
    drawn_up(cast)
    assert refusal(lambda: drawn_up(cast)) == ("code_taken", "code")


def test_the_teaching_plan_is_written_once_the_organizers_are_named_and_until_approval(cast: Cast) -> None:
    made, (writer, _second) = drawn_up(cast), cast.affairs
    assert refusal(lambda: classes.write_teaching_plan(writer, made, cast.teaching()))[0] == "not_named"
    classes.approve_training_plan(cast.officers[1], made)
    classes.write_teaching_plan(writer, made, cast.teaching())
    written = classes.write_teaching_plan(writer, made, cast.teaching(courses=[], hour_requirement=Decimal("2.25")))
    assert (written.hour_requirement, written.courses.count(), written.written_by) == (Decimal("2.25"), 0, writer)
    approved = cast.brought("approved", code="K2")
    assert refusal(lambda: classes.write_teaching_plan(writer, approved, cast.teaching()))[0] == "not_possible"


_AT = datetime(2026, 1, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("other", "refused"),
    [
        ({"hour_requirement": Decimal("0.3")}, ("bad_hours", "hour_requirement")),
        ({"pass_mark": 101}, ("bad_mark", "pass_mark")),
        ({"registration_until": date(2026, 1, 6)}, ("bad_until", "registration_until")),
        ({"activities": [ActivityLine("party", "会")]}, ("bad_kind", "activities")),
        ({"activities": [ActivityLine("live", "课", _AT, _AT)]}, ("bad_time", "activities")),
        ({"activities": [ActivityLine("live", "课", credit_hours=Decimal("0.1"))]}, ("bad_hours", "activities")),
        ({"assessments": [AssessmentLine("考", "none")]}, ("bad_method", "assessments")),
        ({"assessments": [AssessmentLine("考", "objective_online", 101)]}, ("bad_mark", "assessments")),
        ({"assessments": [AssessmentLine("考", "objective_online", weight=0)]}, ("bad_weight", "assessments")),
        ({"assessments": [AssessmentLine("考", "objective_online", attempts=0)]}, ("bad_attempts", "assessments")),
        ({"assessments": [AssessmentLine("考", "objective_online")] * 201}, ("too_many_rows", "assessments")),
    ],
)
def test_a_teaching_plan_that_makes_no_sense(cast: Cast, other: dict[str, Any], refused: tuple[str, str]) -> None:
    made = cast.planned()
    assert refusal(lambda: classes.write_teaching_plan(cast.affairs[0], made, cast.teaching(**other))) == refused
    assert made.courses.count() == made.activities.count() == made.assessments.count() == 1


def test_a_course_stands_in_a_class_once_and_is_required_or_elective(cast: Cast) -> None:
    made = cast.planned()
    for lines, code in (
        ([CourseLine(cast.course), CourseLine(cast.course)], "same_course"),
        ([CourseLine(cast.course, "vital")], "bad_requirement"),
    ):
        plan = cast.teaching(courses=lines)
        assert refusal(lambda plan=plan: classes.write_teaching_plan(cast.affairs[0], made, plan)) == (code, "courses")


def test_a_class_is_copied_without_its_days(cast: Cast) -> None:
    former = cast.brought("closed")
    former.activities.update(starts_at=_AT)
    made = classes.copy_class(cast.officers[0], former, cast.department, "K2", cast.proposal())
    assert (made.copied_from, made.objectives, made.registration_until) == (former, former.objectives, None)
    assert (made.courses.get().course, made.activities.get().starts_at) == (cast.course, None)
    assert (made.state, made.training_plan.state, made.registrations.count()) == ("planned", "draft", 0)


def test_planning_is_for_those_whose_it_is(cast: Cast) -> None:
    made = drawn_up(cast)
    stranger = affairs(factories.institution("OTHER"))
    for act in (
        lambda: classes.draw_up_class(cast.liaison, cast.department, "K9", cast.proposal()),
        lambda: classes.change_training_plan(stranger, made, cast.proposal()),
        lambda: classes.approve_training_plan(cast.affairs[0], made),
        lambda: classes.write_teaching_plan(cast.officers[0], made, cast.teaching()),
        lambda: classes.write_teaching_plan(stranger, made, cast.teaching()),
        lambda: classes.staff_class(stranger, made, cast.head),
        lambda: classes.copy_class(stranger, made, cast.department, "K9", cast.proposal()),
    ):
        with pytest.raises(Denied):
            act()


def test_only_staff_of_the_institution_serves_a_class(cast: Cast) -> None:
    far = duty("teacher", factories.institution("OTHER"))
    assert refusal(lambda: classes.staff_class(cast.affairs[0], cast.planned(), far))[0] == "other_institution"
