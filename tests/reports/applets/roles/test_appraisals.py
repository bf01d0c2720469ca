"""How duties are judged (5.4, 6.2-6.4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.applets.roles import api as roles
from cadretrain_reports.applets.roles.api import Appraisal, Role, RoleAssignment
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.factories_duties import TODAY, appointed, declared, liaison_officer, terms

pytestmark = pytest.mark.django_db

GOOD = Appraisal.Grade.EXCELLENT


@pytest.fixture
def officer(at_new_year: SimulatedClock) -> RoleAssignment:
    """A liaison officer since the summer of 2024."""
    return liaison_officer(factories.organization("BUREAU"), terms(date(2024, 7, 1)))


@pytest.fixture
def by(at_new_year: SimulatedClock) -> Any:
    return factories.user("judge")


def code_of(judge: Any, *arguments: Any) -> str:
    with pytest.raises(Refused) as refused:
        judge(*arguments)
    return refused.value.code


def test_an_appraisal_is_the_word_of_the_body(officer: RoleAssignment, by: Any, at_new_year: SimulatedClock) -> None:
    appraisal = roles.appraise(officer, 2025, GOOD, " 督学及时 ", by)
    appraisal.refresh_from_db()
    assert (appraisal.assignment, appraisal.kind, appraisal.year) == (officer, "appraisal", 2025)
    assert (appraisal.grade, appraisal.remarks) == ("excellent", "督学及时")
    assert (appraisal.organization.code, appraisal.by, appraisal.at) == ("BUREAU", by, at_new_year.at)
    assert str(appraisal) == f"{officer.pk}: 2025 appraisal"


@pytest.mark.parametrize(
    "role", [Role.ACADEMIC_AFFAIRS_OFFICER, Role.HEAD_TEACHER, Role.TEACHER, Role.LEARNING_SUPPORT_STAFF]
)
def test_an_institution_appraises_its_staff(role: Role, by: Any) -> None:
    appraisal = roles.appraise(appointed(role, factories.institution()), 2026, GOOD, "", by)
    assert (appraisal.organization.code, appraisal.remarks) == ("SASW", "")


@pytest.mark.parametrize("role", [Role.DEPARTMENT_OFFICER, Role.ARCHIVE_INSPECTOR])
def test_a_departments_own_officers_are_not_appraised_here(role: Role, by: Any) -> None:
    duty = appointed(role, factories.department())
    assert code_of(roles.appraise, duty, 2026, GOOD, "", by) == "not_appraised"


@pytest.mark.parametrize("grade", ["", "good", "EXCELLENT"])
def test_an_appraisal_has_a_grade(officer: RoleAssignment, by: Any, grade: str) -> None:
    assert code_of(roles.appraise, officer, 2025, grade, "督学及时", by) == "unknown_grade"


def test_nobody_judges_a_duty_of_their_own(officer: RoleAssignment) -> None:
    department = factories.department()
    assert code_of(roles.appraise, officer, 2025, GOOD, "", officer.user) == "own_duty"
    assert code_of(roles.feed_back, officer, department, 2025, "很好", officer.user) == "own_duty"
    assert code_of(roles.circulate, officer, department, 2025, "很好", officer.user) == "own_duty"


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_years_in_which_a_duty_was_held_are_judged(officer: RoleAssignment, by: Any, year: int) -> None:
    assert year in roles.years_held(officer)
    assert roles.appraise(officer, year, GOOD, "", by).year == year


@pytest.mark.parametrize("year", [-1, 0, 2023, 2027, 99999])
def test_no_other_year_is(officer: RoleAssignment, by: Any, year: int) -> None:
    assert code_of(roles.appraise, officer, year, GOOD, "", by) == "not_held"
    assert code_of(roles.circulate, officer, factories.department(), year, "很好", by) == "not_held"


def test_an_ended_duty_is_judged_for_the_years_in_which_it_was_held(
    officer: RoleAssignment, by: Any, at_new_year: SimulatedClock
) -> None:
    ended = roles.end(officer, by, "退休")
    assert ended.ends_on == TODAY
    assert roles.years_held(ended) == range(2024, 2027)
    at_new_year.advance(400 * 86400)
    assert roles.appraise(ended, 2026, GOOD, "", by)
    assert code_of(roles.appraise, ended, 2027, GOOD, "", by) == "not_held"


def test_the_last_day_of_a_term_is_the_one_before_its_end(at_new_year: SimulatedClock) -> None:
    duty = liaison_officer(factories.organization("BUREAU"), terms(TODAY, date(2027, 1, 1)))
    at_new_year.advance(800 * 86400)
    assert roles.years_held(duty) == range(2026, 2027)


def test_the_years_are_the_annual_periods_of_the_site(settings: Any, officer: RoleAssignment) -> None:
    """With a year of training from September on, July 2024 lies in that of 2023 (9.1.2)."""
    settings.CADRETRAIN_PERIOD_START = [9, 1]
    assert roles.years_held(officer) == range(2023, 2026)


def test_what_was_never_held_has_no_years(at_new_year: SimulatedClock) -> None:
    unit, by = factories.organization("BUREAU"), factories.user()
    waiting = declared(unit, terms(date(2024, 7, 1)))
    later = liaison_officer(unit, terms(TODAY + timedelta(days=1)))
    cancelled = roles.end(liaison_officer(unit, terms(TODAY + timedelta(days=1))), by, "撤回")
    returned = roles.return_(declared(unit), by, "材料不全")
    assert [len(roles.years_held(duty)) for duty in (waiting, later, cancelled, returned)] == [0, 0, 0, 0]
    assert code_of(roles.appraise, waiting, 2025, GOOD, "", by) == "not_held"


def test_a_department_feeds_back_and_circulates(officer: RoleAssignment, by: Any) -> None:
    department = factories.department()
    feedback = roles.feed_back(officer, department, 2025, "报送及时", by)
    circular = roles.circulate(officer, department, 2025, "报送及时", by)
    assert [(said.kind, said.organization, said.grade) for said in (feedback, circular)] == [
        ("feedback", department, ""),
        ("circular", department, ""),
    ]
    assert code_of(roles.feed_back, officer, department, 2025, " ", by) == "missing"
    assert code_of(roles.circulate, officer, department, 2025, "好" * 1001, by) == "too_long"


def test_a_department_judges_liaison_officers_only(by: Any) -> None:
    teacher = appointed(Role.TEACHER, factories.institution())
    assert code_of(roles.feed_back, teacher, factories.department(), 2026, "很好", by) == "not_liaison"


def test_only_a_department_at_or_above_the_unit_judges(officer: RoleAssignment, by: Any) -> None:
    beside = factories.organization("BESIDE", Capacity.MANAGEMENT_DEPARTMENT)
    for body in (beside, officer.organization, factories.institution()):
        assert code_of(roles.feed_back, officer, body, 2025, "很好", by) == "no_department"
    itself = factories.organization("BOTH", Capacity.MANAGEMENT_DEPARTMENT, Capacity.EMPLOYING_UNIT)
    assert roles.circulate(liaison_officer(itself), itself, 2026, "很好", by).organization == itself


def test_what_is_said_twice_is_kept_once(officer: RoleAssignment, by: Any) -> None:
    roles.appraise(officer, 2025, GOOD, "督学及时", by)
    assert code_of(roles.appraise, officer, 2025, GOOD, "督学及时", by) == "said_already"
    assert Appraisal.objects.count() == 1


def test_a_later_appraisal_stands_beside_the_earlier_one(officer: RoleAssignment, by: Any) -> None:
    for grade in (GOOD, Appraisal.Grade.COMPETENT, GOOD):
        roles.appraise(officer, 2025, grade, "", by)
    roles.appraise(officer, 2024, GOOD, "", by)
    assert list(officer.appraisals.order_by("pk").values_list("year", "grade")) == [
        (2025, "excellent"),
        (2025, "competent"),
        (2025, "excellent"),
        (2024, "excellent"),
    ]


def test_two_departments_may_say_the_same(officer: RoleAssignment, by: Any) -> None:
    above = factories.department()
    nearer = factories.department("CITY", parent=above)
    duty = liaison_officer(factories.organization("OFFICE", parent=nearer))
    for department in (above, nearer):
        roles.feed_back(duty, department, 2026, "很好", by)
    assert duty.appraisals.count() == 2


def test_a_judgement_cannot_be_rewritten(officer: RoleAssignment, by: Any) -> None:
    roles.appraise(officer, 2025, GOOD, "", by)
    with pytest.raises(Exception, match="never changed"), transaction.atomic():
        Appraisal.objects.update(grade="incompetent")
