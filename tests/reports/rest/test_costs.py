"""What a page costs does not grow with its rows."""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.academy.asking import World
from tests.academy.endpoints import Endpoint, endpoints
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db

LISTS: Final = [endpoint for endpoint in endpoints() if endpoint.is_list]
READERS: Final = ("operator", "officer-north", "academic-south", "liaison-port", "head-north", "port-1")

DEAREST: Final = 14
"""Statements that any page may take: who asks, what they see, the rows, and the record of the reading."""


def statements(world: World, reader: str, url: str, size: int) -> tuple[int, int]:
    """Return how many rows a page has and how many statements it took."""
    with CaptureQueriesContext(
        connection,
    ) as taken:
        response = world.ask(reader, "get", f"{url}?page_size={size}")
    return len(response.json().get("results", ())), len(taken)


@pytest.mark.parametrize("endpoint", LISTS, ids=[endpoint.name for endpoint in LISTS])
def test_many_rows_take_as_many_statements_as_one(world: World, endpoint: Endpoint) -> None:
    most = 0
    owner = _owner_of_most(endpoint) if endpoint.parent else None
    for reader in READERS:
        few, for_few = statements(world, reader, endpoint.url(owner), 1)
        many, for_many = statements(world, reader, endpoint.url(owner), 200)
        if few:
            assert for_few == for_many <= DEAREST, (reader, many)
        most = max(most, many)
    assert most > 1


def _owner_of_most(endpoint: Endpoint) -> Any:
    rows = endpoint.model._default_manager.values_list(endpoint.parent.path, flat=True)
    return endpoint.parent.rows.get(pk=Counter(rows).most_common(1)[0][0])


def test_fifty_trainees_cost_what_one_costs(ask: Ask) -> None:
    for number in range(50):
        factories.trainee(f"T{number}")
    with CaptureQueriesContext(connection) as taken:
        assert len(ask("trainees/").json()["results"]) == 50
    assert len(taken) == 3
