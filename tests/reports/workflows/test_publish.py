"""From the author's mark to a course and its versions (7.1)."""

from __future__ import annotations

import logging
from dataclasses import replace
from types import ModuleType

import pytest

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.content import Written
from cadretrain_reports.workflows import publish
from tests import factories
from tests.factories import RUN, marking

pytestmark = pytest.mark.django_db


def test_everything_marked_below_a_block_is_registered(host: ModuleType, at_new_year: SimulatedClock) -> None:
    factories.institution()
    host.BELOW["unit"] = [marking("C1"), marking("C2")]
    publish.register_published("unit")
    publish.register_published("unit")
    assert set(courses.Course.objects.values_list("code", flat=True)) == {"C1", "C2"}
    assert set(courses.CourseVersion.objects.values_list("number", flat=True)) == {1}
    assert courses.latest_version(courses.course_at("block-C1").pk).created_at == at_new_year.at


def test_everything_marked_in_a_run_is_registered(host: ModuleType) -> None:
    factories.institution()
    host.IN_RUN[RUN] = [marking("C1"), marking("C2")]
    publish.register_course_run(RUN)
    assert courses.Placement.objects.filter(course_run=RUN).count() == 2


def test_a_block_that_is_gone_registers_nothing(host: ModuleType) -> None:
    publish.register_published("gone")
    assert not courses.Course.objects.exists()


def test_one_unusable_marking_does_not_keep_the_others_out(host: ModuleType, caplog: pytest.LogCaptureFixture) -> None:
    factories.institution()
    host.BELOW["unit"] = [replace(marking("C1"), course_duration=0), replace(marking("C2"), title=""), marking("C3")]
    with caplog.at_level(logging.WARNING):
        publish.register_published("unit")
    assert list(courses.Course.objects.values_list("code", flat=True)) == ["C3"]
    assert [record.getMessage().rpartition(" ")[2] for record in caplog.records] == ["(course_duration)", "(title)"]
    assert all("block-C" in record.getMessage() for record in caplog.records)


def test_who_wrote_what_a_block_covers_comes_with_its_digest(host: ModuleType) -> None:
    factories.institution()
    host.BELOW["unit"] = [marking("C1")]
    host.WRITTEN["block-C1"] = Written((3, 5), "a" * 64)
    publish.register_published("unit")
    version = courses.latest_version(courses.course_at("block-C1").pk)
    assert (version.authors, version.content) == ([3, 5], "a" * 64)


def test_a_block_that_overlaps_another_is_kept_with_its_name(
    host: ModuleType, caplog: pytest.LogCaptureFixture
) -> None:
    factories.institution()
    host.BELOW["unit"] = [marking("C1", covers="unit"), marking("C2", covers="unit")]
    with caplog.at_level(logging.WARNING):
        publish.register_published("unit")
    assert "block-C2: its extent overlaps that of block-C1" in caplog.text
    refused = courses.Placement.objects.get(usage_key="block-C2")
    assert (refused.course, refused.conflict) == (None, "extent: block-C1")
