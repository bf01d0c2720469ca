"""Pages by key: every row once, in either order, whatever is added meanwhile."""

from __future__ import annotations

import base64
from itertools import chain
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.rest.paging import LARGEST_PAGE, PAGE_SIZE
from cadretrain_xblock.contract import API_ROOT
from tests import factories
from tests.reports.rest.conftest import Ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes() -> list[str]:
    """Return the codes of some bodies in the order in which they were added."""
    factories.department()
    return ["DEPARTMENT", *(factories.organization(f"UNIT{number}").code for number in range(7))]


def page(client: Client, url: str) -> tuple[list[str], Any]:
    said = client.get(url).json()
    return [row["code"] for row in said["results"]], said


def walk(client: Client, url: str, link: str = "next") -> list[list[str]]:
    pages = []
    while url:
        rows, said = page(client, url)
        pages.append(rows)
        url = said[link]
    return pages


def test_the_pages_together_are_the_whole(operator: Client, codes: list[str]) -> None:
    pages = walk(operator, f"{API_ROOT}organizations/?page_size=3")
    assert pages == [codes[:3], codes[3:6], codes[6:]]


def test_the_newest_first(operator: Client, codes: list[str]) -> None:
    pages = walk(operator, f"{API_ROOT}organizations/?page_size=5&ordering=newest")
    assert [*chain(*pages)] == codes[::-1]


def test_the_way_back(operator: Client, codes: list[str]) -> None:
    url = f"{API_ROOT}organizations/?page_size=3"
    _, second = page(operator, page(operator, url)[1]["next"])
    assert walk(operator, second["previous"], "previous") == [codes[:3]]


def test_a_row_added_meanwhile_shifts_nothing(operator: Client, codes: list[str]) -> None:
    first, said = page(operator, f"{API_ROOT}organizations/?page_size=4&ordering=newest")
    factories.organization("LATER")
    assert first + page(operator, said["next"])[0] == codes[::-1]


def test_a_link_keeps_what_was_asked_for(operator: Client, codes: list[str]) -> None:
    _, said = page(operator, f"{API_ROOT}organizations/?page_size=2&name=UNIT")
    assert page(operator, said["next"])[0] == codes[3:5]


def test_a_page_is_not_counted(
    operator: Client, codes: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3) as asked:  # who asks, the rows, and the record of the reading
        said = page(operator, f"{API_ROOT}organizations/?page_size=2")[1]
    assert set(said) == {"next", "previous", "results"}
    assert not any("COUNT(" in query["sql"].upper() for query in asked.captured_queries)


def test_how_many_rows_a_page_has(ask: Ask) -> None:
    for number in range(PAGE_SIZE):
        factories.organization(f"UNIT{number}")
    assert len(ask("organizations/").json()["results"]) == PAGE_SIZE
    assert len(ask("organizations/", page_size=LARGEST_PAGE).json()["results"]) == PAGE_SIZE + 1


@pytest.mark.parametrize("size", ["0", "-1", "201", "1000", "1.5", "x", "", "１"])
def test_a_page_has_at_least_one_row_and_not_too_many(ask: Ask, size: str) -> None:
    response = ask("organizations/", page_size=size)
    assert response.status_code == 400
    assert response.json()["error"] == {
        "code": "invalid",
        "message": "A page has 1 to 200 rows.",
        "field": "page_size",
    }


def test_there_are_two_orders(ask: Ask) -> None:
    response = ask("organizations/", ordering="name")
    assert (response.status_code, response.json()["error"]["field"]) == (400, "ordering")


@pytest.mark.parametrize("position", ["p=x", "p=", "p=-1", "p=１", "p=" + "9" * 19, "o=3", "", "r=x&p=1"])
def test_a_page_begins_where_a_link_says(ask: Ask, position: str) -> None:
    response = ask("organizations/", cursor=base64.b64encode(position.encode()).decode())
    assert (response.status_code, response.json()["error"]["field"]) == (400, "cursor")


@pytest.mark.parametrize("cursor", ["x", "张", "%00"])
def test_what_is_no_link_at_all(ask: Ask, cursor: str) -> None:
    assert ask("organizations/", cursor=cursor).status_code == 400
