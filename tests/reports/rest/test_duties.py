"""Duties, their steps and how they were judged, as they are read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from cadretrain_reports import models
from cadretrain_reports.applets.roles.api import Role, State, Step
from tests import factories
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)


@pytest.fixture
def duty() -> models.RoleAssignment:
    """Return the duty of a liaison officer."""
    said = {"criteria": "三年以上", "procedure": "党委会", "starts_on": date(2026, 1, 5)}
    bureau, user = factories.organization("BUREAU"), factories.user("liaison")
    assignment: models.RoleAssignment = models.RoleAssignment.objects.create(
        user=user, role=Role.LIAISON_OFFICER, organization=bureau, state=State.APPROVED, **said
    )
    return assignment


def test_a_duty_as_it_is_read(ask: Ask, duty: models.RoleAssignment) -> None:
    assert ask(f"role-assignments/{duty.uuid}/").json() == {
        "uuid": str(duty.uuid),
        "person": "liaison",
        "role": "liaison_officer",
        "organization": "BUREAU",
        "state": "approved",
        "starts_on": "2026-01-05",
        "ends_on": None,
        "ending_on": None,
        "criteria": "三年以上",
        "procedure": "党委会",
    }


@pytest.mark.parametrize(
    ("query", "found"), [({"person": "liaison"}, 1), ({"person": "x"}, 0), ({"since": "2026-01-06"}, 0)]
)
def test_duties_by_person_and_day(ask: Ask, duty: models.RoleAssignment, query: dict[str, str], found: int) -> None:
    assert len(ask("role-assignments/", **query).json()["results"]) == found


def test_the_steps_of_a_duty(ask: Ask, duty: models.RoleAssignment) -> None:
    taken = ((Step.DECLARE, State.DECLARED, factories.user("officer")), (Step.APPROVE, State.APPROVED, None))
    for step, state, by in taken:
        models.RoleStep.objects.create(assignment=duty, step=step, state=state, by=by, at=AT, reason="按程序")
    first, second = ask(f"role-assignments/{duty.uuid}/steps/").json()["results"]
    assert first == {
        "assignment": str(duty.uuid),
        "organization": "BUREAU",
        "step": "declare",
        "state": "declared",
        "by": "officer",
        "at": "2026-01-05T01:00:00Z",
        "reason": "按程序",
    }
    assert (second["state"], second["by"]) == ("approved", None)


def test_an_appraisal_as_it_is_read(ask: Ask, duty: models.RoleAssignment) -> None:
    kind, grade = models.Appraisal.Kind.CIRCULAR, models.Appraisal.Grade.EXCELLENT
    given: dict[str, Any] = {"organization": factories.department(), "by": factories.user("officer"), "at": AT}
    judged = models.Appraisal.objects.create(
        assignment=duty, kind=kind, year=2026, grade=grade, remarks="通报表扬", **given
    )
    assert ask(f"appraisals/{judged.uuid}/").json() == {
        "uuid": str(judged.uuid),
        "assignment": str(duty.uuid),
        "person": "liaison",
        "organization": "BUREAU",
        "kind": "circular",
        "year": 2026,
        "grade": "excellent",
        "remarks": "通报表扬",
        "criteria": "",
        "course": "",
        "given_by": "DEPARTMENT",
        "by": "officer",
        "at": "2026-01-05T01:00:00Z",
    }
    assert len(ask("appraisals/", assignment=duty.uuid, year=2026, organization="BUREAU").json()["results"]) == 1
    assert ask("appraisals/", year=2025).json()["results"] == []
