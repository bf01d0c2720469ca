"""Who recommends what to whom (3.12, 8.2.1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cadretrain_reports.applets.choices.api import Recommendation, recommended_to
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import recommendations
from tests import factories, factories_choices
from tests.conftest import NEW_YEAR
from tests.factories_duties import holder
from tests.factories_people import acts, liaison, officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

TODAY = NEW_YEAR.date()


def refused(act: Any, *arguments: Any) -> tuple[str, str]:
    with pytest.raises(Refused) as answer:
        act(*arguments)
    assert str(answer.value)
    return answer.value.code, answer.value.field


def test_a_unit_recommends_to_those_below_it_until_a_day() -> None:
    version, unit = factories.released(), factories.organization("BUREAU")
    below = factories.organization("ROOM", parent=unit)
    inside, outside = factories.trainee(unit="ROOM").trainee, factories.trainee(unit="OTHER").trainee
    made = factories_choices.recommended(version, note="请在三月底前学完")
    assert list(recommended_to(inside, TODAY)) == [made]
    assert list(recommended_to(inside, made.until)) == [made]
    assert not recommended_to(inside, made.until + timedelta(days=1))
    assert not recommended_to(outside, TODAY)
    assert below.path.startswith(unit.path)
    assert ("recommendation.make", "done") in acts()


def test_a_position_level_narrows_it() -> None:
    version = factories.released()
    account = factories.trainee()
    factories_choices.recommended(version, position_level="131")
    assert not recommended_to(account.trainee, TODAY)
    account.trainee.position_level = "131"
    assert recommended_to(account.trainee, TODAY)


def test_an_institution_recommends_to_the_units_it_serves_and_to_no_other() -> None:
    version, school = factories.released(), factories.institution()
    unit = factories.organization("BUREAU")
    affairs = holder(Role.ACADEMIC_AFFAIRS_OFFICER, school)
    advice = factories_choices.advice(version, organization=school, audience=unit)
    with pytest.raises(Denied):
        recommendations.recommend(affairs, advice)
    factories_choices.serve(school, unit)
    assert recommendations.recommend(affairs, advice).audience == unit


def test_who_may_not_is_denied_and_that_is_kept() -> None:
    version, unit = factories.released(), factories.organization("BUREAU")
    for somebody in (officer(), liaison(factories.organization("OTHER")), factories.user()):
        with pytest.raises(Denied):
            recommendations.recommend(somebody, factories_choices.advice(version))
    made = factories_choices.recommended(version)
    with pytest.raises(Denied):
        recommendations.withdraw(liaison(factories.organization("OTHER")), made, "误推")
    assert acts().count(("recommend", "denied")) == 4
    assert unit.recommendations.count() == 1


def test_a_units_liaison_officer_does_not_speak_for_what_it_manages_as_a_department() -> None:
    version, department = factories.released(), factories.department()
    department.is_employing_unit = True
    department.save()
    unit = factories.organization("BUREAU")
    advice = factories_choices.advice(version, organization=department, audience=unit)
    with pytest.raises(Denied):
        recommendations.recommend(liaison(department), advice)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"until": date(2026, 1, 4)}, ("past", "until")),
        ({"position_level": "999"}, ("bad_level", "position_level")),
        ({"note": "长" * 501}, ("too_long", "note")),
    ],
)
def test_what_cannot_be_recommended(wrong: dict[str, Any], said: tuple[str, str]) -> None:
    version = factories.released()
    unit = factories.organization("BUREAU")
    assert refused(recommendations.recommend, liaison(unit), factories_choices.advice(version, **wrong)) == said
    assert not Recommendation.objects.exists()


def test_what_is_not_on_offer_is_not_recommended_and_nothing_twice() -> None:
    version, unit = factories.released(), factories.organization("BUREAU")
    officer = liaison(unit)
    factories_choices.recommended(version, officer)
    again = factories_choices.advice(version)
    assert refused(recommendations.recommend, officer, again) == ("already_recommended", "course")
    CourseVersion.objects.update(state=CourseVersion.State.REVOKED)
    assert refused(recommendations.recommend, officer, again)[0] == "not_on_offer"


def test_it_is_withdrawn_once_with_the_reason() -> None:
    version, unit = factories.released(), factories.organization("BUREAU")
    officer = liaison(unit)
    made = factories_choices.recommended(version, officer)
    assert refused(recommendations.withdraw, officer, made, " ") == ("reason_missing", "reason")
    done = recommendations.withdraw(officer, made, "课程调整")
    assert (done.standing, done.withdrawn_at) == (None, NEW_YEAR)
    assert refused(recommendations.withdraw, officer, made, "再撤")[0] == "already_withdrawn"
    assert not recommended_to(factories.trainee().trainee, TODAY)
    assert factories_choices.recommended(version, officer).pk != made.pk
