"""Plans, inspections, statements, evaluations and needs over the API (5.4, 7.1.1, 7.1.2)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_duties import appointed, holder
from tests.factories_people import liaison, officer
from tests.factories_steering import academy, affairs, serve
from tests.reports.rest.acting import Caller

pytestmark = pytest.mark.django_db

LINE = {"topic": "依法行政", "category": "法治", "courses": 2, "responsible": "王五", "due_on": "2026-06-30"}
PLAN = {"organization": "SASW", "year": 2026, "goals": "目标", "lines": [LINE]}
SCORES = {"content": 5, "activities": 4, "form": 4, "support": 3}


@pytest.fixture
def clerk(at_new_year: SimulatedClock) -> Caller:
    """Return an academic-affairs officer of the institution."""
    return Caller(affairs(academy()))


@pytest.fixture
def department(at_new_year: SimulatedClock) -> Caller:
    """Return an officer of the department above."""
    return Caller(officer())


@pytest.fixture
def course(clerk: Caller) -> Course:
    return factories.released(category="法治").course


def patched(caller: Caller, address: str, **said: Any) -> Any:
    url = f"/cadretrain/api/v1/{address}"
    return caller.client.patch(url, said, content_type="application/json")


def test_a_plan_on_its_way(clerk: Caller, department: Caller, course: Course) -> None:
    plan = clerk.done("construction-plans/", **PLAN)
    here = f"construction-plans/{plan['uuid']}"
    assert plan["lines"] == [{**LINE, "number": 1, "source": "", "credit_hours": None}]
    assert clerk.refused(f"{here}/approve/") == ("four_eyes", "")
    assert department.denied(f"{here}/approve/", "plan_construction")
    assert patched(clerk, f"{here}/", goals="新目标", lines=[LINE]).json()["goals"] == "新目标"
    second = Caller(affairs(academy()))
    assert second.done(f"{here}/approve/")["approved_by"] == second.user.username
    assert clerk.done(f"{here}/send-back/", reason="再议")["remark"] == "再议"
    second.done(f"{here}/approve/")
    assert clerk.done(f"{here}/submit/")["submitted_to"] == "DEPARTMENT"
    assert department.get(f"{here}/progress/").json() == {
        "uuid": plan["uuid"],
        "results": [
            {"line": 1, "courses": 1, "credit_hours": "0.50"},
            {"line": None, "courses": 0, "credit_hours": "0.00"},
        ],
    }
    assert [row["uuid"] for row in department.get("construction-plans/", year=2026).json()["results"]] == [plan["uuid"]]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"lines": []}, ("no_lines", "lines")),
        ({"lines": [{**LINE, "courses": None}]}, ("no_amount", "courses")),
        ({"lines": [{**LINE, "source": "stolen"}]}, ("invalid_choice", "lines.0.source")),
        ({"lines": [{**LINE, "colour": "red"}]}, ("unknown_field", "lines.0.colour")),
        ({"lines": "all"}, ("not_a_list", "lines")),
        ({"organization": "NOWHERE"}, ("does_not_exist", "organization")),
        ({"year": 26}, ("bad_year", "year")),
    ],
)
def test_what_is_no_plan(clerk: Caller, said: dict[str, Any], expected: tuple[str, str]) -> None:
    assert clerk.refused("construction-plans/", **{**PLAN, **said}) == expected


def test_an_inspection_on_its_way(clerk: Caller, department: Caller, course: Course) -> None:
    said = {"department": "DEPARTMENT", "organization": "SASW", "held_on": "2026-01-04", "inspectors": "程静"}
    said |= {"subject": "课程", "findings": "资料不全", "to_mend": "补齐", "mend_by": "2026-03-01"}
    absent = "00000000-0000-4000-8000-00000000dead"
    assert department.refused("inspections/", **said, courses=[absent]) == ("does_not_exist", "courses")
    assert clerk.refused("inspections/", **said) == ("does_not_exist", "department")
    found = department.done("inspections/", **said, courses=[str(course.uuid)])
    assert (found["courses"], found["state"]) == ([str(course.uuid)], "open")
    here = f"inspections/{found['uuid']}"
    assert clerk.done(f"{here}/answer/", answer="已补齐")["state"] == "answered"
    assert clerk.denied(f"{here}/close/", "inspect", conclusion="合格")
    assert department.done(f"{here}/close/", conclusion="合格")["closed_by"] == department.user.username
    assert clerk.refused(f"{here}/answer/", answer="x") == ("not_possible", "")


def test_a_statement_on_its_way(clerk: Caller, department: Caller, course: Course) -> None:
    said = {"organization": "SASW", "standard": "GB/T 38862", "scope": "全部", "evidence": "记录"}
    assert department.denied("conformity-statements/", "declare_conformity", **said)
    made = clerk.done("conformity-statements/", **said, course=str(course.uuid))
    assert (made["course"], made["state"]) == (str(course.uuid), "declared")
    here = f"conformity-statements/{made['uuid']}/withdraw/"
    assert clerk.refused(here) == ("required", "reason")
    assert clerk.done(here, reason="修订")["state"] == "withdrawn"
    assert clerk.refused("conformity-statements/", **{**said, "standard": "GB/T 1"}) == ("invalid_choice", "standard")


def test_an_evaluation_and_what_many_come_to(
    clerk: Caller, course: Course, at_new_year: SimulatedClock, settings: Any
) -> None:
    account = factories.trainee()
    oneself = Caller(account.user)
    said = {"course": str(course.uuid), **SCORES}
    assert oneself.refused("course-evaluations/", **said) == ("not_studied", "course")
    factories.learn(account, at_new_year, 60)
    given = oneself.done("course-evaluations/", **said, comment="贴近实际")
    assert oneself.refused("course-evaluations/", **{**said, "content": 6}) == ("invalid_choice", "content")
    revised = patched(oneself, f"course-evaluations/{given['uuid']}/", **{**SCORES, "content": 1}).json()
    assert (revised["content"], revised["comment"]) == (1, "")
    assert clerk.get(f"course-evaluations/{given['uuid']}/").status_code == 404
    asked = {"organization": "SASW", "year": 2026}
    hidden = {"course": str(course.uuid), "code": "C1", "answers": None, "scores": None, "comments": None}
    assert clerk.get("evaluation-results/", **asked).json() == {"results": [hidden]}
    settings.CADRETRAIN_FEWEST_ANSWERS = 1
    scores = {"content": "1.0", "activities": "4.0", "form": "4.0", "support": "3.0"}
    teacher = Caller(holder(Role.TEACHER, academy()))
    shown = {**hidden, "answers": 1, "scores": scores}
    assert teacher.get("evaluation-results/", **asked, course=course.uuid).json() == {"results": [shown]}
    assert clerk.get("evaluation-results/", **asked, course=course.uuid).json()["results"][0]["comments"] == []
    assert clerk.get("evaluation-results/", organization="SASW").status_code == 400
    assert oneself.get("evaluation-results/", **asked).status_code == 400


def test_a_need_on_its_way(clerk: Caller) -> None:
    unit = factories.organization("BUREAU")
    serve(academy(), unit)
    mine = Caller(liaison(unit))
    said = {"year": 2026, "topic": "应急", "trainees": 9, "form": "theme_class", "receiver": "SASW"}
    assert mine.refused("training-needs/", organization="BUREAU", **{**said, "receiver": "X"}) == (
        "unknown_receiver",
        "receiver",
    )
    draft = mine.done("training-needs/", organization="BUREAU", **said)
    here = f"training-needs/{draft['uuid']}"
    assert clerk.get(f"{here}/").status_code == 404
    assert patched(mine, f"{here}/", **{**said, "trainees": 12}).json()["trainees"] == 12
    mine.done(f"{here}/hand-in/")
    assert clerk.done(f"{here}/collect/", answer="开班")["state"] == "collected"
    assert mine.refused(f"{here}/withdraw/") == ("not_possible", "")


def test_a_teacher_is_appraised_for_a_course(clerk: Caller, course: Course) -> None:
    duty = appointed(Role.TEACHER, academy())
    here = f"role-assignments/{duty.uuid}/appraise/"
    said = {"year": 2026, "grade": "excellent", "criteria": "教学水平、学员评价", "course": "C1"}
    judged = clerk.done(here, **said)
    assert {name: judged[name] for name in said} == said
    assert clerk.refused(here, **said) == ("said_already", "")
    assert clerk.done(here, **{**said, "course": ""})["course"] == ""
    assert clerk.refused(here, **{**said, "course": "C9"}) == ("unknown_course", "course")
    head = appointed(Role.HEAD_TEACHER, academy())
    assert clerk.refused(f"role-assignments/{head.uuid}/appraise/", **said) == ("not_teacher", "course")
    assert len(clerk.get("appraisals/", course="C1").json()["results"]) == 1
