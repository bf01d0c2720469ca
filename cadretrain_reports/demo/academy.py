"""The invented academy: bodies on three levels, trainees, courses. Whatever is there already is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction

from cadretrain_reports import clock, conf
from cadretrain_reports.api import open_account
from cadretrain_reports.applets.archives.api import LearnerArchive
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Capacity, Organization
from cadretrain_reports.applets.people.api import BasicInformation
from cadretrain_reports.demo import scenarios
from cadretrain_reports.demo.accounts import AUTHOR, PASSWORD, trainee_username
from cadretrain_reports.demo.catalogue import COURSES, MUNICIPAL, PROVINCIAL
from cadretrain_reports.demo.persons import person
from cadretrain_reports.rules.periods import Period, period_by_label, period_of

_DEPARTMENT: Final = {Capacity.MANAGEMENT_DEPARTMENT}
_INSTITUTION: Final = {Capacity.TRAINING_INSTITUTION}
_UNIT: Final = {Capacity.EMPLOYING_UNIT}


@dataclass(frozen=True, slots=True)
class Body:
    """An invented body: the code of the one above it, empty at the top, and what it is (5.1)."""

    code: str
    name: str
    above: str
    capacities: frozenset[Capacity]


def _bodies() -> Iterator[Body]:
    yield Body("QH", "青禾省干部教育管理局", "", frozenset(_DEPARTMENT | _UNIT))
    yield Body(PROVINCIAL, "青禾省干部网络学院", "QH", frozenset(_INSTITUTION))
    for code, name in (("JC", "霁川市"), ("WL", "望澜市"), ("LX", "岚溪自治州")):
        yield Body(code, f"{name}干部教育管理局", "QH", frozenset(_DEPARTMENT))
        for number, office in enumerate(("财政局", "生态环境局", "应急管理局", "政务服务中心"), start=1):
            yield Body(f"{code}-{number:02d}", f"{name}{office}", code, frozenset(_UNIT))
    yield Body(MUNICIPAL, "霁川市干部网络学院", "JC", frozenset(_INSTITUTION))


BODIES: Final = tuple(_bodies())
UNITS: Final = tuple(body.code for body in BODIES if Capacity.EMPLOYING_UNIT in body.capacities)


def academic_period() -> Period:
    """Return the annual period in which the academy lives: that of its first archive, at first the last full one.

    It stays the same when the demonstration is run again in another year.
    """
    rule = conf.period_rule()
    first = LearnerArchive.objects.order_by("opened_at").values_list("opened_at", flat=True).first()
    if first is not None:
        return period_of(first, rule)
    return period_by_label(period_of(clock.now(), rule).label - 1, rule)


def local_time(period: Period, day: int, hour: int, minute: int = 0) -> datetime:
    """Return the instant at an hour of the ``day``-th day of a period, counted from 0, in the site's zone."""
    zone = ZoneInfo(conf.time_zone())
    date = period.start + timedelta(days=day)
    return datetime(date.year, date.month, date.day, hour, minute, tzinfo=zone)


def add_bodies() -> int:
    """Add the bodies that are missing, top down; return how many were."""
    present = set(Organization.objects.values_list("code", flat=True))
    missing = [body for body in BODIES if body.code not in present]
    with transaction.atomic():
        for body in missing:
            above = organizations.get(body.above) if body.above else None
            organizations.add(body.code, body.name, set(body.capacities), above)
    return len(missing)


def open_trainee_accounts(count: int, period: Period) -> Iterator[bool]:
    """Open the accounts of the first ``count`` trainees in the first days of the period; yield whether each is new."""
    password = make_password(PASSWORD)
    units = {code: organizations.get(code) for code in UNITS}
    present = set(User.objects.values_list("username", flat=True))
    for number in range(1, count + 1):
        is_new = trainee_username(number) not in present
        if is_new:
            with clock.simulated(local_time(period, 1, 9, number % 60)):
                _open_account(number, units[UNITS[number % len(UNITS)]], password)
        yield is_new


def publish_courses(period: Period) -> Iterator[bool]:
    """Have every course published as its author does; yield whether each is new."""
    author = User.objects.filter(username=AUTHOR).first()
    for course in COURSES:
        unit = course.as_unit(period.label)
        with clock.simulated(local_time(period, 2, 10)):
            is_new = scenarios.load(unit, author)
            if courses.course_at(scenarios.credit_course_of(unit.course_run)) is None:
                scenarios.publish(scenarios.credit_course_of(unit.course_run))
        yield is_new


def _open_account(number: int, unit: Organization, password: str) -> None:
    somebody = person(number)
    with transaction.atomic():
        user = User.objects.create(username=trainee_username(number), first_name=somebody.name, password=password)
        information = BasicInformation(f"XY{number:05d}", somebody.name, somebody.position, somebody.rank)
        open_account(information, unit, user)
