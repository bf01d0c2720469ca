"""``manage.py cadretrain_remind`` says what it did, and does nothing the second time (8.2.3)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from cadretrain_reports import clock
from tests.factories_reminders import DECEMBER, planned

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("host", "at_new_year")]


def test_it_reminds_once_and_says_so(capsys: Any) -> None:
    planned()
    with clock.simulated(DECEMBER), translation.override("en"):
        for said in ("New reminders: 1. Sent: 1.\n", "New reminders: 0. Sent: 0.\n"):
            call_command("cadretrain_remind")
            assert capsys.readouterr().out == f"{said}Answerers reminded of overdue questions: 0.\n"
