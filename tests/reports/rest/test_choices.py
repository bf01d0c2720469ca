"""Choices, recommendations and the catalogue over the API: as they are read, and what is done (3.12)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports import models
from cadretrain_reports.clock import SimulatedClock
from tests import factories, factories_choices
from tests.factories_people import liaison
from tests.reports.rest.acting import Caller, acts
from tests.reports.rest.conftest import Ask

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("host")]


@pytest.fixture
def account(at_new_year: SimulatedClock) -> models.Account:
    return factories.trainee("T1")


def test_a_choice_is_made_read_and_dropped(account: models.Account, at_new_year: SimulatedClock) -> None:
    version = factories.released()
    caller = Caller(account.user)
    made = caller.done("course-choices/", course=str(version.course.uuid))
    assert made == {
        "uuid": made["uuid"],
        "trainee": str(account.trainee.uuid),
        "organization": "BUREAU",
        "course": str(version.course.uuid),
        "code": "C1",
        "institution": "SASW",
        "source": "own",
        "course_run": factories.RUN,
        "chosen_at": "2026-01-05T01:00:00Z",
        "dropped_at": None,
    }
    assert caller.done("course-choices/", course=str(version.course.uuid))["uuid"] == made["uuid"]
    assert caller.done(f"course-choices/{made['uuid']}/drop/")["dropped_at"] == "2026-01-05T01:00:00Z"
    assert acts()[-2:] == ["choice.choose", "choice.drop"]


def test_what_cannot_be_chosen(account: models.Account) -> None:
    caller = Caller(account.user)
    assert caller.refused("course-choices/", course=str(factories.draft().course.uuid)) == ("does_not_exist", "course")
    assert caller.refused("course-choices/", course="C1") == ("invalid", "course")
    version = factories.released("C2")
    assert Caller(factories.user()).refused("course-choices/", course=str(version.course.uuid))[0] == "not_a_trainee"


def test_who_sees_a_choice_drops_it_not_for_the_trainee(account: models.Account) -> None:
    choice = factories_choices.chosen(account, factories.released())
    caller = Caller(liaison(account.trainee.unit))
    assert caller.get(f"course-choices/{choice.uuid}/").status_code == 200
    assert caller.refused(f"course-choices/{choice.uuid}/drop/")[0] == "not_yours"


def test_a_recommendation_is_made_read_and_withdrawn(account: models.Account) -> None:
    version, unit = factories.released(), account.trainee.unit
    caller = Caller(liaison(unit))
    said: dict[str, Any] = {"course": str(version.course.uuid), "organization": "BUREAU", "audience": "BUREAU"}
    made = caller.done("recommendations/", **said, until="2026-03-31", note="请先学")
    assert (made["audience"], made["until"], made["note"]) == ("BUREAU", "2026-03-31", "请先学")
    assert made["withdrawn_at"] is None
    assert caller.refused("recommendations/", **said, until="2026-01-04") == ("past", "until")
    assert caller.refused(f"recommendations/{made['uuid']}/withdraw/") == ("required", "reason")
    assert caller.done(f"recommendations/{made['uuid']}/withdraw/", reason="调整")["withdrawn_at"]
    outsider = Caller(liaison(factories.organization("OTHER")))
    assert outsider.get(f"recommendations/{made['uuid']}/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["C2", "C1"]),
        ({"words": "何静怡"}, ["C1"]),
        ({"lecturer": "何"}, ["C1"]),
        ({"category": "法治建设"}, ["C1"]),
        ({"credit_hours": "0.25"}, ["C2"]),
        ({"organization": "SASW"}, ["C2", "C1"]),
    ],
)
def test_the_catalogue_is_everybodys(
    ask: Ask, at_new_year: SimulatedClock, asked: dict[str, str], found: list[str]
) -> None:
    factories.released("C1", lecturers=("何静怡",), category="法治建设")
    factories.released("C2", duration=600)
    factories.draft("C3")
    assert [row["code"] for row in ask("catalogue/", **asked).json()["results"]] == found
    assert [row["code"] for row in Caller(factories.user()).get("catalogue/", **asked).json()["results"]] == found
