"""The rules of the platform: read by everybody, published by the site operator, accepted by trainees (6.1.2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from cadretrain_reports import models
from cadretrain_reports.clock import SimulatedClock
from cadretrain_xblock.contract import API_ROOT
from tests import factories
from tests.academy.asking import EVERYBODY
from tests.factories_people import officer
from tests.factories_people import operator as site_operator
from tests.reports.rest.acting import Caller, acts
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 5, 1, tzinfo=UTC)
NEW = {"version": "2026-1", "title": "平台规则", "text": "不得代学。"}


def rules(version: str, at: datetime = AT) -> models.PlatformRules:
    return models.PlatformRules.objects.create(version=version, title="平台规则", text="不得代学。", published_at=at)


def test_the_newest_rules_are_for_everybody_with_an_account(client: Client) -> None:
    rules("2026-1", AT)
    rules("2025-1", AT - timedelta(days=300))
    client.force_login(factories.user())
    assert client.get(f"{API_ROOT}platform-rules/").json() == {
        "version": "2026-1",
        "title": "平台规则",
        "text": "不得代学。",
        "published_at": "2026-01-05T01:00:00Z",
    }


def test_there_may_be_no_rules_yet(ask: Ask) -> None:
    assert ask("platform-rules/").status_code == 404


def test_strangers_and_the_deactivated_are_shown_no_rules(client: Client, settings: Any) -> None:
    rules("2026-1")
    assert client.get(f"{API_ROOT}platform-rules/").status_code == 401
    settings.AUTHENTICATION_BACKENDS = [EVERYBODY]
    client.force_login(get_user_model().objects.create_user("asleep", is_active=False), EVERYBODY)
    assert client.get(f"{API_ROOT}platform-rules/").status_code == 404


# What is done.


def test_the_operator_publishes_and_a_trainee_accepts(at_new_year: SimulatedClock) -> None:
    published = Caller(site_operator()).done("platform-rules/", **NEW)
    assert published == {**NEW, "published_at": "2026-01-05T01:00:00Z"}
    account = factories.trainee("T1")
    trainee = Caller(account.user)
    assert trainee.get("platform-rules/").json() == published
    accepted = trainee.done("platform-rules/accept/", version="2026-1")
    assert accepted == {
        "trainee": str(account.trainee.uuid),
        "organization": "BUREAU",
        "version": "2026-1",
        "accepted_at": "2026-01-05T01:00:00Z",
    }
    at_new_year.advance(60)
    assert trainee.done("platform-rules/accept/", version="2026-1") == accepted
    assert [act for act in acts() if act.startswith("rules")] == ["rules.publish", "rules.accept"]


def test_a_department_publishes_no_rules(at_new_year: SimulatedClock) -> None:
    assert Caller(officer()).denied("platform-rules/", "publish_rules", **NEW)
    assert not models.PlatformRules.objects.exists()


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"version": "2025-1"}, ("version_taken", "version")),
        ({"title": ""}, ("blank", "title")),
        ({"title": " "}, ("missing", "title")),
        ({"text": "x\u0007"}, ("bad_characters", "text")),
        ({"version": "x" * 33}, ("too_long", "version")),
    ],
)
def test_what_are_no_rules(at_new_year: SimulatedClock, said: dict[str, str], refusal: tuple[str, str]) -> None:
    rules("2025-1", AT - timedelta(days=300))
    assert Caller(site_operator()).refused("platform-rules/", **{**NEW, **said}) == refusal


def test_newer_rules_are_not_overtaken(at_new_year: SimulatedClock) -> None:
    rules("2027-1", AT + timedelta(days=300))
    assert Caller(site_operator()).refused("platform-rules/", **NEW) == ("not_newer", "")


def test_only_what_is_in_force_is_accepted_and_by_trainees_only(at_new_year: SimulatedClock) -> None:
    rules("2025-1", AT - timedelta(days=300))
    rules("2026-1", AT)
    trainee = Caller(factories.trainee("T1").user)
    assert trainee.refused("platform-rules/accept/") == ("required", "version")
    assert trainee.refused("platform-rules/accept/", version="2025-1") == ("not_in_force", "version")
    assert Caller(factories.user()).refused("platform-rules/accept/", version="2026-1") == ("not_a_trainee", "")
    assert not models.RulesAcceptance.objects.exists()


def test_the_deactivated_accept_nothing(at_new_year: SimulatedClock, client: Client, settings: Any) -> None:
    rules("2026-1")
    settings.AUTHENTICATION_BACKENDS = [EVERYBODY]
    user = factories.trainee("T1").user
    user.is_active = False
    user.save()
    client.force_login(user, EVERYBODY)
    said = {"version": "2026-1"}
    response = client.post(f"{API_ROOT}platform-rules/accept/", said, content_type="application/json")
    assert response.status_code == 404
