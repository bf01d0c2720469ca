"""Small builders of a world to test in. All go through the doors that the product itself uses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning.api import CourseStudy, Heard, OpenPage, Signs, find_study
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.workflows import accounts, study
from cadretrain_reports.workflows import courses as workflow
from cadretrain_xblock.contract import CreditCourseMarking

RUN = "course-v1:SASW+CADRE+2026"
PRESENT = Signs(visible=True, active=True)
SEEN = Heard(PRESENT)

_numbers = count(1)


def organization(code: str, *capacities: organizations.Capacity, parent: Any = None) -> organizations.Organization:
    """Return the body of this code, added if it is not there; an employing unit below a department by default."""
    found = organizations.Organization.objects.filter(code=code).first()
    if found:
        return found
    above = parent or (None if capacities else department())
    return organizations.add(code, f"机构{code}", set(capacities) or {organizations.Capacity.EMPLOYING_UNIT}, above)


def department(code: str = "DEPARTMENT", parent: Any = None) -> organizations.Organization:
    """Return the management department of this code."""
    return organization(code, organizations.Capacity.MANAGEMENT_DEPARTMENT, parent=parent)


def institution(code: str = "SASW") -> organizations.Organization:
    """Return the training institution of this code."""
    return organization(code, organizations.Capacity.TRAINING_INSTITUTION)


def user(name: str | None = None) -> Any:
    """Return a new account of the platform."""
    return get_user_model().objects.create_user(name or f"account{next(_numbers)}")


def trainee(
    code: str | None = None, name: str = "张三丰", unit: str = "BUREAU", username: str | None = None
) -> people.Account:
    """Return the newly opened account of a new trainee."""
    information = people.BasicInformation(code or f"T{next(_numbers)}", name, "处长", "一级调研员")
    return accounts.open_account(information, organization(unit), user(username))


def marking(code: str = "C1", duration: int = 901, **other: Any) -> CreditCourseMarking:
    """Return what an author says of a course with one block."""
    said = {
        "usage_key": f"block-{code}",
        "course_run": RUN,
        "provider": "SASW",
        "code": code,
        "title": f"课程{code}",
        "course_duration": duration,
        "requirement": "elective",
    }
    return CreditCourseMarking(**{**said, **other})


def register(wanted: CreditCourseMarking) -> courses.Placement:
    """Register a marking as its publication does."""
    institution(wanted.provider)
    with transaction.atomic():
        return courses.register(wanted, clock.now())


def draft(code: str = "C1", duration: int = 901, **other: Any) -> courses.CourseVersion:
    """Return the newest version of a course that was just published."""
    return courses.latest_version(register(marking(code, duration, **other)).course_id)


def operator() -> Any:
    """Return the site operator, who may do all."""
    found, _created = get_user_model().objects.get_or_create(username="site-operator", is_superuser=True)
    return found


def passed(version: courses.CourseVersion) -> courses.CourseVersion:
    """Return a version that one reviewer has passed from all five angles."""
    reviewer, officer = user(), user()
    with transaction.atomic():
        if version.state != "under_review":
            courses.submit(version, officer, clock.now())
        angles = list(courses.CourseReview.Angle)
        for review in courses.assign_reviewer(version, reviewer, "internal", angles, officer, clock.now()):
            courses.decide(review, reviewer, "pass", "", clock.now())
    version.refresh_from_db()
    return version


def release(version: courses.CourseVersion) -> courses.CourseVersion:
    """Have a version reviewed and released, unless it is."""
    if version.yields_credit:
        return version
    return workflow.release_course(operator(), passed(version), "内容更新")


def released(code: str = "C1", duration: int = 901, **other: Any) -> courses.CourseVersion:
    """Return a version that yields credit."""
    return release(draft(code, duration, **other))


def study_of(account: people.Account, version: courses.CourseVersion) -> CourseStudy:
    """Return the study that is there."""
    found = find_study(account.pk, version.course_id)
    assert found is not None
    return found


@dataclass
class Page:
    """One page that one trainee opened, under a simulated clock; its beats go through the workflow.

    Like most people they go on here whatever else is open, and say that they are there when they are asked.
    """

    account: people.Account
    usage_key: str
    clock: clock.SimulatedClock
    session: str = ""
    study: int | None = None
    asked: bool = False

    def __post_init__(self) -> None:
        self.session = self.session or f"session{next(_numbers)}"

    def beat(self, signs: Signs = PRESENT) -> study.StoredBeat:
        """Send one beat now."""
        heard = Heard(replace(signs, present=signs.present or self.asked))
        stored = self.study and study.next_beat(OpenPage(self.study, self.session, self.usage_key), heard)
        stored = stored or study.first_beat(self.account.user_id, self.usage_key, self.session, heard, take_over=True)
        self.study, self.asked = stored.study, stored.ask_presence
        return stored

    def learn(self, seconds: int, step: int = 60) -> None:
        """Let ``seconds`` pass that count, beat by beat."""
        if self.study is None:
            self.beat()
        while seconds > 0:
            self.clock.advance(min(step, seconds))
            seconds -= step
            self.beat()


def learn(account: people.Account, at: clock.SimulatedClock, seconds: int, code: str = "C1") -> Page:
    """Open a page of a course and learn in it; return the page."""
    page = Page(account, f"block-{code}", at)
    page.learn(seconds)
    return page
