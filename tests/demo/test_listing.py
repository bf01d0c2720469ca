from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from cadretrain_reports.demo import scenarios
from cadretrain_reports.demo.listing import ListedCourse, credit_hours_earned, listed_courses, newest_package
from cadretrain_reports.demo.study import sit
from cadretrain_reports.demo.visits import _straight
from tests.demo.conftest import World, marked_unit
from tests.demo.test_study import Browser, sitting


@pytest.mark.django_db
def test_a_line_says_what_the_newest_version_says(world: World) -> None:
    with translation.override("en"):
        [line] = listed_courses(AnonymousUser())
    assert line == ListedCourse(
        course_run=world.course_run,
        code="C1",
        title="调查研究的方法",
        minutes=16,
        hours="0.5",
        requirement="elective",
        is_released=True,
        study="",
    )


@pytest.mark.django_db
def test_what_nobody_has_published_is_not_listed(world: World) -> None:
    scenarios.load(marked_unit("course-v1:SASW+B1+2026", code="B1"))
    assert [line.code for line in listed_courses(world.trainee)] == ["C1"]


@pytest.mark.django_db
def test_a_trainee_has_hours_and_staff_have_none_to_have(world: World, browser: Browser) -> None:
    sit(browser(world.trainee), sitting(_straight(901)))
    assert credit_hours_earned(world.trainee) == "0.5"
    assert credit_hours_earned(world.other) == "0"
    assert credit_hours_earned(world.author) is None
    assert credit_hours_earned(AnonymousUser()) is None
    assert [line.study for line in listed_courses(world.trainee)] == ["earned"]
    assert [line.study for line in listed_courses(world.other)] == [""]


def test_the_newest_package_is_the_one_written_last(exports: Path) -> None:
    assert newest_package() is None
    for name, written in (("a", 200), ("b", 100), ("c.partial", 300)):
        (exports / name).mkdir(parents=True)
        os.utime(exports / name, (written, written))
    (exports / "file").touch()
    assert newest_package() == exports / "a"
