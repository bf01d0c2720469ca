"""What reading through a scope costs MariaDB with ten, a thousand and a hundred thousand trainees (9.2.1).

Queries are counted, the server's own counters tell how many rows it read, and its plan which tables it reads whole.
``CADRETRAIN_SCALE`` makes the largest province smaller where machines are small, but no smaller than 20,000.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Final

import pytest
from django.core.management import call_command

from cadretrain_reports import clock
from tests.conftest import NEW_YEAR, lift_protection
from tests.reports.scopes.crowd import CLASS_SIZE, Cost, Crowd
from tests.services import need_server

pytestmark = [pytest.mark.server, pytest.mark.database("mariadb"), pytest.mark.django_db]

LARGEST: Final = max(20_000, min(100_000, 500 * int(os.environ.get("CADRETRAIN_SCALE", "200"))))
SIZES: Final = (10, 1_000, LARGEST)

Costs = Mapping[int, Mapping[tuple[str, str], Cost]]

QUERIES: Final = {
    "province": 2,
    "city": 2,
    "county": 2,
    "inspector": 2,
    "unit": 2,
    "academic affairs": 4,
    "support": 4,
    "head teacher": 2,
    "teacher": 2,
    "several duties": 4,
}
"""One for the duties and one for the rows; where one sees by services and delegations, one for each of these."""

READS_A_ROW: Final = 10
"""A row found is read from its arm, from the united arms and by its key, and once more for each table in between."""
FOUND_BY_TWO: Final = {"CreditEntry": 15}
"""Reads a row where two arms find the same ones: by the trainee, and by whose the trainee was at that time (R9)."""
READS_AT_ALL: Final = 250
"""What is read besides: bodies in the field, classes, registrations, and where ranges end."""


@pytest.fixture(scope="module")
def costs(django_db_setup: None, django_db_blocker: Any) -> Costs:
    """Return what reading costs at each size, measured once; the province is gone by then."""
    need_server("mariadb")
    found: dict[int, Mapping[tuple[str, str], Cost]] = {}
    with django_db_blocker.unblock(), clock.simulated(NEW_YEAR):
        try:
            crowd = Crowd()
            for size in SIZES:
                crowd.grow(size)
                found[size] = crowd.costs()
        finally:
            lift_protection()
            call_command("flush", verbosity=0, interactive=False)
    return found


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("person", QUERIES)
def test_the_number_of_queries_is_the_same_however_many_people_there_are(costs: Costs, person: str, size: int) -> None:
    counted = {cost.queries for (name, _model), cost in costs[size].items() if name == person}
    # A model of which somebody sees nothing is not asked for at all.
    assert counted <= {QUERIES[person], QUERIES[person] - 1}
    assert max(counted) == QUERIES[person]


@pytest.mark.parametrize("size", SIZES)
def test_rows_read_go_by_what_is_seen_not_by_what_there_is(costs: Costs, size: int) -> None:
    for (person, model), cost in costs[size].items():
        limit = FOUND_BY_TWO.get(model, READS_A_ROW) * cost.found + READS_AT_ALL
        assert cost.read <= limit, (person, model, cost)


def test_narrow_scopes_read_no_table_of_people_whole(costs: Costs) -> None:
    """Only the officer of the whole province, who sees everybody, may have it read so."""
    for (person, model), cost in costs[LARGEST].items():
        if person != "province":
            assert cost.whole < LARGEST / 10, (person, model, cost)


def test_everybody_saw_what_there_was_to_see(costs: Costs) -> None:
    """Otherwise reading little would be no merit."""
    found = {key: cost.found for key, cost in costs[LARGEST].items()}
    unit = LARGEST // 1000
    for model in ("Trainee", "Account", "CreditEntry", "LearnerArchive"):
        assert found["province", model] == LARGEST
        assert found["city", model] == LARGEST // 10
        assert found["county", model] == found["inspector", model] == LARGEST // 50
        assert found["unit", model] == unit
    assert found["academic affairs", "CreditEntry"] == 3 * unit
    assert found["academic affairs", "Account"] == 4 * unit
    assert found["support", "Account"] == found["support", "Trainee"] == unit
    assert found["support", "CreditEntry"] == found["teacher", "Account"] == 0
    assert found["head teacher", "Trainee"] == found["teacher", "Trainee"] == CLASS_SIZE
    assert found["several duties", "Trainee"] > LARGEST // 50 + unit
    assert found["province", "ClassRegistration"] == LARGEST + CLASS_SIZE
    assert found["head teacher", "ClassRegistration"] == CLASS_SIZE
    assert found["academic affairs", "ClassRegistration"] == 3 * unit + CLASS_SIZE
