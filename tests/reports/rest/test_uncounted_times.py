"""Why time did not count, over REST."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cadretrain_reports.applets.learning.api import Signs
from cadretrain_reports.clock import SimulatedClock
from tests import factories

pytestmark = pytest.mark.django_db

HIDDEN = Signs(visible=False, active=False)


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Any:
    account = factories.trainee("T-1")
    factories.draft()
    page = factories.learn(account, at_new_year, 60)
    at_new_year.advance(30.6)
    page.beat(HIDDEN)
    at_new_year.advance(100)
    page.beat()
    return account


def asked(user: Any, **filters: str) -> list[dict[str, Any]]:
    browser = Client()
    browser.force_login(user)
    rows: list[dict[str, Any]] = browser.get("/cadretrain/api/v1/uncounted-times/", filters).json()["results"]
    return rows


def test_a_trainee_reads_their_own(account: Any) -> None:
    first, second = asked(account.user)
    assert first == {
        "trainee": str(account.trainee.uuid),
        "organization": "BUREAU",
        "institution": "SASW",
        "course": "C1",
        "day": "2026-01-05",
        "reason": "hidden",
        "seconds": 30,
    }
    assert (second["reason"], second["seconds"]) == ("gap", 100)
    assert asked(factories.trainee().user) == []


def test_filters(account: Any) -> None:
    assert len(asked(account.user, reason="gap")) == 1
    assert len(asked(account.user, since="2026-01-05", until="2026-01-05", course="C1", institution="SASW")) == 2
    assert asked(account.user, since="2026-01-06") == []
