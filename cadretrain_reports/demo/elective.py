"""Trainees of the invented academy choose what they study, and bodies recommend courses to them (3.12, 8.2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.contrib.auth.models import User

from cadretrain_reports import clock
from cadretrain_reports.applets.choices.api import Advice, CourseChoice, Recommendation
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.demo.academy import local_time
from cadretrain_reports.demo.accounts import trainee_username
from cadretrain_reports.demo.catalogue import PROVINCIAL
from cadretrain_reports.demo.scenarios import credit_course_of
from cadretrain_reports.demo.visits import Sitting
from cadretrain_reports.rules.periods import Period
from cadretrain_reports.workflows import choices, recommendations

_LASTING: Final = timedelta(days=2 * 366)
"""So long that it is still shown when the demonstration is looked at: the academy lives in a year that is over."""

_RECOMMENDED: Final = (
    ("affairs-qhgx", PROVINCIAL, "QH", "SZ-303", "各单位今年的必备一课：名单、口令和附件，三处最容易出错。"),
    ("affairs-qhgx", PROVINCIAL, "QH", "FZ-101", "新任干部请先学这一门。"),
    ("liaison-jc-01", "JC-01", "JC-01", "CZ-703", "下半年出差较多，请出发之前学完。"),
)
"""Whose account, for which body, to whom, which course, and what they say to it."""


def recommend_courses(period: Period) -> int:
    """Have bodies recommend courses that are on offer; return how many recommendations are new."""
    with clock.simulated(local_time(period, 4, 9)):
        return sum(_recommend(*row) for row in _RECOMMENDED)


def choose_courses(planned: Iterable[Sitting]) -> int:
    """Have every trainee choose what they are going to study, on the day; return how many choices are new.

    What is not on offer is studied all the same, as whoever is in the course run can.
    """
    chosen = set(CourseChoice.objects.values_list("trainee__account__user__username", "course"))
    new = 0
    for sitting in planned:
        username = trainee_username(sitting.trainee)
        for page in sitting.pages:
            course = courses.course_at(credit_course_of(page.course_run))
            if course is None or (username, course.pk) in chosen or courses.released_version(course) is None:
                continue
            with clock.simulated(sitting.start):
                choices.choose(_user(username), course)
            chosen.add((username, course.pk))
            new += 1
    return new


def _recommend(by: str, body: str, to: str, code: str, note: str) -> bool:
    version = courses.catalogue().filter(course__code=code).first()
    if version is None or Recommendation.objects.filter(course=version.course, organization__code=body).exists():
        return False
    until = clock.now().date() + _LASTING
    advice = Advice(version.course, organizations.get(body), organizations.get(to), until, note=note)
    recommendations.recommend(_user(by), advice)
    return True


def _user(username: str) -> Any:
    return User.objects.get(username=username)
