"""Hours in units of a real course: the Open edX demo course, through the endpoint that the browser uses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.contrib.auth.models import User

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.demo import scenarios, study
from cadretrain_reports.demo.visits import PlannedPage, Sitting, _straight
from cadretrain_reports.rules.credit_hours import course_credit_hours
from tests import factories, services
from tests.demo.conftest import OnCommit, marked_unit
from tests.demo.openedx_course import OpenEdxCourse, RealUnit
from tests.demo.test_study import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.real]

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
AT_LEAST_S = 120
"""Units shorter than this are too small to be a course."""


@pytest.fixture(scope="module")
def units() -> list[RealUnit]:
    """Return the units of the real course that are long enough."""
    course = OpenEdxCourse(services.real_input("openedx-demo-course.tar.gz"))
    found = list(course.units())
    assert len(found) == 58
    return [unit for unit in found if unit.duration >= AT_LEAST_S]


@pytest.fixture
def runs(db: None, units: list[RealUnit], django_capture_on_commit_callbacks: OnCommit) -> dict[str, RealUnit]:
    """Return the course run of each unit, marked, published and released."""
    factories.institution("OpenedX")
    made = {f"course-v1:OpenedX+{unit.url_name}+DemoCourse": unit for unit in units}
    for run, unit in made.items():
        said = {"code": unit.url_name, "title": unit.title, "course_duration": unit.duration, "provider": ""}
        scenarios.load(marked_unit(run, pages=unit.pages, **said))
    with django_capture_on_commit_callbacks(execute=True):
        for run in made:
            scenarios.publish(scenarios.unit_of(run))
    for version in courses.CourseVersion.objects.all():
        factories.release(version)
    return made


def study_all(browser: Browser, user: User, runs: dict[str, RealUnit], *, short_of: int) -> None:
    client = browser(user)
    for day, (run, unit) in enumerate(runs.items()):
        page = PlannedPage(run, _straight(unit.duration - short_of))
        study.sit(client, Sitting(1, START + timedelta(days=day), (page,)))


def test_trainees_earn_hours_in_units_of_a_real_course(runs: dict[str, RealUnit], browser: Browser) -> None:
    diligent, hasty = factories.trainee(), factories.trainee()
    study_all(browser, diligent.user, runs, short_of=0)
    study_all(browser, hasty.user, runs, short_of=1)
    earned = credits.CreditEntry.objects.select_related("study__course")
    hours = {entry.study.course.code: entry.credit_hours for entry in earned.filter(study__trainee=diligent.pk)}
    expected = {unit.url_name: course_credit_hours(unit.duration) for unit in runs.values()}
    assert len(expected) >= 10
    assert set(expected.values()) == {Decimal("0.25"), Decimal("0.5")}
    assert hours == expected
    assert credits.total(diligent.pk, 2026) == sum(expected.values())
    assert not earned.filter(study__trainee=hasty.pk).exists()


def test_the_real_text_stands_on_the_page(runs: dict[str, RealUnit], browser: Browser) -> None:
    run, unit = next((run, unit) for run, unit in runs.items() if unit.title == "Course Structure")
    html = browser(factories.trainee().user).get(f"/courses/{run}/").content.decode()
    assert all(unescape(page) in unescape(html) for page in unit.pages)
    assert f"<h1>{unit.title}</h1>" in html


def test_durations_come_from_transcripts_and_reading_time(units: list[RealUnit]) -> None:
    durations = {unit.title: unit.duration for unit in units}
    welcome = durations["Welcome to the Open edX® platform"]
    assert 158 < welcome < 300  # a video whose last cue ends at 2:38, and some lines of text
    assert 78 < durations["Advanced Video Settings"] < 300  # of a video of 50 minutes, the 78 seconds it plays
    assert durations["Interactive Periodic Table"] > 900  # a table of all elements, to be read
