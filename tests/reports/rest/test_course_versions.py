"""Courses, versions and their history: as they are read, by whom, and what is done (7.1)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.clock import SimulatedClock
from cadretrain_xblock.contract import API_ROOT
from tests import factories
from tests.factories_courses import ANGLES, affairs, asked
from tests.reports.rest.acting import Caller, acts
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db


def titles(caller: Caller, **query: Any) -> set[str]:
    answer = caller.get("course-versions/", **query)
    assert answer.status_code == 200, answer.content.decode()
    return {row["title"] for row in answer.json()["results"]}


def test_a_version_as_it_is_read(ask: Ask, at_new_year: SimulatedClock) -> None:
    version = factories.released(lecturers=("王讲师",), knowledge_points=("调研",), category="治理", objectives="会")
    assert ask(f"course-versions/{version.uuid}/").json() == {
        "uuid": str(version.uuid),
        "course": str(version.course.uuid),
        "organization": "SASW",
        "code": "C1",
        "number": 1,
        "title": "课程C1",
        "course_duration": 901,
        "credit_hours": "0.50",
        "requirement": "elective",
        "extent": "unit",
        "assessment": "none",
        "pass_mark": 60,
        "time_share": 100,
        "asks_completion": True,
        "source": "self_developed",
        "category": "治理",
        "lecturers": ["王讲师"],
        "objectives": "会",
        "knowledge_points": ["调研"],
        "state": "released",
        "created_at": "2026-01-05T01:00:00Z",
        "released_at": "2026-01-05T01:00:00Z",
    }
    assert ask(f"courses/{version.course.uuid}/").json() == {
        "uuid": str(version.course.uuid),
        "organization": "SASW",
        "code": "C1",
        "availability": "on_offer",
    }


def test_everybody_reads_what_was_released_and_the_institution_all(at_new_year: SimulatedClock) -> None:
    clerk, reviewer = affairs(), factories.user()
    factories.released("C1", title="已发布")
    factories.draft("C1", title="新版")
    factories.draft("C2", title="草稿")
    asked(factories.draft("C3", title="在审"), reviewer)
    assert titles(Caller(factories.user())) == {"已发布"}
    assert titles(Caller(reviewer)) == {"已发布", "在审"}
    assert titles(Caller(clerk)) == {"已发布", "新版", "草稿", "在审"}
    assert titles(Caller(clerk), state="draft") == {"草稿"}
    assert titles(Caller(clerk), state="under_review", code="C3") == {"在审"}
    assert titles(Caller(clerk), organization="SASW", name="版") == {"新版"}
    known = Caller(factories.user()).get("courses/").json()["results"]
    assert [course["code"] for course in known] == ["C1"]


def test_the_way_over_the_api(settings: Any, at_new_year: SimulatedClock) -> None:
    settings.CADRETRAIN_REPORTED_COURSE_ACTS = ["offline"]
    clerk, reviewer = Caller(affairs()), factories.user()
    version = factories.draft()
    here = f"course-versions/{version.uuid}"
    assert clerk.done(f"{here}/produce/")["state"] == "in_production"
    assert clerk.done(f"{here}/submit/")["state"] == "under_review"
    said = {"reviewer": reviewer.username, "method": "external", "angles": ANGLES}
    results = clerk.done(f"{here}/assign/", **said)["results"]
    assert [(row["angle"], row["reviewer"], row["verdict"]) for row in results] == [
        (angle, reviewer.username, "") for angle in ANGLES
    ]
    assert clerk.refused(f"{here}/release/") == ("angles_missing", "")
    for row in results:
        Caller(reviewer).done(f"course-reviews/{row['uuid']}/decide/", verdict="pass")
    assert clerk.done(f"{here}/release/")["state"] == "released"
    assert clerk.done(f"{here}/offline/", reason="核查")["state"] == "offline"
    assert clerk.done(f"{here}/online/", reason="无误")["state"] == "released"
    assert clerk.done(f"{here}/revoke/", reason="失效")["state"] == "revoked"
    steps = clerk.get(f"{here}/history/").json()["results"]
    assert [(step["kind"], step["from_state"], step["state"], step["reason"]) for step in steps] == [
        ("register", "", "draft", ""),
        ("produce", "draft", "in_production", ""),
        ("submit", "in_production", "under_review", ""),
        ("release", "under_review", "released", ""),
        ("offline", "released", "offline", "核查"),
        ("online", "offline", "released", "无误"),
        ("revoke", "released", "revoked", "失效"),
    ]
    assert [step["reported_to"] for step in steps] == [None] * 4 + ["DEPARTMENT", None, None]
    assert [step["by"] for step in steps] == [None] + [clerk.user.username] * 6
    assert "course.revoke" in acts()


@pytest.mark.parametrize("act", ["offline", "online", "revoke"])
def test_a_reason_is_asked_for(act: str, at_new_year: SimulatedClock) -> None:
    clerk, version = Caller(affairs()), factories.released()
    assert clerk.refused(f"course-versions/{version.uuid}/{act}/") == ("required", "reason")


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"method": "internal", "angles": ANGLES}, ("required", "reviewer")),
        ({"reviewer": "x", "method": "friendly", "angles": ANGLES}, ("invalid_choice", "method")),
        ({"reviewer": "x", "method": "internal", "angles": []}, ("min_length", "angles")),
        ({"reviewer": "x", "method": "internal", "angles": ["beauty"]}, ("invalid_choice", "angles")),
        ({"reviewer": "x", "method": "internal", "angles": ["political"] * 2}, ("bad_angles", "angles")),
        ({"reviewer": "nobody-here", "method": "internal", "angles": ANGLES}, ("unknown_person", "reviewer")),
        ({"reviewer": "", "method": "internal", "angles": ANGLES}, ("blank", "reviewer")),
    ],
)
def test_an_assignment_that_cannot_be(
    said: dict[str, Any], refusal: tuple[str, str], at_new_year: SimulatedClock
) -> None:
    version = courses.submit(factories.draft(), factories.user(), at_new_year.at)
    factories.user("x")
    assert Caller(affairs()).refused(f"course-versions/{version.uuid}/assign/", **said) == refusal


def test_others_may_see_but_not_act_or_see_nothing(at_new_year: SimulatedClock) -> None:
    affairs()
    version, draft = factories.released(), factories.draft("C2")
    stranger = Caller(factories.user())
    assert stranger.denied(f"course-versions/{version.uuid}/offline/", "release_course", reason="x")
    for address in (f"course-versions/{draft.uuid}/submit/", f"course-versions/{draft.uuid}/produce/"):
        assert stranger.post(address).status_code == 404
    assert stranger.get(f"course-versions/{draft.uuid}/history/").status_code == 404
    assert stranger.get(f"course-versions/{version.uuid}/history/").json()["results"] == []


def test_nothing_is_read_signed_out(client: Any, at_new_year: SimulatedClock) -> None:
    factories.released()
    for address in ("courses/", "course-versions/", "course-reviews/", "course-reports/"):
        assert client.get(f"{API_ROOT}{address}").status_code == 401
