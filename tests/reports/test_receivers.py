"""Real events of the platform, through the plugin machinery to a registered course."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from opaque_keys.edx.keys import CourseKey, UsageKey
from openedx_events.content_authoring.data import CourseData, XBlockData
from openedx_events.content_authoring.signals import (
    COURSE_IMPORT_COMPLETED,
    COURSE_RERUN_COMPLETED,
    XBLOCK_DELETED,
    XBLOCK_PUBLISHED,
)

from cadretrain_reports.applets.courses import api as courses
from tests import factories
from tests.factories import RUN, marking

UNIT = "block-v1:SASW+CADRE+2026+type@vertical+block@unit"


@pytest.fixture(autouse=True)
def marked(host: ModuleType) -> None:
    """A unit with one Credit course block below it."""
    host.BELOW[UNIT] = host.IN_RUN[RUN] = [marking("C1")]


def publish() -> object:
    data = XBlockData(usage_key=UsageKey.from_string(UNIT), block_type="vertical")
    return XBLOCK_PUBLISHED.send_event(xblock_info=data)


def complete_import() -> object:
    return COURSE_IMPORT_COMPLETED.send_event(course=CourseData(course_key=CourseKey.from_string(RUN)))


def complete_rerun() -> object:
    return COURSE_RERUN_COMPLETED.send_event(course=CourseData(course_key=CourseKey.from_string(RUN)))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("happen", [publish, complete_import, complete_rerun])
def test_an_event_registers_the_course(happen: Callable[[], object]) -> None:
    factories.institution()
    answers = happen()
    assert [answer for _receiver, answer in answers if isinstance(answer, Exception)] == []
    assert courses.latest_version(courses.course_at("block-C1").pk).course_duration == 901


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("happen", [publish, complete_import])
def test_the_same_event_again_changes_nothing(happen: Callable[[], object]) -> None:
    factories.institution()
    for _ in range(3):
        happen()
    assert (courses.CourseVersion.objects.count(), courses.Placement.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("happen", [publish, complete_import])
def test_what_is_rolled_back_registers_nothing(happen: Callable[[], object]) -> None:
    factories.institution()
    with transaction.atomic():
        happen()
        transaction.set_rollback(True)
    assert not courses.Course.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_registration_waits_for_the_commit() -> None:
    factories.institution()
    with transaction.atomic():
        publish()
        assert not courses.Course.objects.exists()
    assert courses.Course.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_deleted_block_places_no_course_any_more() -> None:
    factories.institution()
    publish()
    courses.Placement.objects.update(usage_key=UNIT)
    XBLOCK_DELETED.send_event(xblock_info=XBlockData(usage_key=UsageKey.from_string(UNIT), block_type="vertical"))
    assert not courses.Placement.objects.exists()
    assert courses.Course.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_block_of_which_no_course_can_be_made_is_listed_until_it_is_mended(host: ModuleType) -> None:
    publish()  # there is no such institution
    (placement,) = courses.conflicts()
    assert (placement.course, placement.conflict, placement.leading) == (None, "provider", False)
    assert courses.course_at("block-C1") is None
    factories.institution()
    publish()
    assert not courses.conflicts().exists()
    assert courses.course_at("block-C1").code == "C1"


RECEIVERS = (
    (XBLOCK_PUBLISHED, "register_published"),
    (XBLOCK_DELETED, "forget_deleted"),
    (COURSE_IMPORT_COMPLETED, "register_imported"),
    (COURSE_RERUN_COMPLETED, "register_imported"),
)


@pytest.mark.parametrize(("signal", "name"), RECEIVERS)
def test_each_receiver_is_connected_once(signal: Any, name: str) -> None:
    uids = [str(key[0]) for key, *_ in signal.receivers]
    assert sum(uid.startswith(f"cadretrain_reports.receivers.{name}.") for uid in uids) == 1
