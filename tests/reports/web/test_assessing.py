"""The desk of those who assess: one by one and by file (8.2.5)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cadretrain_reports.applets.assessments.api import AssessmentResult
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_assessments import assessed, assessor
from tests.factories_courses import institution_below

pytestmark = pytest.mark.django_db

URL = "/cadretrain/assessments/"
SAID = {"trainee": "T1", "institution": "SASW", "course": "C1", "assessed_on": "2026-01-05", "score": "61"}


@pytest.fixture(autouse=True)
def served(at_new_year: SimulatedClock) -> None:
    organizations.serve(institution_below(), factories.organization("BUREAU"))
    factories.trainee("T1")
    assessed()


def test_a_result_is_recorded_and_listed(browse: Any) -> None:
    page = browse(assessor()).get(URL)
    assert "Assessment" in page.each("//header//nav//a")
    page.press("assessments/", **SAID)
    assert page.response.redirect_chain == [(URL, 302)]
    assert page.each("//tbody//td") == ["T1", "课程C1", "Jan. 5, 2026", "61.00", "passed"]


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"trainee": "T9"}, "not for you to see"),
        ({"course": "C9"}, "not for you to see"),
        ({"score": ""}, "Give the score"),
        ({"assessed_on": "2026-01-06"}, "not come yet"),
        ({"assessed_on": ""}, "required"),
    ],
)
def test_what_cannot_be_recorded_is_said(browse: Any, other: dict[str, str], said: str) -> None:
    page = browse(assessor()).get(URL).press("assessments/", **{**SAID, **other})
    assert page.status == 400
    assert said in page.said()
    assert not AssessmentResult.objects.exists()


def test_who_does_not_assess_has_no_desk(browse: Any) -> None:
    for url in (URL, f"{URL}file/"):
        assert browse(factories.user()).get(url).status == 403


def test_a_file_is_tried_out_and_taken_in(browse: Any) -> None:
    page = browse(assessor()).get(f"{URL}file/")
    table = "学员编号,培训机构代码,课程代码,考核日期,成绩\nT1,SASW,C1,2026-01-05,85\nT9,SASW,C1,2026-01-05,85\n"

    token = {"csrfmiddlewaretoken": page.page.xpath("//main//input[@name='csrfmiddlewaretoken']/@value")[0]}

    def sent(**other: str) -> str:
        file = SimpleUploadedFile("table.csv", table.encode(), "text/csv")
        return page.client.post(f"{URL}file/", {"file": file, **token, **other}).content.decode()

    assert "New: 1. On record already: 0. Refused: 1." in sent(dry_run="on")
    assert not AssessmentResult.objects.exists()
    assert "New: 1." in sent()
    told = sent()
    assert "New: 0. On record already: 1. Refused: 1." in told
    assert "There is no such trainee" in told
    bad = SimpleUploadedFile("table.csv", b"\x00\x01", "text/csv")
    assert page.client.post(f"{URL}file/", {"file": bad, **token}).status_code == 400
