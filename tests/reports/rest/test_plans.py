"""What is issued, over the API: drafted, issued, amended, refined, withdrawn (5.2)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.courses.api import Course
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_people import liaison, officer
from tests.factories_plans import BESIDE, CITY, PROVINCE, UNIT, body, land
from tests.reports.rest.acting import Caller, acts

pytestmark = pytest.mark.django_db

ABSENT = "00000000-0000-4000-8000-00000000dead"


@pytest.fixture(autouse=True)
def bodies(at_new_year: SimulatedClock) -> None:
    land()


@pytest.fixture
def province(bodies: None) -> Caller:
    return Caller(officer(body(PROVINCE)))


@pytest.fixture
def city(bodies: None) -> Caller:
    return Caller(officer(body(CITY)))


@pytest.fixture
def course() -> Course:
    return factories.draft().course


def said(**other: Any) -> dict[str, Any]:
    line = {"total_hours": "50", "cadre_categories": ["公务员"], "lowest_level": "四级调研员"}
    given = {"kind": "annual_plan", "title": "年度培训计划", "year": 2026, "recipients": [CITY], "lines": [line]}
    return {"organization": PROVINCE, **given, **other}


def test_a_plan_as_it_is_drafted_issued_and_read(province: Caller, city: Caller, course: Course) -> None:
    lines = [{"total_hours": "50", "required_course_hours": "1", "courses": [str(course.uuid)], "note": "必修"}]
    made = province.done("issuances/", **said(number="青组通〔2026〕1号", goals="目标", lines=lines))
    assert (made["state"], made["in_force_from"], made["issued_at"]) == ("draft", None, None)
    here = f"issuances/{made['uuid']}/"
    assert city.get(here).status_code == 404
    issued = province.done(f"{here}issue/")
    assert issued == city.get(here).json()
    assert issued == {
        "uuid": made["uuid"],
        "kind": "annual_plan",
        "organization": PROVINCE,
        "number": "青组通〔2026〕1号",
        "title": "年度培训计划",
        "text": "",
        "link": "",
        "year": 2026,
        "goals": "目标",
        "construction_targets": "",
        "valid_from": None,
        "valid_until": None,
        "to_all_below": False,
        "state": "issued",
        "in_force_from": "2026-01-05",
        "in_force_until": None,
        "replaces": None,
        "refines": None,
        "issued_at": "2026-01-05T01:00:00Z",
        "withdrawn_at": None,
        "reason": "",
        "lines": [
            {
                "number": 1,
                "form": "online",
                "over_years": 1,
                "cadre_categories": [],
                "highest_level": "",
                "lowest_level": "",
                "total_hours": "50.00",
                "required_course_hours": "1.00",
                "elective_course_hours": "0.00",
                "note": "必修",
                "courses": [str(course.uuid)],
            }
        ],
    }
    assert acts() == ["issuance.draft", "issuance.issue"]


def test_filters(province: Caller) -> None:
    plan = province.done("issuances/", **said())
    province.done("issuances/", **said(kind="circular", year=None, lines=[]))
    for query, expected in (
        ({"kind": "annual_plan"}, [plan["uuid"]]),
        ({"year": 2026}, [plan["uuid"]]),
        ({"state": "issued"}, []),
        ({"organization": PROVINCE, "below": "true", "kind": "annual_plan"}, [plan["uuid"]]),
        ({"since": "2026-01-01"}, []),
    ):
        assert [row["uuid"] for row in province.get("issuances/", **query).json()["results"]] == expected, query


def test_a_draft_is_written_anew_whole(province: Caller) -> None:
    here = f"issuances/{province.done('issuances/', **said())['uuid']}/"
    anew = said(title="修订", lines=[{"total_hours": "60"}])
    del anew["organization"]
    response = province.client.put(f"/cadretrain/api/v1/{here}", anew, content_type="application/json")
    assert response.status_code == 200, response.content.decode()
    assert [line["total_hours"] for line in response.json()["lines"]] == ["60.00"]
    assert response.json()["title"] == "修订"


def test_amending_refining_and_withdrawing(province: Caller, city: Caller) -> None:
    here = f"issuances/{province.done('issuances/', **said())['uuid']}/"
    province.done(f"{here}issue/")
    refined = city.done(f"{here}refine/", organization=CITY)
    assert (refined["organization"], refined["state"], f"issuances/{refined['refines']}/") == (CITY, "draft", here)
    amendment = province.done(f"{here}amend/")
    assert f"issuances/{amendment['replaces']}/" == here
    assert province.refused(f"{here}amend/") == ("amendment_stands", "")
    assert province.refused(f"issuances/{amendment['uuid']}/withdraw/") == ("required", "reason")
    assert province.done(f"issuances/{amendment['uuid']}/withdraw/", reason="不再需要")["state"] == "withdrawn"
    assert city.denied(f"{here}withdraw/", "issue", reason="取消")
    assert province.done(f"{here}withdraw/", reason="取消")["reason"] == "取消"


def test_a_template_to_begin_with(province: Caller, city: Caller) -> None:
    keys = [row["key"] for row in province.get("plan-templates/").json()["results"]]
    assert keys == ["regulation-2023", "concentrated-2023", "online-2023"]
    made = province.done("issuances/from-template/", organization=PROVINCE, template=keys[0], year=2026)
    assert [line["total_hours"] for line in made["lines"]] == ["550.00", "90.00", "50.00"]
    assert province.refused(f"issuances/{made['uuid']}/issue/") == ("no_recipients", "recipients")


@pytest.mark.parametrize(
    ("other", "refusal"),
    [
        ({"kind": "letter"}, ("invalid_choice", "kind")),
        ({"title": " "}, ("missing", "title")),
        ({"year": None}, ("bad_year", "year")),
        ({"organization": "NOBODY"}, ("does_not_exist", "organization")),
        ({"recipients": [CITY, "NOBODY"]}, ("does_not_exist", "recipients.1")),
        ({"recipients": "PC"}, ("not_a_list", "recipients")),
        ({"recipients": ["x"] * 201}, ("max_length", "recipients")),
        ({"lines": [{"total_hours": "0.3"}]}, ("bad_hours", "lines.0.total_hours")),
        ({"lines": [{"total_hours": "x"}]}, ("invalid", "lines.0.total_hours")),
        ({"lines": [{"total_hours": "50", "courses": [ABSENT]}]}, ("does_not_exist", "lines.0.courses.0")),
        ({"lines": [{"total_hours": "50", "level": "131"}]}, ("unknown_field", "lines.0.level")),
        ({"link": "ftp://x"}, ("bad_link", "link")),
        ({"in_force_from": "26-01-01"}, ("invalid", "in_force_from")),
    ],
)
def test_what_cannot_be_drafted(province: Caller, other: dict[str, Any], refusal: tuple[str, str]) -> None:
    assert province.refused("issuances/", **said(**other)) == refusal


def test_nobody_drafts_for_another_body(province: Caller, city: Caller) -> None:
    assert province.denied("issuances/", "issue", **said(organization=CITY, recipients=[UNIT]))
    assert city.refused("issuances/", **said()) == ("does_not_exist", "organization")
    unit = Caller(liaison(body(UNIT)))
    assert unit.denied("issuances/", "issue", **said(organization=UNIT, recipients=[UNIT]))


def test_what_was_not_issued_to_one_is_not_there(province: Caller) -> None:
    made = province.done("issuances/", **said())
    province.done(f"issuances/{made['uuid']}/issue/")
    beside = Caller(officer(body(BESIDE)))
    assert beside.get(f"issuances/{made['uuid']}/").status_code == 404
    for act in ("issue", "amend", "withdraw", "refine"):
        assert beside.post(f"issuances/{made['uuid']}/{act}/").status_code == 404
