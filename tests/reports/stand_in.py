"""A host for the tests: what its blocks say is whatever a test puts here (see ``compat``)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model

from cadretrain_reports.compat import (
    Completion,
    Contact,
    ContentMissingError,
    EnrolmentRefused,
    Grade,
    Part,
    UserRefused,
    unguessable_password,
)
from cadretrain_reports.content import Written
from cadretrain_reports.offline.olx import CourseOutline, Mark
from cadretrain_reports.rules.proposals import Content
from cadretrain_xblock.contract import CreditCourseMarking

BELOW: dict[str, list[CreditCourseMarking]] = {}
IN_RUN: dict[str, list[CreditCourseMarking]] = {}
WRITTEN: dict[str, Written] = {}
LOCKED: set[int] = set()
MAILED: list[int] = []
AUTHORS: set[int] = set()
CONTENTS: dict[tuple[str, str], tuple[Content, ...]] = {}
OUTLINES: dict[str, CourseOutline] = {}
MARKED: list[tuple[int, str, dict[str, Mark]]] = []
DISCUSSED: set[str] = set()
ENROLLED: set[tuple[int, str]] = set()
FULL: set[str] = set()
COMPLETED: dict[tuple[int, str], Completion] = {}
GRADES: dict[tuple[int, str], Grade] = {}
CONTACTS: dict[int, Contact] = {}


def markings_below(usage_key: str) -> list[CreditCourseMarking]:
    """Return what a test put below the block."""
    return BELOW.get(usage_key, [])


def markings_in_run(course_run: str) -> list[CreditCourseMarking]:
    """Return what a test put into the course run."""
    return IN_RUN.get(course_run, [])


def written(marking: CreditCourseMarking) -> Written:
    """Return who a test says wrote what the block marks."""
    return WRITTEN.get(marking.usage_key, Written())


def open_user(username: str, email: str, name: str) -> Any:
    """Open an account, unless the name is taken."""
    users = get_user_model().objects
    if users.filter(username=username).exists():
        raise UserRefused("username_taken")
    return users.create(username=username, email=email, first_name=name, password=unguessable_password())


def names_of(user_ids: Any) -> dict[int, str]:
    """Return the names that accounts were opened with."""
    users = get_user_model().objects.filter(pk__in=user_ids).exclude(first_name="")
    return dict(users.values_list("pk", "first_name"))


def send_password_mail(user: Any) -> None:
    """Remember whom a mail went to."""
    MAILED.append(user.pk)


def contacts_of(user_ids: Any) -> dict[int, Contact]:
    """Return what a test says of how to reach people."""
    return {user: contact for user, contact in CONTACTS.items() if user in user_ids}


def unlock(user: Any) -> bool:
    """Let whom a test has locked out sign in again."""
    was_locked = user.pk in LOCKED
    LOCKED.discard(user.pk)
    return was_locked


def locked_users() -> set[int]:
    """Return whom a test has locked out."""
    return LOCKED


def may_author(user: Any, key: str) -> bool:
    """Say whether a test has made somebody an author."""
    return user.pk in AUTHORS


def contents_of(usage_key: str, extent: str) -> tuple[Content, ...]:
    """Return what a test put into that extent around the block."""
    try:
        return CONTENTS[usage_key, extent]
    except KeyError:
        raise ContentMissingError(usage_key) from None


def outline_of(course_run: str) -> CourseOutline:
    """Return the outline that a test gave the course run."""
    try:
        return OUTLINES[course_run]
    except KeyError:
        raise ContentMissingError(course_run) from None


def mark_units(user: Any, course_run: str, marks: Any) -> None:
    """Remember what was marked, by whom."""
    MARKED.append((user.pk, course_run, dict(marks)))


def enrol(user: Any, course_run: str) -> bool:
    """Remember who is enrolled; a run that a test has filled takes nobody."""
    if course_run in FULL:
        raise EnrolmentRefused
    is_new = (user.pk, course_run) not in ENROLLED
    ENROLLED.add((user.pk, course_run))
    return is_new


def unenrol(user: Any, course_run: str) -> None:
    """Forget that somebody is enrolled."""
    ENROLLED.discard((user.pk, course_run))


def enrolled_runs(user_id: int) -> set[str]:
    """Return where somebody is enrolled."""
    return {course_run for enrolled, course_run in ENROLLED if enrolled == user_id}


def discussion_url(course_run: str) -> str:
    """Return where a course run is discussed, if a test says that it is."""
    return f"/discussion/{course_run}" if course_run in DISCUSSED else ""


def study_url(course_run: str, usage_key: str) -> str:
    """Return an address that names both."""
    return f"/study/{course_run}/{usage_key}"


def tracks_completion() -> bool:
    """Tell whether a test has said anything of what is completed."""
    return bool(COMPLETED)


def completion(user: Any, part: Part) -> Completion | None:
    """Return what a test says of a part."""
    return COMPLETED.get((user.pk, part.usage_key), Completion(False))


def grade(user: Any, part: Part) -> Grade | None:
    """Return the grade that a test gave."""
    return GRADES.get((user.pk, part.usage_key))
