"""Builders of courses and classes in which questions are asked, and of who answers them (8.2.3, 8.3.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.questions.api import Place, Question
from cadretrain_reports.applets.roles.api import Role, RoleAssignment
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.workflows import questions
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_classes import duty, theme_class


@dataclass
class Desk:
    """A course or class with whoever answers there and the institution's academic affairs."""

    place: Place
    answerer: RoleAssignment
    affairs: Any

    def asked(self, account: Account, text: str = "学时如何认定？") -> Question:
        """Return a question that a trainee has asked here."""
        return questions.ask(account.user, self.place, text)


def course_desk(code: str = "C1") -> Desk:
    """Return a course on offer with a teacher who is named to answer."""
    course = factories.released(code).course
    teacher, affairs = _staff(course)
    questions.name_answerer(affairs, course, teacher)
    return Desk(course, teacher, affairs)


def class_desk(code: str = "K1") -> Desk:
    """Return a running class with a head teacher, where nobody is named to answer."""
    made = theme_class(factories.institution(), code)
    head, affairs = _staff(made, Role.HEAD_TEACHER)
    theme_classes.assign_duty(made, head)
    return Desk(made, head, affairs)


def classmate(place: ThemeClass) -> Account:
    """Return a new trainee who is confirmed in a class."""
    account = factories.trainee()
    theme_classes.confirm(theme_classes.register(place, account.trainee, NEW_YEAR))
    return account


def _staff(place: Place, role: Role = Role.TEACHER) -> tuple[RoleAssignment, Any]:
    return duty(role, place.institution), duty(Role.ACADEMIC_AFFAIRS_OFFICER, place.institution).user
