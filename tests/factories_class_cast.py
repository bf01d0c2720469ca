"""A theme class with everybody who has a part in it, brought as far in its life as a test wants."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.roles.api import Role, RoleAssignment
from cadretrain_reports.applets.theme_classes.api import (
    ActivityLine,
    AssessmentLine,
    Basics,
    ClassRegistration,
    CourseLine,
    Parts,
    Proposal,
    Teaching,
    ThemeClass,
)
from cadretrain_reports.workflows import class_life, classes, registrations
from tests import factories
from tests.factories_classes import duty, officer
from tests.factories_people import liaison
from tests.factories_steering import academy, affairs

FIRST, LAST = date(2026, 1, 5), date(2026, 1, 5)
"""The class begins and ends on the day on which most tests begin, so that all of its life fits into it."""

OPEN, ASSIGNED = ThemeClass.ClassType.OPEN, ThemeClass.ClassType.ASSIGNED
ORDER = ("planned", "approved", "registering", "running", "assessing", "closed", "archived")


@dataclass
class Cast:
    """Who plans, approves, runs and attends: each part twice where two persons are asked for."""

    department: Organization = field(default_factory=factories.department)
    academy: Organization = field(default_factory=academy)
    unit: Organization = field(default_factory=lambda: factories.organization("BUREAU"))

    def __post_init__(self) -> None:
        self.officers = [officer(Role.DEPARTMENT_OFFICER, self.department) for _ in range(2)]
        self.affairs = [affairs(self.academy) for _ in range(2)]
        self.liaison = liaison(self.unit)
        self.head: RoleAssignment = duty(Role.HEAD_TEACHER, self.academy)
        self.trainees: list[Account] = [factories.trainee(f"T{number}") for number in range(1, 5)]
        self.course = factories.released("C1").course

    def proposal(self, class_type: str = OPEN, **other: Any) -> Proposal:
        """Return what the department wants, in all its parts."""
        said = {
            "title": "基层治理专题班",
            "class_type": class_type,
            "audience": "县处级干部",
            "requirement": "提高基层治理能力",
            "planned_number": 2,
            "starts_on": FIRST,
            "ends_on": LAST,
        }
        parts = Parts([self.department], [self.academy])
        return Proposal(Basics(**{**said, **other}), parts, "按年度计划举办。", "组通〔2026〕1号")

    def teaching(self, **other: Any) -> Teaching:
        """Return a whole teaching plan."""
        said: dict[str, Any] = {
            "objectives": "掌握基层治理的方法",
            "hour_requirement": Decimal(2),
            "registration_until": FIRST,
            "courses": [CourseLine(self.course, "required", factories.RUN)],
            "activities": [ActivityLine("seminar", "分组研讨", credit_hours=Decimal(2))],
            "assessments": [AssessmentLine("结业考试", "objective_online")],
        }
        return Teaching(**{**said, **other})

    def planned(self, class_type: str = OPEN, code: str = "K1", **other: Any) -> ThemeClass:
        """Return a class with all that its approval asks for."""
        first, second = self.officers
        made = classes.draw_up_class(first, self.department, code, self.proposal(class_type, **other))
        classes.approve_training_plan(second, made)
        classes.write_teaching_plan(self.affairs[0], made, self.teaching())
        return classes.staff_class(self.affairs[0], made, self.head)

    def brought(self, state: str, class_type: str = OPEN, **other: Any) -> ThemeClass:
        """Return a class that has come so far by its own way, with the first trainee in it once it registers."""
        made = self.planned(class_type, **other)
        if state == "cancelled":
            return class_life.cancel_class(self.officers[0], made, "工作调整")
        steps = (
            lambda: class_life.approve_class(self.officers[0], made),
            lambda: class_life.open_registration(self.affairs[0], made),
            lambda: class_life.start_class(self.affairs[0], self._peopled(made)),
            lambda: class_life.assess_class(self.affairs[0], made),
            lambda: class_life.close_class(self.affairs[0], made),
            lambda: class_life.archive_class(self.affairs[0], made),
        )
        for step in steps[: ORDER.index(state)]:
            step()
        made.refresh_from_db()
        return made

    def _peopled(self, made: ThemeClass) -> ThemeClass:
        made.refresh_from_db()
        self.confirmed(made, self.trainees[0])
        return made

    def applied(self, theme_class: ThemeClass, account: Account) -> ClassRegistration:
        """Return the registration of somebody who applied, or was named, and whom the unit lets go."""
        if theme_class.class_type == OPEN:
            return registrations.endorse_registration(self.liaison, registrations.apply(account.user, theme_class))
        registrations.allot_places(self.officers[0], theme_class, self.unit, theme_class.planned_number or 0)
        return registrations.name_for_class(self.liaison, theme_class, [account.trainee])[0]

    def confirmed(self, theme_class: ThemeClass, account: Account) -> ClassRegistration:
        """Return the registration of somebody who was let in, or waits if all places are taken."""
        decides = self.affairs[0] if theme_class.class_type == OPEN else self.officers[0]
        return registrations.approve_registration(decides, self.applied(theme_class, account))
