"""A province, a city below it with a unit, and whoever speaks for them."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.clock import SimulatedClock
from tests.factories_people import officer
from tests.factories_plans import CITY, PROVINCE, UNIT, body, land, speaker


@pytest.fixture(autouse=True)
def _land(at_new_year: SimulatedClock) -> None:
    land()


@pytest.fixture
def province(browse: Any) -> Any:
    """Return the browser of the province's officer."""
    return browse(officer(body(PROVINCE)))


@pytest.fixture
def city(browse: Any) -> Any:
    """Return the browser of the city's officer."""
    return browse(officer(body(CITY)))


@pytest.fixture
def unit(browse: Any) -> Any:
    """Return the browser of the unit's liaison officer."""
    return browse(speaker(UNIT))
