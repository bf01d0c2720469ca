"""Theme classes over REST: planned, opened, run; people registered, decided on, withdrawn (8.3)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from tests import factories
from tests.factories_class_cast import ASSIGNED, Cast
from tests.telling import Page, denials, error

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year", "host")]


@pytest.fixture
def cast() -> Cast:
    return Cast()


def proposal(**other: Any) -> dict[str, Any]:
    """Return what a host says of a class."""
    said = {
        "title": "基层治理专题班",
        "class_type": "open",
        "audience": "县处级干部",
        "requirement": "提高基层治理能力",
        "planned_number": 2,
        "starts_on": "2026-01-05",
        "ends_on": "2026-01-05",
        "hosts": ["DEPARTMENT"],
        "organizers": ["SASW"],
        "text": "按年度计划举办。",
        "number": "组通〔2026〕1号",
    }
    return {**said, **other}


def teaching(cast: Cast, **other: Any) -> dict[str, Any]:
    """Return what an organizer says of the teaching."""
    course = {"course": str(cast.course.uuid), "requirement": "required", "course_run": factories.RUN}
    activity = {"kind": "seminar", "title": "分组研讨", "credit_hours": "2.00"}
    said = {
        "objectives": "掌握基层治理的方法",
        "hour_requirement": "2.5",
        "registration_until": "2026-01-05",
        "courses": [course],
        "activities": [activity],
        "assessments": [{"title": "结业考试", "method": "objective_online"}],
    }
    return {**said, **other}


def done(response: Any, status: int = 200) -> Any:
    assert response.status_code == status, response.content
    return response.json()


def test_a_class_from_the_training_plan_to_the_archive(cast: Cast) -> None:
    first, second = (Page(who) for who in cast.officers)
    staff, trainee = Page(cast.affairs[0]), Page(cast.trainees[0].user)
    made = done(first.post("theme-classes/", organization="DEPARTMENT", code="K1", **proposal()), 201)
    assert [(row["part"], row["organization"]) for row in made["bodies"]] == [
        ("host", "DEPARTMENT"),
        ("organizer", "SASW"),
    ]
    here = f"theme-classes/{made['uuid']}/"
    assert done(first.say("PUT", here, **proposal(title="新班名")))["title"] == "新班名"
    assert error(first.post(f"{here}approve-training-plan/"))[:2] == (400, "four_eyes")
    done(second.post(f"{here}approve-training-plan/"))
    (plan,) = done(staff.get("training-plans/", theme_class=made["uuid"]))["results"]
    assert (plan["state"], plan["number"], plan["organization"]) == ("approved", "组通〔2026〕1号", "DEPARTMENT")
    status, code, _field = error(first.post(f"{here}approve/"))
    assert (status, code) == (400, "not_ready")
    written = done(staff.say("PUT", f"{here}teaching-plan/", **teaching(cast)))
    assert (written["hour_requirement"], written["courses"][0]["code"]) == ("2.50", "C1")
    assert [row["title"] for row in written["activities"] + written["assessments"]] == ["分组研讨", "结业考试"]
    done(staff.post(f"{here}staff/", assignment=str(cast.head.uuid)))
    assert done(second.post(f"{here}approve/"))["state"] == "approved"
    assert done(staff.post(f"{here}open/"))["state"] == "registering"
    done(trainee.post(f"{here}apply/"))
    (row,) = done(trainee.get("class-registrations/"))["results"]
    there = f"class-registrations/{row['uuid']}/"
    assert done(Page(cast.liaison).post(f"{there}endorse/", opinion="同意"))["state"] == "endorsed"
    assert done(staff.post(f"{there}approve/"))["state"] == "confirmed"
    steps = done(trainee.get(there))["steps"]
    assert [step["state"] for step in steps] == ["registered", "endorsed", "confirmed"]
    for act, state in (("start", "running"), ("assess", "assessing"), ("close", "closed"), ("archive", "archived")):
        assert done(Page(cast.head.user).post(f"{here}{act}/"))["state"] == state
    assert done(staff.get(f"{here}history/"))["results"][-1]["state"] == "archived"
    assert done(trainee.get(f"{here}card/"))["registration"] == "confirmed"


def test_an_assigned_class_by_places_and_names(cast: Cast) -> None:
    here = f"theme-classes/{cast.brought('registering', ASSIGNED).uuid}/"
    boss, clerk = Page(cast.officers[0]), Page(cast.liaison)
    done(boss.post(f"{here}allot/", unit="BUREAU", places=1))
    (places,) = done(clerk.get("class-places/"))["results"]
    assert (places["organization"], places["places"]) == ("BUREAU", 1)
    both = [str(account.trainee.uuid) for account in cast.trainees[:2]]
    assert error(clerk.post(f"{here}name/", trainees=both)) == (400, "no_places", "trainees")
    done(clerk.post(f"{here}name/", trainees=both[:1]))
    there = f"class-registrations/{ClassRegistration.objects.get().uuid}/"
    assert done(boss.post(f"{there}approve/"))["way"] == "assigned"
    assert error(boss.post(f"{there}withdraw/"))[1:] == ("required", "reason")
    assert done(clerk.post(f"{there}withdraw/", reason="工作离不开"))["state"] == "withdrawn"
    assert error(boss.post(f"{there}refuse/", reason="不符合"))[:2] == (400, "registration_settled")


def test_a_class_is_copied_sent_back_cancelled_and_reopened(cast: Cast) -> None:
    former = cast.brought("approved")
    boss = Page(cast.officers[0])
    made = done(
        boss.post(f"theme-classes/{former.uuid}/copy/", organization="DEPARTMENT", code="K2", **proposal()), 201
    )
    assert (made["copied_from"], made["objectives"]) == (str(former.uuid), "掌握基层治理的方法")
    here = f"theme-classes/{former.uuid}/"
    for act, state in (("send-back", "planned"), ("cancel", "cancelled"), ("reopen", "planned")):
        assert done(boss.post(f"{here}{act}/", reason="调整"))["state"] == state


def test_what_is_wrong_is_named_where_it_is(cast: Cast) -> None:
    boss, staff = Page(cast.officers[0]), Page(cast.affairs[0])
    start = {"organization": "DEPARTMENT", "code": "K1"}
    late = proposal(ends_on="2026-01-04")
    assert error(boss.post("theme-classes/", **start, **late)) == (400, "bad_period", "ends_on")
    assert error(boss.post("theme-classes/", **start, **proposal(organizers=["BUREAU"])))[1:] == (
        "no_organizer",
        "organizers",
    )
    here = f"theme-classes/{cast.planned(code='K3').uuid}/"
    lost = teaching(cast, courses=[{"course": str(factories_uuid())}])
    assert error(staff.say("PUT", f"{here}teaching-plan/", **lost))[:2] == (400, "does_not_exist")
    assert not ThemeClass.objects.filter(code="K1").exists()


def factories_uuid() -> str:
    """Return the key of nothing."""
    return "00000000-0000-4000-8000-00000000dead"


def test_whoever_may_not_is_denied_and_that_is_kept(cast: Cast) -> None:
    made = cast.brought("registering")
    trainee = Page(cast.trainees[0].user)
    assert trainee.post(f"theme-classes/{made.uuid}/cancel/", reason="x").status_code == 403
    assert denials() == ["rule_class"]
