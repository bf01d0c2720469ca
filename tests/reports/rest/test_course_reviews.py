"""Reviews and reports: as they are read, by whom, and what is done (7.1.3)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.courses.api import CourseReport
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows import courses as workflow
from tests import factories
from tests.factories_courses import affairs, asked, officer
from tests.reports.rest.acting import Caller
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db


def test_a_review_as_it_is_read(ask: Ask, at_new_year: SimulatedClock) -> None:
    version, reviewer = factories.draft(), factories.user()
    [review] = asked(version, reviewer, "political")
    assert ask(f"course-reviews/{review.uuid}/").json() == {
        "uuid": str(review.uuid),
        "version": str(version.uuid),
        "organization": "SASW",
        "code": "C1",
        "number": 1,
        "reviewer": reviewer.username,
        "method": "internal",
        "angle": "political",
        "assigned_by": review.assigned_by.username,
        "assigned_at": "2026-01-05T01:00:00Z",
        "verdict": "",
        "opinion": "",
        "decided_at": None,
        "standing": True,
    }


def test_a_reviewer_sees_and_decides_their_own_only(at_new_year: SimulatedClock) -> None:
    version, one, other = factories.draft(), factories.user(), factories.user()
    [mine], [theirs] = asked(version, one, "political"), asked(version, other, "scientific")
    caller = Caller(one)
    assert [row["uuid"] for row in caller.get("course-reviews/", awaited="true").json()["results"]] == [str(mine.uuid)]
    assert caller.post(f"course-reviews/{theirs.uuid}/decide/", verdict="pass").status_code == 404
    assert caller.refused(f"course-reviews/{mine.uuid}/decide/", verdict="maybe") == ("invalid_choice", "verdict")
    assert caller.refused(f"course-reviews/{mine.uuid}/decide/", verdict="return") == ("missing", "opinion")
    done = caller.done(f"course-reviews/{mine.uuid}/decide/", verdict="return", opinion="数据过时")
    assert (done["verdict"], done["opinion"], done["standing"]) == ("return", "数据过时", False)
    assert caller.refused(f"course-reviews/{mine.uuid}/decide/", verdict="pass") == ("review_over", "")
    assert caller.get("course-reviews/", awaited="true").json()["results"] == []
    assert caller.get(f"course-versions/{version.uuid}/").status_code == 404


def test_the_institution_sees_all_reviews_and_gives_no_verdict(at_new_year: SimulatedClock) -> None:
    [review] = asked(factories.draft(), factories.user(), "political")
    clerk = Caller(affairs())
    assert len(clerk.get("course-reviews/", angle="political", standing="true").json()["results"]) == 1
    assert clerk.denied(f"course-reviews/{review.uuid}/decide/", "decide_review", verdict="pass")


def test_a_report_as_it_is_read_and_acknowledged(settings: Any, at_new_year: SimulatedClock) -> None:
    settings.CADRETRAIN_REPORTED_COURSE_ACTS = ["revoke"]
    clerk, head = Caller(affairs()), Caller(officer())
    version = workflow.revoke_course(clerk.user, factories.released(), "失效")
    report = CourseReport.objects.get()
    expected = {
        "uuid": str(report.uuid),
        "version": str(version.uuid),
        "organization": "SASW",
        "code": "C1",
        "number": 1,
        "kind": "revoke",
        "reason": "失效",
        "at": "2026-01-05T01:00:00Z",
        "department": "DEPARTMENT",
        "acknowledged_by": None,
        "acknowledged_at": None,
        "remarks": "",
    }
    assert head.get("course-reports/", awaited="true", department="DEPARTMENT").json()["results"] == [expected]
    here = f"course-reports/{report.uuid}/acknowledge/"
    assert clerk.denied(here, "acknowledge_report")
    acknowledged = {
        "acknowledged_by": head.user.username,
        "acknowledged_at": "2026-01-05T01:00:00Z",
        "remarks": "已阅",
    }
    assert head.done(here, remarks="已阅") == {**expected, **acknowledged}
    assert head.refused(here) == ("already_acknowledged", "")
    assert head.get("course-reports/", awaited="true").json()["results"] == []
    assert Caller(factories.user()).post(here).status_code == 404
