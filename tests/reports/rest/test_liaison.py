"""The whole way of a liaison officer over HTTP, and what each of the four people can and cannot do at every step."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories_duties import holder
from tests.reports.rest.acting import Caller, acts

pytestmark = pytest.mark.django_db

DAY = 86_400
TERMS = {"starts_on": "2026-01-05", "criteria": "三年以上工作经历", "procedure": "党委会研究"}
ENDING = {"ends_on": "2026-01-06", "reason": "轮岗"}


class Story:
    """Who takes part: the unit's own liaison officer, the department, a neighbour, and Wang, whose duty it is."""

    def __init__(self, at: SimulatedClock) -> None:
        self.clock = at
        bureau = factories.organization("BUREAU")
        trainee = factories.trainee("T1").trainee
        self.session = {"trainees": [str(trainee.uuid)], "kind": "secrecy", "held_on": "2026-01-05"}
        self.unit = Caller(holder(Role.LIAISON_OFFICER, bureau))
        self.department = Caller(holder(Role.DEPARTMENT_OFFICER, factories.department()))
        self.neighbour = Caller(holder(Role.LIAISON_OFFICER, factories.organization("OFFICE")))
        self.wang = Caller(factories.user("wang"))
        self.duty = ""

    def wang_acts_for_the_unit(self, kind: str) -> None:
        assert "instruct" in self.wang.get("me/").json()["acts"]
        assert len(self.wang.done("instructions/", **{**self.session, "kind": kind})["results"]) == 1

    def wang_can_do_nothing(self) -> None:
        assert self.wang.get("me/").json()["acts"] == []
        assert self.wang.get("trainees/").json()["results"] == []
        assert self.wang.refused("instructions/", **self.session) == ("does_not_exist", "trainees.0")

    def is_declared(self) -> None:
        said = {"person": "wang", "organization": "BUREAU", **TERMS}
        declared = self.unit.done("role-assignments/declare/", **said)
        assert (declared["person"], declared["role"], declared["state"]) == ("wang", "liaison_officer", "declared")
        self.duty = f"role-assignments/{declared['uuid']}"
        assert self.unit.refused("role-assignments/declare/", **said) == ("standing", "person")
        assert self.unit.denied(f"{self.duty}/approve/", "decide_liaison")
        assert self.wang.denied(f"{self.duty}/approve/", "decide_liaison")
        assert self.neighbour.post(f"{self.duty}/approve/").status_code == 404

    def is_returned_with_a_reason(self) -> None:
        assert self.department.refused(f"{self.duty}/return/") == ("required", "reason")
        assert self.department.done(f"{self.duty}/return/", reason="缺任职年限")["state"] == "returned"
        assert self.department.refused(f"{self.duty}/approve/") == ("not_possible", "")
        assert self.unit.get(f"{self.duty}/steps/").json()["results"][-1]["reason"] == "缺任职年限"

    def is_declared_again(self) -> None:
        assert self.neighbour.post(f"{self.duty}/declare-again/", **TERMS).status_code == 404
        again = self.unit.done(f"{self.duty}/declare-again/", **{**TERMS, "criteria": "五年以上工作经历"})
        assert (again["state"], again["criteria"]) == ("declared", "五年以上工作经历")

    def is_approved(self) -> None:
        assert self.department.done(f"{self.duty}/approve/", reason="同意")["state"] == "active"

    def acts_but_not_for_others_and_not_on_the_own_duty(self) -> None:
        self.wang_acts_for_the_unit("secrecy")
        elsewhere = str(factories.trainee("T2", unit="OFFICE").trainee.uuid)
        both = [*self.session["trainees"], elsewhere]
        assert self.wang.refused("instructions/", **{**self.session, "trainees": both}) == (
            "does_not_exist",
            "trainees.1",
        )
        assert self.wang.denied(f"{self.duty}/suspend/", "decide_liaison", reason="自行停职")

    def is_suspended(self) -> None:
        assert self.unit.denied(f"{self.duty}/suspend/", "decide_liaison", reason="借调")
        assert self.department.done(f"{self.duty}/suspend/", reason="借调")["state"] == "suspended"
        assert self.department.refused(f"{self.duty}/suspend/", reason="再次")[0] == "not_possible"

    def is_resumed(self) -> None:
        assert self.department.done(f"{self.duty}/resume/")["state"] == "active"
        self.wang_acts_for_the_unit("operation")

    def ending_is_declared_and_returned(self) -> None:
        assert self.department.refused(f"{self.duty}/approve-ending/")[0] == "no_ending"
        declared = self.unit.done(f"{self.duty}/declare-ending/", **ENDING)
        assert (declared["state"], declared["ends_on"], declared["ending_on"]) == ("active", None, "2026-01-06")
        assert self.department.refused(f"{self.duty}/end/", reason="轮岗")[0] == "ending_declared"
        assert self.department.done(f"{self.duty}/return-ending/", reason="继续任职")["ending_on"] is None

    def ending_is_declared_and_approved(self) -> None:
        self.unit.done(f"{self.duty}/declare-ending/", **ENDING)
        assert self.unit.denied(f"{self.duty}/approve-ending/", "decide_liaison")
        approved = self.department.done(f"{self.duty}/approve-ending/")
        assert (approved["state"], approved["ends_on"], approved["ending_on"]) == ("active", "2026-01-06", None)
        self.wang_acts_for_the_unit("operation")

    def ends_on_its_day(self) -> None:
        self.clock.advance(DAY)
        assert self.department.refused(f"{self.duty}/suspend/", reason="晚了")[0] == "over"

    def every_step_is_kept(self) -> None:
        begun = ["declare", "return", "declare", "approve", "suspend", "resume"]
        ended = ["declare_ending", "return_ending", "declare_ending", "approve_ending"]
        steps = self.wang.get(f"{self.duty}/steps/").json()["results"]
        assert [step["step"] for step in steps] == [*begun, *ended]
        kept = [act.partition(".")[2] for act in acts() if act.startswith(("liaison.", "duty."))]
        assert kept == [*begun, *ended]


def test_a_liaison_officer_from_the_declaration_to_the_end(at_new_year: SimulatedClock) -> None:
    story = Story(at_new_year)
    story.wang_can_do_nothing()
    story.is_declared()
    story.wang_can_do_nothing()
    story.is_returned_with_a_reason()
    story.is_declared_again()
    story.wang_can_do_nothing()
    story.is_approved()
    story.acts_but_not_for_others_and_not_on_the_own_duty()
    story.is_suspended()
    story.wang_can_do_nothing()
    story.is_resumed()
    story.ending_is_declared_and_returned()
    story.ending_is_declared_and_approved()
    story.ends_on_its_day()
    story.wang_can_do_nothing()
    story.every_step_is_kept()


def test_a_department_ends_a_duty_at_once(at_new_year: SimulatedClock) -> None:
    duty: Any = holder(Role.LIAISON_OFFICER, factories.organization("BUREAU")).cadretrain_roles.get()
    department = Caller(holder(Role.DEPARTMENT_OFFICER, factories.department()))
    former = Caller(duty.user)
    assert former.get("me/").json()["acts"]
    assert department.refused(f"role-assignments/{duty.uuid}/end/", ends_on="2026-01-04", reason="x")[0] == "past"
    ended = department.done(f"role-assignments/{duty.uuid}/end/", reason="违反保密规定")
    assert (ended["state"], ended["ends_on"]) == ("ended", "2026-01-05")
    assert former.get("me/").json()["acts"] == []
