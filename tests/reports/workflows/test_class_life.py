"""The life of a theme class: every act in every state, all that is missing at once, two persons, cancelling (8.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import Act, ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import class_life, classes
from tests import factories
from tests.factories_class_cast import ASSIGNED, OPEN, Cast
from tests.factories_classes import duty, officer
from tests.factories_people import acts, operator
from tests.factories_steering import affairs
from tests.reports import stand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year", "host", "english")]


@pytest.fixture
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


LEADS_TO = {
    ("planned", "approve"): "approved",
    ("approved", "send_back"): "planned",
    ("approved", "open"): "registering",
    ("registering", "start"): "running",
    ("running", "assess"): "assessing",
    ("assessing", "close"): "closed",
    ("closed", "archive"): "archived",
    **{(state, "cancel"): "cancelled" for state in ("planned", "approved", "registering", "running", "assessing")},
    ("running", "reopen"): "registering",
    ("assessing", "reopen"): "running",
    ("closed", "reopen"): "assessing",
    ("cancelled", "reopen"): "planned",
}
"""Where each act leads from each state, written out once more by hand; from all others it leads nowhere."""


@pytest.fixture
def cast() -> Cast:
    return Cast()


def said(act: Any) -> str:
    with pytest.raises(Refused) as refused:
        act()
    assert str(refused.value)
    return refused.value.code


@pytest.mark.parametrize("state", list(ThemeClass.State))
@pytest.mark.parametrize("act", list(Act))
def test_every_act_in_every_state(cast: Cast, state: str, act: Act) -> None:
    made = cast.brought(state)
    if act == Act.START:
        cast.confirmed(made, cast.trainees[0]) if state == "registering" else None
    steps = made.steps.count()
    wanted = LEADS_TO.get((state, act))
    if wanted is None:
        assert said(lambda: class_life.take_step(operator(), made, act, "调整")) == "not_possible"
        made.refresh_from_db()
        assert (made.state, made.steps.count()) == (state, steps)
        return
    assert class_life.take_step(operator(), made, act, "调整").state == wanted
    last = made.steps.latest("pk")
    assert (last.from_state, last.state, last.reason) == (state, wanted, "调整")
    assert acts()[-1] == (f"class.{act}", "done")


def test_an_approval_names_all_that_is_missing_at_once(cast: Cast) -> None:
    first, second = cast.officers
    bare = cast.proposal(audience="", requirement="", planned_number=None, starts_on=None, ends_on=None)
    made = classes.draw_up_class(first, cast.department, "K1", bare)
    with pytest.raises(Refused) as refused:
        class_life.approve_class(second, made)
    text = str(refused.value)
    for part in (
        "the approved training plan of the hosts",
        "whom it is for",
        "the training requirement",
        "the objectives",
        "the planned number of trainees",
        "the first day",
        "the last day",
        "the last day of registration",
        "the hour requirement",
        "a course or an activity",
        "an assessment",
    ):
        assert part in text
    assert refused.value.code == "not_ready"


def test_what_has_no_bodies_lacks_them(cast: Cast) -> None:
    made = cast.planned()
    made.bodies.all().delete()
    with pytest.raises(Refused, match=r"a host.*an organizer"):
        class_life.approve_class(operator(), made)


def test_registration_opens_with_a_head_teacher_released_courses_and_days_left(cast: Cast) -> None:
    made = cast.brought("approved")
    made.duties.all().delete()
    ThemeClass.objects.filter(pk=made.pk).update(registration_until=date(2026, 1, 4))
    cast.course.availability = "withdrawn"
    cast.course.save()
    with pytest.raises(Refused, match=r"a head teacher.*not past.*the release"):
        class_life.open_registration(cast.affairs[0], made)


def test_a_class_starts_on_its_day_with_somebody_in_it_and_nobody_undecided(cast: Cast) -> None:
    made = cast.brought("registering", starts_on=date(2026, 1, 6), ends_on=date(2026, 1, 9))
    cast.applied(made, cast.trainees[0])
    with pytest.raises(Refused, match=r"its first day.*a confirmed trainee.*a decision on each"):
        class_life.start_class(cast.affairs[0], made)


def test_a_class_is_assessed_from_its_last_day_on(cast: Cast) -> None:
    made = cast.brought("running")
    ThemeClass.objects.filter(pk=made.pk).update(ends_on=date(2026, 1, 6))
    with pytest.raises(Refused, match="its last day"):
        class_life.assess_class(cast.affairs[0], made)


def test_who_wrote_the_teaching_plan_does_not_approve_it(cast: Cast) -> None:
    first, second = cast.affairs
    made = cast.planned()
    theme_classes.ClassBody.objects.create(theme_class=made, part="host", organization=cast.academy, number=2)
    assert said(lambda: class_life.approve_class(first, made)) == "four_eyes"
    assert class_life.approve_class(second, made).approved_by == second


@pytest.mark.parametrize("act", [Act.SEND_BACK, Act.CANCEL, Act.REOPEN])
def test_what_goes_back_says_why(cast: Cast, act: Act) -> None:
    made = cast.brought("cancelled" if act == Act.REOPEN else "approved")
    assert said(lambda: class_life.take_step(cast.officers[0], made, act, " ")) == "missing"


RIGHTS = {
    "approve": "officer",
    "send_back": "officer",
    "open": "affairs head",
    "start": "affairs head",
    "assess": "affairs head",
    "close": "affairs head",
    "archive": "affairs head",
    "cancel": "officer",
    "reopen": "officer",
}


@pytest.mark.parametrize("act", list(Act))
def test_each_act_is_for_whoever_it_is_for(cast: Cast, act: Act) -> None:
    made = cast.planned()
    people = {
        "officer": cast.officers[0],
        "affairs": cast.affairs[1],
        "head": cast.head.user,
        "other head": duty("head_teacher", cast.academy).user,
        "other affairs": affairs(factories.institution("OTHER")),
        "liaison": cast.liaison,
        "trainee": cast.trainees[0].user,
        "inspector": officer("archive_inspector", cast.department),
    }
    denied = set()
    for name, who in people.items():
        try:
            class_life.take_step(who, made, act, "")
        except Denied:
            denied.add(name)
        except Refused:
            pass
        else:
            ThemeClass.objects.filter(pk=made.pk).update(state="planned")
    assert set(people) - denied == set(RIGHTS[act].split(" "))


def test_cancelling_leads_out_of_the_course_runs_and_reopening_in_again(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = cast.brought("running", ASSIGNED)
    account = cast.trainees[0]
    assert stand_in.enrolled_runs(account.user_id) == {factories.RUN}
    with django_capture_on_commit_callbacks(execute=True):
        class_life.cancel_class(cast.officers[0], made, "工作调整")
    assert stand_in.enrolled_runs(account.user_id) == set()
    with django_capture_on_commit_callbacks(execute=True):
        assert class_life.reopen_class(cast.officers[0], made, "恢复举办").state == "running"
    assert stand_in.enrolled_runs(account.user_id) == {factories.RUN}


def test_a_class_of_either_type_comes_from_plan_to_archive(cast: Cast) -> None:
    for number, class_type in enumerate((OPEN, ASSIGNED)):
        made = cast.brought("archived", class_type, code=f"K{number}")
        assert [step.state for step in made.steps.order_by("pk")] == [
            "planned",
            "approved",
            "registering",
            "running",
            "assessing",
            "closed",
            "archived",
        ]
