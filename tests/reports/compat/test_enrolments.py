"""Enrolments of the platform, on stand-ins that keep to what the platform does."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from opaque_keys.edx.keys import CourseKey

from cadretrain_reports import compat
from tests.factories import RUN

USER = SimpleNamespace(pk=7, username="zhangsan")


class CourseEnrollmentError(Exception):
    """As in ``openedx.core.djangoapps.enrollments.errors``: the run is full, closed, or has no such mode."""


class CourseEnrollmentExistsError(CourseEnrollmentError):
    """The person is in the run already."""


class CourseEnrollmentException(Exception):  # noqa: N818 - the platform's name
    """As in ``common.djangoapps.student.models``."""


class CourseNotFoundError(Exception):
    """As in ``openedx.core.lib.exceptions``."""


class Enrolments:
    """The platform's rows: who is in which run, and what stands in the way."""

    def __init__(self) -> None:
        self.active: set[tuple[int, CourseKey]] = set()
        self.fault: Exception | None = None

    def add(self, username: str, course_run: str) -> None:
        assert username == USER.username
        if self.fault:
            raise self.fault
        if (USER.pk, CourseKey.from_string(course_run)) in self.active:
            raise CourseEnrollmentExistsError
        self.active.add((USER.pk, CourseKey.from_string(course_run)))

    def unenroll(self, user: Any, course_key: CourseKey) -> None:
        self.active.discard((user.pk, course_key))

    def filter(self, user: int, is_active: bool) -> Any:
        assert is_active
        keys = [key for user_id, key in self.active if user_id == user]
        return SimpleNamespace(values_list=lambda column, flat: keys if (column, flat) == ("course_id", True) else None)


@pytest.fixture
def platform(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Enrolments:
    """The platform's enrolments in place of a stand-in host."""
    settings.CADRETRAIN_HOST = ""
    kept = Enrolments()
    enrolment = SimpleNamespace(unenroll=kept.unenroll, objects=kept)
    modules: dict[str, dict[str, Any]] = {
        "common.djangoapps.student.models": {
            "CourseEnrollment": enrolment,
            "CourseEnrollmentException": CourseEnrollmentException,
        },
        "openedx.core.djangoapps.enrollments.api": {"add_enrollment": kept.add},
        "openedx.core.djangoapps.enrollments.errors": {
            "CourseEnrollmentError": CourseEnrollmentError,
            "CourseEnrollmentExistsError": CourseEnrollmentExistsError,
        },
        "openedx.core.lib.exceptions": {"CourseNotFoundError": CourseNotFoundError},
    }
    for name in modules:
        parts = name.split(".")
        for end in range(1, len(parts)):
            monkeypatch.setitem(sys.modules, ".".join(parts[:end]), ModuleType(".".join(parts[:end])))
    for name, content in modules.items():
        made = ModuleType(name)
        vars(made).update(content)
        monkeypatch.setitem(sys.modules, name, made)
    return kept


def test_into_a_run_and_out_of_it(platform: Enrolments) -> None:
    assert [compat.enrol(USER, RUN), compat.enrol(USER, RUN)] == [True, False]
    assert compat.enrolled_runs(USER.pk) == {RUN}
    compat.unenrol(USER, RUN)
    compat.unenrol(USER, RUN)
    assert compat.enrolled_runs(USER.pk) == set()


@pytest.mark.parametrize("fault", [CourseEnrollmentError, CourseEnrollmentException, CourseNotFoundError])
def test_a_run_that_takes_nobody(platform: Enrolments, fault: type[Exception]) -> None:
    platform.fault = fault("a text with the name of the run")
    with pytest.raises(compat.EnrolmentRefused) as refused:
        compat.enrol(USER, RUN)
    assert refused.value.code == "enrolment_refused"
    assert RUN not in str(refused.value)


def test_where_a_block_is_opened(settings: Any) -> None:
    settings.CADRETRAIN_HOST, settings.LMS_ROOT_URL = "", "https://academy.example.cn"
    assert compat.study_url(RUN, "block-C1") == f"https://academy.example.cn/courses/{RUN}/jump_to/block-C1"
