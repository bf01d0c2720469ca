"""Further placements of a course: what they contradict, and whether they may be studied, at any time (R1, 7.1.3)."""

from __future__ import annotations

import pytest

from cadretrain_reports import clock
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import Placement
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories import marking, register

pytestmark = pytest.mark.django_db


def rerun() -> Placement:
    return Placement.objects.get(usage_key="rerun")


def test_a_rerun_is_closed_when_the_lead_takes_back_what_it_teaches(at_new_year: SimulatedClock) -> None:
    factories.release(courses.latest_version(register(marking(content="a" * 64)).course_id))
    register(marking(content="b" * 64))
    register(marking(usage_key="rerun", content="b" * 64))
    assert courses.placed("rerun").exists()  # it is being reviewed
    factories.release(courses.latest_version(register(marking(content="c" * 64)).course_id))
    assert (rerun().conflict, rerun().teaches_other) == ("content", True)
    assert not courses.placed("rerun").exists()  # that was reviewed by nobody


def test_a_rerun_is_opened_when_the_lead_follows_it(at_new_year: SimulatedClock) -> None:
    register(marking(content="a" * 64))
    assert register(marking(usage_key="rerun", content="b" * 64)).teaches_other
    register(marking(content="b" * 64))
    assert (rerun().conflict, rerun().teaches_other) == ("", False)


def test_a_rerun_does_not_teach_on_what_was_revoked(at_new_year: SimulatedClock) -> None:
    first = factories.release(courses.latest_version(register(marking(content="a" * 64)).course_id))
    register(marking(usage_key="rerun", content="a" * 64))
    second = courses.latest_version(register(marking(content="b" * 64)).course_id)
    courses.revoke(first, factories.user(), clock.now(), "内容失实")
    factories.release(second)
    assert courses.placed("block-C1").exists()
    assert not courses.placed("rerun").exists()


def test_a_rerun_contradicts_as_soon_as_the_lead_says_otherwise(at_new_year: SimulatedClock) -> None:
    register(marking())
    assert register(marking(usage_key="rerun")).conflict == ""
    register(marking(duration=1801))
    assert rerun().conflict == "course_duration"
    assert [placement.usage_key for placement in courses.conflicts()] == ["rerun"]
