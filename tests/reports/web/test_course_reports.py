"""What the department is told of released courses, and that it takes note (7.1.3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.courses.api import CourseReport
from cadretrain_reports.workflows import courses as workflow
from tests import factories, factories_courses
from tests.factories_people import acts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

URL = "/cadretrain/course-reports/"


@pytest.fixture(autouse=True)
def reported(settings: Any) -> None:
    settings.CADRETRAIN_REPORTED_COURSE_ACTS = ["offline"]


def told(code: str = "C1", **other: Any) -> CourseReport:
    clerk = factories_courses.affairs()
    workflow.take_offline(clerk, factories.released(code, **other), "讲师更换")
    return CourseReport.objects.latest("pk")


def test_a_department_takes_note(browse: Any) -> None:
    report = told(title="甲")
    page = browse(factories_courses.officer()).get(URL)
    assert "Course reports" in page.each("//header//nav//a")
    row = page.each("//tbody//td")
    assert row[0] == "甲机构SASW"
    assert row[1].startswith("taken offline")
    assert row[2:5] == ["讲师更换", "机构DEPARTMENT", "to be noted"]
    page.get(page.page.xpath("//td[@class='acts']/a/@href")[0])
    assert "taken offline. 讲师更换" in page.said()
    page.press("/acknowledge/", remarks="请尽快更新")
    assert page.response.redirect_chain == [(URL, 302)]
    assert page.each("//nav[@class='tabs']//a") == ["to be noted 0", "all 1"]
    assert "请尽快更新" in page.get(URL, show="all").said("//tbody")
    report.refresh_from_db()
    assert report.remarks == "请尽快更新"
    history = page.get(f"/cadretrain/courses/{report.step.version.uuid}/").said("//section[@aria-labelledby='history']")
    assert "Reported to DEPARTMENT" in history


def test_a_second_note_is_refused_above_the_form(browse: Any) -> None:
    report = told()
    workflow.acknowledge_report(factories_courses.officer(), report)
    page = browse(factories_courses.officer()).get(f"{URL}{report.uuid}/acknowledge/").press("/acknowledge/")
    assert page.status == 400
    assert "acknowledged already" in page.said("//div[@role='alert']")


def test_the_institution_reads_and_takes_no_note(browse: Any) -> None:
    report = told()
    page = browse(factories_courses.affairs())
    assert page.get(URL).status == 403
    assert page.get(f"{URL}{report.uuid}/acknowledge/").status == 403
    assert ("acknowledge_report", "denied") in acts()
    assert "Course reports" not in page.each("//header//nav//a")


def test_another_department_is_told_nothing(browse: Any) -> None:
    report = told()
    page = browse(factories_courses.officer("OTHER")).get(URL)
    assert "There is nothing to be noted." in page.said()
    assert page.get(f"{URL}{report.uuid}/acknowledge/").status == 404


def test_an_empty_request_takes_no_note(browse: Any) -> None:
    report = told()
    page = browse(factories_courses.officer())
    page.client.handler.enforce_csrf_checks = False
    assert page.client.post(f"{URL}{report.uuid}/acknowledge/").status_code == 400
    report.refresh_from_db()
    assert report.acknowledged_at is None


def test_a_list_costs_the_same_for_one_report_and_for_many(browse: Any) -> None:
    told("C0")
    page = browse(factories_courses.officer())
    with CaptureQueriesContext(connection) as one:
        page.get(URL)
    for number in range(1, 6):
        told(f"C{number}")
    with CaptureQueriesContext(connection) as many:
        page.get(URL)
    assert len(page.each("//tbody/tr")) == 6
    assert len(many) <= len(one) <= 25


def test_in_chinese_too(browse: Any) -> None:
    report = told()
    page = browse(factories_courses.officer(), "zh-hans")
    for url in (URL, f"{URL}{report.uuid}/acknowledge/"):
        assert page.get(url).page.get("lang") == "zh-hans"
