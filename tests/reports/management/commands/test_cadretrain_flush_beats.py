"""Storing from cron what Redis holds."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import translation

from cadretrain_reports.applets.learning.api import StudyInterval
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.factories import Page

pytestmark = pytest.mark.django_db(transaction=True)


def flush() -> str:
    out = StringIO()
    with translation.override("en"):
        call_command("cadretrain_flush_beats", stdout=out)
    return out.getvalue()


def stored() -> list[float]:
    rows = StudyInterval.objects.values_list("start_at", "end_at")
    return [(end - start).total_seconds() for start, end in rows]


@pytest.mark.usefixtures("beat_buffer")
def test_it_stores_once_what_is_held(at_new_year: SimulatedClock) -> None:
    account = factories.trainee()
    factories.released(duration=3600)
    Page(account, "block-C1", at_new_year).learn(90, 30)
    assert stored() == [30]
    assert flush() == "Studies whose time was stored: 1.\n"
    assert stored() == [90]
    assert flush() == "Studies whose time was stored: 0.\n"
    assert stored() == [90]


def test_without_a_buffer_there_is_nothing_to_store() -> None:
    assert flush() == "Studies whose time was stored: 0.\n"
