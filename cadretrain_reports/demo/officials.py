"""Those who run the invented academy, each appointed or declared and approved as the standard has it (5, 6.2-6.4)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User

from cadretrain_reports import clock
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Delegation, Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles import api as roles
from cadretrain_reports.applets.roles.api import Role, RoleAssignment, Terms
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.demo.academy import UNITS, local_time
from cadretrain_reports.demo.accounts import ADMIN, PASSWORD
from cadretrain_reports.demo.catalogue import MUNICIPAL, PROVINCIAL
from cadretrain_reports.rules.periods import Period
from cadretrain_reports.workflows import bodies, duties

_CLASS: Final = ("SZ-2025", "数字政府建设专题班")
_CLASS_UNITS: Final = 10


@dataclass(frozen=True, slots=True)
class Official:
    """An official: account, name, duty, the code of the body, and the account of whoever appoints or approves.

    ``declared_by`` is the account of whoever declares, for liaison officers.
    """

    username: str
    name: str
    role: Role
    body: str
    by: str
    declared_by: str = ""


SECOND: Final = f"affairs-{PROVINCIAL.lower()}-2"
"""The second academic-affairs officer of the province's institution."""


def _officials() -> Iterator[Official]:
    yield Official("officer-qh", "程静", Role.DEPARTMENT_OFFICER, "QH", ADMIN)
    yield Official("inspector-qh", "宋文平", Role.ARCHIVE_INSPECTOR, "QH", ADMIN)
    for code, name in (("JC", "邓海宁"), ("WL", "许若兰"), ("LX", "阿依·吉克")):
        yield Official(f"officer-{code.lower()}", name, Role.DEPARTMENT_OFFICER, code, "officer-qh")
    for code, name, by in ((PROVINCIAL, "傅佳", "officer-qh"), (MUNICIPAL, "曾志川", "officer-jc")):
        yield Official(f"affairs-{code.lower()}", name, Role.ACADEMIC_AFFAIRS_OFFICER, code, by)
    # Who approves a plan or reviews a resource is another person than who made it (7.1.2, 7.2).
    yield Official(SECOND, "罗敏之", Role.ACADEMIC_AFFAIRS_OFFICER, PROVINCIAL, "officer-qh")
    head = f"affairs-{PROVINCIAL.lower()}"
    yield Official("head-teacher", "彭雅琳", Role.HEAD_TEACHER, PROVINCIAL, head)
    yield Official("support", "沈思宇", Role.LEARNING_SUPPORT_STAFF, PROVINCIAL, head)
    for code in UNITS:
        # A department declares where the unit has nobody yet who could; somebody else approves (6.3.3).
        department = code.partition("-")[0].lower()
        declarer, by = ("officer-qh", ADMIN) if code == "QH" else (f"officer-{department}", "officer-qh")
        yield Official(f"liaison-{code.lower()}", f"联络员{code}", Role.LIAISON_OFFICER, code, by, declarer)


OFFICIALS: Final = tuple(_officials())

NOT_YET_APPROVED: Final = UNITS[-1]
SUSPENDED: Final = UNITS[-2]
"""Units whose liaison officer shows what a declaration alone, and a suspended duty, can do: nothing."""


def take_office(period: Period) -> int:
    """Have every official who has no duty yet come to it; return how many did."""
    password = make_password(PASSWORD)
    with clock.simulated(local_time(period, 1, 8)):
        return sum(_take(official, password) for official in OFFICIALS)


def relate_bodies(period: Period) -> None:
    """Have institutions serve units, a city let its units maintain trainees, and a unit hand accounts on (5, 6.1.3)."""
    with clock.simulated(local_time(period, 1, 8, 30)):
        for unit in map(organizations.get, UNITS):
            bodies.set_service(_user("officer-qh"), organizations.get(PROVINCIAL), unit)
        for unit in (organizations.get(code) for code in UNITS if code.startswith("JC-")):
            bodies.set_service(_user("officer-jc"), organizations.get(MUNICIPAL), unit)
            _delegate("officer-jc", Delegation.Kind.MAINTAIN_TRAINEES, organizations.get("JC"), unit)
        unit = organizations.get("JC-01")
        _delegate("liaison-jc-01", Delegation.Kind.ACCOUNT_UPKEEP, unit, organizations.get(MUNICIPAL))


def run_class(period: Period) -> int:
    """Have an open class run, with one trainee of each of ten units at the most; return how many are in it (8.3.1)."""
    institution = organizations.get(PROVINCIAL)
    found = ThemeClass.objects.filter(institution=institution, code=_CLASS[0]).first()
    theme_class = found or theme_classes.add_class(institution, *_CLASS, ThemeClass.ClassType.OPEN)
    theme_classes.set_state(theme_class, ThemeClass.State.RUNNING)
    assignment = roles.duty_of(_user("head-teacher"), Role.HEAD_TEACHER, institution)
    if assignment is not None:
        theme_classes.assign_duty(theme_class, assignment)
    for code in UNITS[:_CLASS_UNITS]:
        trainee = Trainee.objects.filter(unit__code=code).order_by("code").first()
        if trainee is not None and not trainee.registrations.filter(theme_class=theme_class).exists():
            theme_classes.confirm(theme_classes.register(theme_class, trainee, local_time(period, 5, 9)))
    return theme_class.registrations.count()


def _take(official: Official, password: str) -> bool:
    fields = {"first_name": official.name, "password": password}
    user, _created = User.objects.get_or_create(username=official.username, defaults=fields)
    body = organizations.get(official.body)
    if roles.duty_of(user, official.role, body) is not None:
        return False
    terms = Terms(clock.now().date(), criteria="熟悉干部教育培训业务，遵守保密规定", procedure="组织推荐，集体研究决定")
    if official.declared_by:
        _declare(official, user, body, terms)
    elif official.role in (Role.HEAD_TEACHER, Role.LEARNING_SUPPORT_STAFF):
        duties.appoint_staff(_user(official.by), user, official.role, body, terms)
    else:
        duties.appoint_officer(_user(official.by), user, official.role, body, terms)
    return True


def _declare(official: Official, user: User, body: Organization, terms: Terms) -> RoleAssignment:
    declared = duties.declare_liaison(_user(official.declared_by), user, body, terms)
    if official.body == NOT_YET_APPROVED:
        return declared
    approved = duties.decide_liaison(_user(official.by), declared, duties.Decision.APPROVE)
    if official.body == SUSPENDED:
        return duties.suspend_duty(_user(official.by), approved, "借调外单位")
    return approved


def _delegate(by: str, kind: Delegation.Kind, giver: Organization, receiver: Organization) -> None:
    bodies.delegate(_user(by), kind, giver, receiver)


def _user(username: str) -> Any:
    return User.objects.get(username=username)
