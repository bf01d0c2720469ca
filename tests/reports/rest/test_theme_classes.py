"""Theme classes and registrations as they are read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from cadretrain_reports import models
from cadretrain_xblock.contract import THEME_CLASS_URL
from tests import factories
from tests.factories_classes import registered
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme_class() -> models.ThemeClass:
    """Return a class."""
    kind = models.ThemeClass.ClassType.ASSIGNED
    made: models.ThemeClass = models.ThemeClass.objects.create(
        institution=factories.institution(), code="K1", title="青年干部班", class_type=kind
    )
    return made


def test_a_class_as_it_is_read(ask: Ask, theme_class: models.ThemeClass) -> None:
    assert ask(f"theme-classes/{theme_class.uuid}/").json() == {
        "uuid": str(theme_class.uuid),
        "organization": "SASW",
        "code": "K1",
        "title": "青年干部班",
        "class_type": "assigned",
        "state": "planned",
        "audience": "",
        "requirement": "",
        "planned_number": None,
        "starts_on": None,
        "ends_on": None,
        "objectives": "",
        "hour_requirement": None,
        "pass_mark": 60,
        "registration_until": None,
        "copied_from": None,
        "bodies": [],
        "courses": [],
        "activities": [],
        "assessments": [],
    }
    assert len(ask("theme-classes/", name="干部", code="K1").json()["results"]) == 1


def test_a_registration_as_it_is_read(ask: Ask, theme_class: models.ThemeClass) -> None:
    trainee = factories.trainee("T1", "张三丰").trainee
    at = datetime(2026, 1, 5, 1, tzinfo=UTC)
    registration = registered(theme_class, trainee, registered_at=at)
    assert ask(f"class-registrations/{registration.uuid}/").json() == {
        "uuid": str(registration.uuid),
        "theme_class": str(theme_class.uuid),
        "trainee": str(trainee.uuid),
        "trainee_name": "张三丰",
        "organization": "BUREAU",
        "way": "applied",
        "state": "registered",
        "waiting_number": None,
        "registered_at": "2026-01-05T01:00:00Z",
        "confirmed_at": None,
        "reason": "",
        "steps": [{"from_state": "", "state": "registered", "by": None, "at": "2026-01-05T01:00:00Z", "reason": ""}],
    }
    assert len(ask("class-registrations/", theme_class=theme_class.uuid, state="registered").json()["results"]) == 1


CARD = {
    "title": "青年干部班",
    "class_type": "assigned",
    "state": "planned",
    "registration": None,
    "required_hours": None,
    "fulfilled_hours": None,
    "required_courses": None,
    "fulfilled_courses": None,
    "certificate_url": None,
}


def card_for(user: Any, theme_class: models.ThemeClass) -> HttpResponse:
    client = Client()
    client.force_login(user)
    answer: HttpResponse = client.get(THEME_CLASS_URL.format(uuid=theme_class.uuid))
    return answer


def test_the_card_shows_whoever_is_in_the_class_their_own_registration(theme_class: models.ThemeClass) -> None:
    first, second = (factories.trainee(f"T{number}", "学员") for number in (1, 2))
    for account, state in ((first, "confirmed"), (second, "registered")):
        registered(theme_class, account.trainee, state=state)
    assert card_for(first.user, theme_class).json() == {**CARD, "registration": "confirmed"}
    assert card_for(second.user, theme_class).json() == {**CARD, "registration": "registered"}


def test_the_card_shows_whoever_else_may_see_the_class_that_they_are_not_in_it(
    ask: Ask, theme_class: models.ThemeClass
) -> None:
    answer = ask(f"theme-classes/{theme_class.uuid}/card/")
    assert answer.json() == CARD
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_card_of_a_class_out_of_scope_is_not_there(theme_class: models.ThemeClass) -> None:
    stranger = factories.trainee("T1", "学员")
    assert card_for(stranger.user, theme_class).status_code == 404


def test_nobody_is_told_anything(client: Client, theme_class: models.ThemeClass) -> None:
    assert client.get(THEME_CLASS_URL.format(uuid=theme_class.uuid)).status_code == 401
