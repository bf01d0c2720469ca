"""Choosing and dropping courses: what it does to the enrolment, what is refused, what twice comes to (3.12)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.choices.api import CourseChoice
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows import choices
from tests import factories, factories_choices
from tests.factories_duties import holder
from tests.factories_people import acts
from tests.reports import stand_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year", "host")]

OTHER_RUN = "course-v1:SASW+OTHER+2026"


@pytest.fixture
def account() -> Account:
    return factories.trainee()


def runs(account: Account) -> set[str]:
    return stand_in.enrolled_runs(account.user_id)


def refusal(act: object, account: Account, version: CourseVersion) -> str:
    with pytest.raises(Refused) as refused:
        act(account.user, version.course)  # type: ignore[operator]
    assert str(refused.value)
    return refused.value.code


def test_choosing_enrols_and_dropping_undoes_it(account: Account) -> None:
    version = factories.released()
    choice = choices.choose(account.user, version.course)
    assert (choice.source, choice.course_run, choice.enrols) == ("own", factories.RUN, True)
    assert runs(account) == {factories.RUN}
    assert choices.drop(account.user, version.course)
    assert runs(account) == set()
    choice.refresh_from_db()
    assert (choice.standing, choice.enrols, choice.dropped_at is None) == (None, False, False)
    assert [act for act in acts() if act[0].startswith("choice.")] == [
        ("choice.choose", "done"),
        ("choice.drop", "done"),
    ]


def test_twice_is_once_and_a_dropped_course_can_be_chosen_again(account: Account) -> None:
    version = factories.released()
    first = choices.choose(account.user, version.course)
    assert choices.choose(account.user, version.course) == first
    assert choices.drop(account.user, version.course)
    assert not choices.drop(account.user, version.course)
    assert choices.choose(account.user, version.course) != first
    assert CourseChoice.objects.filter(standing=True).count() == 1
    assert len([act for act in acts() if act[0] == "choice.choose"]) == 2


def test_where_the_platform_takes_nobody_nothing_is_chosen(account: Account) -> None:
    version = factories.released()
    stand_in.FULL.add(factories.RUN)
    assert refusal(choices.choose, account, version) == "enrolment_refused"
    assert not CourseChoice.objects.exists()
    assert ("choice.choose", "done") not in acts()


def test_choosing_again_enrols_whom_the_platform_has_let_go(account: Account) -> None:
    version = factories.released()
    factories_choices.chosen(account, version)
    stand_in.ENROLLED.clear()
    choices.choose(account.user, version.course)
    assert runs(account) == {factories.RUN}
    assert CourseChoice.objects.count() == 1


def test_who_was_in_the_run_before_stays_in_it(account: Account) -> None:
    version = factories.released()
    stand_in.enrol(account.user, factories.RUN)
    factories_choices.chosen(account, version)
    choices.drop(account.user, version.course)
    assert runs(account) == {factories.RUN}


def test_the_last_choice_of_a_run_leads_out_of_it(account: Account) -> None:
    one, two = factories.released("C1"), factories.released("C2")
    factories_choices.chosen(account, one)
    factories_choices.chosen(account, two)
    choices.drop(account.user, one.course)
    assert runs(account) == {factories.RUN}
    choices.drop(account.user, two.course)
    assert runs(account) == set()


def test_what_was_begun_beside_keeps_the_trainee_in_the_run(account: Account, at_new_year: SimulatedClock) -> None:
    one, _two = factories.released("C1"), factories.released("C2")
    factories_choices.chosen(account, one)
    factories.learn(account, at_new_year, 60, "C2")
    choices.drop(account.user, one.course)
    assert runs(account) == {factories.RUN}


def test_another_run_is_left_alone(account: Account) -> None:
    one = factories.released("C1")
    two = factories.released("C2", course_run=OTHER_RUN)
    factories_choices.chosen(account, one)
    factories_choices.chosen(account, two)
    choices.drop(account.user, two.course)
    assert runs(account) == {factories.RUN}


def test_what_is_credited_is_neither_chosen_nor_dropped(account: Account, at_new_year: SimulatedClock) -> None:
    version, other = factories.released("C1"), factories.released("C2")
    factories_choices.chosen(account, version)
    factories.learn(account, at_new_year, 901)
    factories.learn(account, at_new_year, 901, "C2")
    assert refusal(choices.drop, account, version) == "already_credited"
    assert refusal(choices.choose, account, other) == "already_credited"
    assert runs(account) == {factories.RUN}


def test_only_what_is_on_offer_is_chosen(account: Account) -> None:
    draft = factories.draft()
    assert refusal(choices.choose, account, draft) == "not_on_offer"
    released = factories.released("C2")
    CourseVersion.objects.filter(pk=released.pk).update(state=CourseVersion.State.OFFLINE)
    assert refusal(choices.choose, account, released) == "not_on_offer"
    gone = factories.released("C3")
    gone.course.placements.all().delete()
    assert refusal(choices.choose, account, gone) == "no_place"


def test_only_trainees_whose_account_may_study_choose(account: Account) -> None:
    version = factories.released()
    with pytest.raises(Refused) as refused:
        choices.choose(factories.user(), version.course)
    assert refused.value.code == "not_a_trainee"
    Account.objects.filter(pk=account.pk).update(status=Account.Status.SUSPENDED)
    assert refusal(choices.choose, account, version) == "suspended"


def test_nobody_drops_for_another(account: Account) -> None:
    version = factories.released()
    choice = factories_choices.chosen(account, version)
    other = factories.trainee()
    factories_choices.chosen(other, version)
    with pytest.raises(Refused) as refused:
        choices.drop_choice(other.user, choice)
    assert refused.value.code == "not_yours"
    assert choices.drop_choice(account.user, choice)


def test_a_choice_says_what_led_to_it(account: Account) -> None:
    by_unit, by_school = factories.released("C1"), factories.released("C2")
    factories_choices.recommended(by_unit)
    school = factories.institution()
    factories_choices.serve(school, account.trainee.unit)
    officer = holder(Role.ACADEMIC_AFFAIRS_OFFICER, school)
    factories_choices.recommended(by_school, officer, organization=school, audience=account.trainee.unit)
    assert factories_choices.chosen(account, by_unit).source == "unit"
    assert factories_choices.chosen(account, by_school).source == "institution"


def test_whom_the_platform_has_deactivated_chooses_nothing(account: Account) -> None:
    account.user.is_active = False
    account.user.save()
    assert refusal(choices.choose, account, factories.released()) == "suspended"
