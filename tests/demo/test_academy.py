from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.demo import academy
from cadretrain_reports.demo.accounts import AUTHOR, PASSWORD, open_staff_accounts
from cadretrain_reports.demo.catalogue import COURSES
from cadretrain_reports.rules.periods import period_by_label
from tests.demo.conftest import OnCommit

pytestmark = pytest.mark.django_db

STATE = courses.CourseVersion.State


def period() -> academy.Period:
    return period_by_label(2025, conf.period_rule())


def test_bodies_stand_on_three_levels() -> None:
    assert academy.add_bodies() == len(academy.BODIES) == 18
    depths = {body.code: body.depth for body in Organization.objects.all()}
    assert {depths["QH"], depths["QHGX"], depths["JC"], depths["JC-01"], depths["JCGX"]} == {1, 2, 3}
    assert (depths["QH"], depths["QHGX"], depths["JC"], depths["JC-01"], depths["JCGX"]) == (1, 2, 2, 3, 3)
    assert Organization.objects.filter(is_training_institution=True).count() == 2
    assert Organization.objects.get(code="QH").is_management_department


def test_only_missing_bodies_are_added() -> None:
    academy.add_bodies()
    Organization.objects.get(code="LX-04").spells.all().delete()
    Organization.objects.filter(code="LX-04").delete()
    assert (academy.add_bodies(), academy.add_bodies()) == (1, 0)
    below = organizations.subtree(organizations.get("LX"))
    assert below.filter(code="LX-04").exists()


def test_accounts_are_opened_once_and_more_later() -> None:
    academy.add_bodies()
    assert list(academy.open_trainee_accounts(3, period())) == [True] * 3
    names = list(Trainee.objects.order_by("code").values_list("code", "name", "unit__code"))
    assert list(academy.open_trainee_accounts(5, period())) == [False] * 3 + [True] * 2
    assert list(Trainee.objects.order_by("code").values_list("code", "name", "unit__code"))[:3] == names
    user = User.objects.get(username="trainee002")
    assert user.check_password(PASSWORD)
    assert user.cadretrain_account.opened_at == datetime(2025, 1, 2, 1, 2, tzinfo=UTC)
    assert user.cadretrain_account.trainee.archive.number == "XY00002"


def test_the_period_is_the_last_full_year_and_then_stays() -> None:
    with clock.simulated(datetime(2026, 12, 31, 16, 30, tzinfo=UTC)):  # half past midnight in Shanghai
        assert academy.academic_period().label == 2026
        academy.add_bodies()
        assert list(academy.open_trainee_accounts(1, academy.academic_period())) == [True]
    with clock.simulated(datetime(2029, 5, 1, tzinfo=UTC)):
        assert academy.academic_period().label == 2026


def test_courses_come_by_publication_written_by_the_author(django_capture_on_commit_callbacks: OnCommit) -> None:
    academy.add_bodies()
    open_staff_accounts()
    with django_capture_on_commit_callbacks(execute=True):
        assert list(academy.publish_courses(period())) == [True] * 30
    versions = courses.CourseVersion.objects.all()
    assert {version.state for version in versions} == {STATE.DRAFT}
    author = User.objects.get(username=AUTHOR)
    assert all(version.authors == [author.pk] and len(version.content) == 64 for version in versions)
    durations = dict(versions.values_list("course__code", "course_duration"))
    assert durations == {course.code: course.course_duration for course in COURSES}


def test_a_day_of_the_period_is_a_local_day() -> None:
    assert academy.local_time(period(), 0, 8) == datetime(2025, 1, 1, tzinfo=UTC)
