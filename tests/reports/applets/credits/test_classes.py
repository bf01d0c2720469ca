"""Credits of classes (R5): attributed when they fall, kept in totals by the same transaction, added on passing."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.credits.api import Activities, ClassCredit, CreditEntry
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.rules.class_hours import Credited, period_hours
from cadretrain_reports.workflows import assess
from cadretrain_reports.workflows.requirement import attainments_of
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_classes import member, taught, theme_class
from tests.factories_people import officer
from tests.factories_plans import issued, line, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(at_new_year: SimulatedClock) -> people.Account:
    """Return a trainee; C1 and C2 (half an hour each) are on offer."""
    factories.released("C1", 901)
    factories.released("C2", 901)
    return factories.trainee()


def a_class(code: str, *courses: str) -> ThemeClass:
    versions = [CourseVersion.objects.get(course__code=course) for course in courses]
    return taught(theme_class(factories.institution(), code), *versions)


def add_activities(registration: ClassRegistration, online: str, on_the_spot: str = "0", year: int = 2026) -> None:
    trainee = registration.trainee
    hours = Decimal(online), Decimal(on_the_spot)
    with transaction.atomic():
        credits.grant_classes(
            [
                Activities(
                    registration.pk,
                    trainee.pk,
                    *hours,
                    clock.now(),
                    year,
                    trainee.unit_id,
                    trainee.managing_department_id,
                )
            ]
        )


def attributed(course: str) -> str | None:
    registration = CreditEntry.objects.get(study__course__code=course, standing=True).registration
    return registration and registration.theme_class.code


def recounted(account: people.Account, year: int) -> object:
    """Return what the rows of a year come to by the rule."""
    entries = CreditEntry.objects.filter(study__trainee=account.pk, year=year, standing=True)
    passed = ClassCredit.objects.filter(registration__trainee=account.pk, year=year, standing=True)
    return period_hours(
        [Credited(*row) for row in entries.values_list("credit_hours", "registration")],
        passed.values_list("activity_hours", "face_to_face_hours"),
    )


def test_overlapping_classes_and_elective_learning(account: people.Account, at_new_year: SimulatedClock) -> None:
    """The earliest registration of those that contain the course; not one that waits, has ended, or was left."""
    member(a_class("LATE", "C1"), account, registered_at=NEW_YEAR + timedelta(days=1))
    member(a_class("EARLY", "C1"), account, registered_at=NEW_YEAR)
    for code, state in (("WAITS", "waiting"), ("LEFT", "withdrawn")):
        member(a_class(code, "C1"), account, registered_at=NEW_YEAR - timedelta(days=9), state=state)
    ended = a_class("ENDED", "C1")
    member(ended, account, registered_at=NEW_YEAR - timedelta(days=9))
    theme_classes.set_state(ended, ThemeClass.State.CLOSED)
    factories.learn(account, at_new_year, 960, "C1")
    factories.learn(account, at_new_year, 960, "C2")
    assert (attributed("C1"), attributed("C2")) == ("EARLY", None)
    year = credits.hours_in(account.pk, 2026)
    assert (year.elective, year.in_classes) == (Decimal("0.5"), Decimal("0.5"))
    assert year == recounted(account, 2026)


def test_it_is_never_attributed_anew_but_a_new_credit_is(account: people.Account, at_new_year: SimulatedClock) -> None:
    first = member(a_class("FIRST", "C1"), account)
    factories.learn(account, at_new_year, 960, "C1")
    theme_classes.set_state(first.theme_class, ThemeClass.State.CLOSED)
    member(a_class("SECOND", "C1"), account)
    assert attributed("C1") == "FIRST"
    entry = CreditEntry.objects.get()
    assess.reverse_credit(officer(), entry, "代学", anew=True)
    assert credits.hours_in(account.pk, 2026).total == 0
    assert credits.years_with_credit(account.pk) == []
    factories.learn(account, at_new_year, 960, "C1")
    assert attributed("C1") == "SECOND"
    assert credits.hours_in(account.pk, 2026) == recounted(account, 2026)


def test_activities_come_on_top_once_and_those_on_the_spot_apart(
    account: people.Account, at_new_year: SimulatedClock
) -> None:
    registration = member(a_class("K1", "C1"), account)
    factories.learn(account, at_new_year, 960, "C1")
    add_activities(registration, "2", "4")
    with pytest.raises(IntegrityError):
        add_activities(registration, "2", "4")
    year = credits.hours_in(account.pk, 2026)
    assert (year.online, year.face_to_face, year.total) == (Decimal("2.5"), 4, Decimal("6.5"))
    assert year == recounted(account, 2026)
    assert credits.total(account.pk, 2026) == Decimal("2.5")


def test_requirements_take_online_activities_for_hours_in_all_only(account: people.Account) -> None:
    issued("DEPARTMENT", plan(line("5", "1", "1"), to=("BUREAU",)))
    add_activities(member(a_class("K1"), account), "2", "4")
    (found,) = attainments_of([account.pk], 2026)[account.pk]
    assert found.done is not None
    done = found.done
    assert (done.total_hours, done.required_course_hours, done.elective_course_hours) == (2, 0, 0)


def test_a_class_passed_in_another_year_counts_there(account: people.Account) -> None:
    registration = member(a_class("K1"), account)
    add_activities(registration, "2", year=2025)
    assert credits.years_with_credit(account.pk) == [2025]
    assert credits.hours_in(account.pk, 2026).total == 0


def test_units_have_what_was_earned_in_their_time(account: people.Account, at_new_year: SimulatedClock) -> None:
    other = factories.trainee()
    factories.learn(account, at_new_year, 960, "C1")
    for who in (account, other):
        add_activities(member(a_class(f"K{who.pk}"), who), "2", "4")
    (found,) = credits.activities_by_unit(ClassCredit.objects.all(), 2026)
    assert (found.unit, found.online, found.face_to_face) == (account.trainee.unit_id, 4, 8)
    assert found.others == 1
    spells = people.TraineeSpell.objects.all()
    (attained,) = credits.attained_by_unit(spells, 2026, clock.now())
    assert (attained.credit_hours, attained.trainees) == (Decimal("4.5"), 2)
