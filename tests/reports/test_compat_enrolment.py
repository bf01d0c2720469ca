"""Enrolling on the platform, on stand-ins that keep to what its enrolment API does."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from opaque_keys.edx.keys import CourseKey

from cadretrain_reports import compat
from tests.factories import RUN

USER = SimpleNamespace(pk=7, username="zhang")


class EnrollmentError(Exception):
    """As ``CourseEnrollmentError`` of the enrolment API, or the exception of the same name among the models."""


class ExistsError(EnrollmentError):
    """As ``CourseEnrollmentExistsError``."""


class NotFoundError(Exception):
    """As ``CourseNotFoundError``."""


class Platform:
    """What the platform answers to who is to be enrolled, and whom it took out."""

    def __init__(self) -> None:
        self.answer: Exception | None = None
        self.added: list[tuple[str, str]] = []
        self.removed: list[tuple[Any, CourseKey]] = []

    def add_enrollment(self, username: str, course_id: str) -> None:
        if self.answer:
            raise self.answer
        self.added.append((username, course_id))


@pytest.fixture
def platform(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Platform:
    settings.CADRETRAIN_HOST = ""
    settings.LMS_ROOT_URL = "https://lms.example.cn"
    made = Platform()
    active = SimpleNamespace(values_list=lambda *_fields, flat: [CourseKey.from_string(RUN)])
    enrolment = SimpleNamespace(
        unenroll=lambda user, key: made.removed.append((user, key)),
        objects=SimpleNamespace(filter=lambda user, is_active: active if (user, is_active) == (7, True) else None),
    )
    for name, members in {
        "common.djangoapps.student.models": {
            "CourseEnrollment": enrolment,
            "CourseEnrollmentException": EnrollmentError,
        },
        "openedx.core.djangoapps.enrollments.api": {"add_enrollment": made.add_enrollment},
        "openedx.core.djangoapps.enrollments.errors": {
            "CourseEnrollmentError": EnrollmentError,
            "CourseEnrollmentExistsError": ExistsError,
        },
        "openedx.core.lib.exceptions": {"CourseNotFoundError": NotFoundError},
    }.items():
        parts = name.split(".")
        for end in range(1, len(parts)):
            monkeypatch.setitem(sys.modules, ".".join(parts[:end]), ModuleType(".".join(parts[:end])))
        module = ModuleType(name)
        module.__dict__.update(members)
        monkeypatch.setitem(sys.modules, name, module)
    return made


def test_who_is_new_is_enrolled_and_who_is_in_stays(platform: Platform) -> None:
    assert compat.enrol(USER, RUN)
    assert platform.added == [("zhang", RUN)]
    platform.answer = ExistsError()
    assert not compat.enrol(USER, RUN)


@pytest.mark.parametrize("answer", [EnrollmentError("full"), NotFoundError("gone")])
def test_whom_the_platform_does_not_take_is_told_so(platform: Platform, answer: Exception) -> None:
    platform.answer = answer
    with pytest.raises(compat.EnrolmentRefused) as refused:
        compat.enrol(USER, RUN)
    assert (refused.value.code, bool(str(refused.value))) == ("enrolment_refused", True)


def test_taking_out_and_asking_who_is_in(platform: Platform) -> None:
    compat.unenrol(USER, RUN)
    assert platform.removed == [(USER, CourseKey.from_string(RUN))]
    assert compat.enrolled_runs(7) == {RUN}


def test_a_block_is_studied_in_the_lms(platform: Platform) -> None:
    assert compat.study_url(RUN, "block-1") == f"https://lms.example.cn/courses/{RUN}/jump_to/block-1"
