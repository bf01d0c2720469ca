"""What the department is told of released courses (7.1.3)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import CourseRefused, CourseReport
from cadretrain_reports.applets.organizations.api import Capacity
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from tests import factories

pytestmark = pytest.mark.django_db


def withdraw(at: SimulatedClock) -> None:
    courses.take_offline(factories.released(), factories.operator(), at.at, "核查")


def institution_below() -> Any:
    return factories.organization("SASW", Capacity.TRAINING_INSTITUTION, parent=factories.department())


@pytest.fixture
def below(settings: Any) -> Any:
    """Have the institution stand below a department, and reports asked for."""
    settings.CADRETRAIN_REPORTED_COURSE_ACTS = ["update", "offline", "revoke"]
    return institution_below()


def test_the_department_above_is_told_of_what_the_site_says(below: Any, at_new_year: SimulatedClock) -> None:
    first = factories.released()
    assert not CourseReport.objects.exists()
    second = factories.released(duration=60)
    courses.take_offline(second, factories.operator(), at_new_year.at, "核查")
    courses.put_online(second, factories.operator(), at_new_year.at, "无误")
    courses.revoke(second, factories.operator(), at_new_year.at, "失效")
    told = CourseReport.objects.order_by("pk")
    assert list(told.values_list("step__kind", "department__code")) == [
        (kind, "DEPARTMENT") for kind in ("update", "offline", "revoke")
    ]
    assert str(told[0]) == f"{told[0].department_id}: {told[0].step_id}"
    assert courses.about_report(told[0]).organization == "DEPARTMENT"
    assert first.number == 1


def test_nobody_is_told_where_the_site_says_nothing(at_new_year: SimulatedClock) -> None:
    institution_below()
    withdraw(at_new_year)
    assert not CourseReport.objects.exists()


def test_nobody_is_told_where_there_is_no_department(settings: Any, at_new_year: SimulatedClock) -> None:
    settings.CADRETRAIN_REPORTED_COURSE_ACTS = ["offline"]
    withdraw(at_new_year)
    assert not CourseReport.objects.exists()


def test_a_report_is_acknowledged_once(below: Any, at_new_year: SimulatedClock) -> None:
    withdraw(at_new_year)
    report = CourseReport.objects.get()
    with pytest.raises(Refused):
        courses.acknowledge(report, factories.operator(), at_new_year.at, "阅" * 501)
    acknowledged = courses.acknowledge(report, factories.operator(), at_new_year.at, "已阅")
    assert (acknowledged.acknowledged_by, acknowledged.acknowledged_at, acknowledged.remarks) == (
        factories.operator(),
        at_new_year.at,
        "已阅",
    )
    with pytest.raises(CourseRefused) as refused:
        courses.acknowledge(report, factories.operator(), at_new_year.at)
    assert refused.value.code == "already_acknowledged"
