"""Trainees are in the course runs of their class, and out of them when nothing needs them there (8.3.3)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassEnrolment, ClassRegistration
from cadretrain_reports.workflows import choices, class_enrolments, registrations
from tests import factories, factories_choices
from tests.factories_class_cast import Cast
from tests.reports import stand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year", "host")]

RUN = factories.RUN


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Any) -> Any:
    """Return what has done at once what is to be done on commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def row(cast: Cast, commit: Any) -> ClassRegistration:
    with commit():
        return cast.confirmed(cast.brought("registering"), cast.trainees[0])


def runs(cast: Cast) -> set[str]:
    return stand_in.enrolled_runs(cast.trainees[0].user_id)


def withdraw(cast: Cast, row: ClassRegistration, commit: Any) -> None:
    with commit():
        registrations.withdraw_registration(cast.affairs[0], row, "工作冲突")


def test_letting_in_enrols_and_leaving_undoes_it(cast: Cast, row: ClassRegistration, commit: Any) -> None:
    assert runs(cast) == {RUN}
    class_enrolments.enrol_registered(row.pk)
    assert ClassEnrolment.objects.count() == 1
    withdraw(cast, row, commit)
    assert (runs(cast), ClassEnrolment.objects.count()) == (set(), 0)
    class_enrolments.enrol_registered(row.pk)
    assert runs(cast) == set()


def test_who_was_there_before_stays(cast: Cast, commit: Any) -> None:
    stand_in.enrol(cast.trainees[0].user, RUN)
    with commit():
        row = cast.confirmed(cast.brought("registering"), cast.trainees[0])
    withdraw(cast, row, commit)
    assert runs(cast) == {RUN}


def test_another_class_that_needs_the_run_takes_over(cast: Cast, row: ClassRegistration, commit: Any) -> None:
    with commit():
        other = cast.confirmed(cast.brought("registering", code="K2"), cast.trainees[0])
    withdraw(cast, row, commit)
    assert runs(cast) == {RUN}
    withdraw(cast, other, commit)
    assert runs(cast) == set()


@pytest.mark.parametrize("class_first", [True, False])
def test_a_choice_and_a_class_each_keep_the_trainee_there(
    cast: Cast, row: ClassRegistration, commit: Any, class_first: bool
) -> None:
    account = cast.trainees[0]
    factories_choices.chosen(account, cast.course.versions.get())
    ends = [lambda: withdraw(cast, row, commit), lambda: choices.drop(account.user, cast.course)]
    for end, left in zip(ends if class_first else reversed(ends), ({RUN}, set()), strict=True):
        end()
        assert runs(cast) == left


def test_where_the_choice_brought_them_the_class_keeps_them(cast: Cast, commit: Any) -> None:
    account = cast.trainees[0]
    factories_choices.chosen(account, cast.course.versions.get())
    with commit():
        row = cast.confirmed(cast.brought("registering"), account)
    choices.drop(account.user, cast.course)
    assert runs(cast) == {RUN}
    withdraw(cast, row, commit)
    assert runs(cast) == set()


def test_what_the_platform_refuses_is_made_up_for_later(cast: Cast, commit: Any) -> None:
    stand_in.FULL.add(RUN)
    with commit():
        row = cast.confirmed(cast.brought("registering"), cast.trainees[0])
    assert (row.state, runs(cast)) == ("confirmed", set())
    assert class_enrolments.enrol_left() == 0
    stand_in.FULL.clear()
    assert (class_enrolments.enrol_left(), class_enrolments.enrol_left()) == (1, 0)
    assert runs(cast) == {RUN}


def test_one_run_that_is_full_holds_up_no_other(cast: Cast, commit: Any) -> None:
    made, other = cast.brought("registering"), factories.released("C2", course_run="course-v1:SASW+FULL+2026")
    ClassEnrolment.objects.all().delete()
    theme_classes.ClassCourse.objects.create(
        theme_class=made, course=other.course, requirement="elective", number=2, course_run="course-v1:SASW+FULL+2026"
    )
    stand_in.FULL.add("course-v1:SASW+FULL+2026")
    with commit():
        row = cast.confirmed(made, cast.trainees[0])
    assert runs(cast) == {RUN}
    assert list(theme_classes.out_of_step()) == [row]


def test_no_broker_holds_nobody_up(cast: Cast) -> None:
    row = cast.confirmed(cast.brought("registering"), cast.trainees[0])
    assert list(theme_classes.out_of_step()) == [row]
    assert class_enrolments.enrol_left() == 1
    assert (list(theme_classes.out_of_step()), runs(cast)) == ([], {RUN})
