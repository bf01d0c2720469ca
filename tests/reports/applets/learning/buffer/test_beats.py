"""Beats that find their page in Redis: no statement at all, and the same time as in the database."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.clock import SimulatedClock
from cadretrain_xblock.contract import BEAT_URL, PageToken, mint_page_token
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("beat_buffer")]


def beat(client: Client, token: str, **message: Any) -> Any:
    said = {"token": token, "visible": True, "active": True, **message}
    return client.post(BEAT_URL, said, content_type="application/json").json()


def test_a_beat_that_extends_takes_no_statement(at_new_year: SimulatedClock) -> None:
    """Through the whole of the view and its middleware; sessions lie in the cookie, as on the platform in its cache."""
    account = factories.trainee()
    factories.released()
    client = Client()
    client.force_login(account.user)
    token = mint_page_token(PageToken(account.user_id, "block-C1", "page"))
    token = beat(client, token)["token"]
    at_new_year.advance(30)
    token = beat(client, token)["token"]
    for message in ({}, {"visible": False}, {}, {"late": [{"age_ms": 15_000, "visible": True, "active": True}]}):
        at_new_year.advance(29)
        with CaptureQueriesContext(connection) as queries:
            answer = beat(client, token, **message)
        assert answer["counted"] == message.get("visible", True), answer
        assert list(queries) == []
    assert learning.learned(account.pk, factories.draft().course_id) == 30 + 3 * 29
