"""How a body, and the whole tree, stood at an instant (9.1.2)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization, OrganizationSpell, Particulars
from cadretrain_reports.clock import SimulatedClock
from tests.conftest import NEW_YEAR
from tests.factories_bodies import UNIT, department, unit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


def paths(at: datetime) -> list[tuple[str, ...]]:
    return [stood.names for stood in organizations.tree_at(at)]


@pytest.fixture
def bureau(at_new_year: SimulatedClock) -> Organization:
    """On the first day below C, on the second below E, on the third E is called otherwise and the bureau too."""
    province = department("P")
    city, other = department("C", province), department("E", province)
    body = unit("U", city)
    at_new_year.advance(86400)
    organizations.move(body, other)
    at_new_year.advance(86400)
    organizations.rename(other, "新E部")
    organizations.rename(body, "新U局")
    at_new_year.advance(86400)
    return organizations.get("U")


@pytest.mark.parametrize(
    ("after", "names"),
    [
        (-SECOND, []),
        (0 * DAY, ["P部", "C部", "U局"]),
        (DAY - SECOND, ["P部", "C部", "U局"]),
        (DAY, ["P部", "E部", "U局"]),
        (2 * DAY - SECOND, ["P部", "E部", "U局"]),
        (2 * DAY, ["P部", "新E部", "新U局"]),
        (900 * DAY, ["P部", "新E部", "新U局"]),
    ],
)
def test_names_from_the_top_down_as_they_were(bureau: Organization, after: timedelta, names: list[str]) -> None:
    assert organizations.path_of_names_at(bureau, NEW_YEAR + after) == names
    assert organizations.name_at(bureau, NEW_YEAR + after) == (names[-1] if names else None)


def test_a_change_at_the_same_instant_leaves_one_answer(at_new_year: SimulatedClock) -> None:
    body = department("P")
    organizations.rename(body, "甲")
    organizations.rename(body, "乙")
    assert organizations.name_at(body, NEW_YEAR) == "乙"
    assert organizations.spell_at(body, NEW_YEAR).standing


def test_the_tree_as_it_was(bureau: Organization) -> None:
    assert paths(NEW_YEAR) == [("P部",), ("P部", "C部"), ("P部", "C部", "U局"), ("P部", "E部")]
    assert paths(NEW_YEAR + DAY) == [("P部",), ("P部", "C部"), ("P部", "E部"), ("P部", "E部", "U局")]
    assert paths(NEW_YEAR - SECOND) == []
    codes = [(stood.code, stood.above) for stood in organizations.tree_at(NEW_YEAR + 2 * DAY)]
    assert codes == [("P", ""), ("C", "P"), ("E", "P"), ("U", "E")]


def test_the_tree_takes_one_query(bureau: Organization, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(20):
        unit(f"N{number}", bureau)
    with django_assert_num_queries(1):
        assert len(list(organizations.tree_at(NEW_YEAR + 3 * DAY))) == 24


def test_a_closed_body_was_there_until_its_last_day(bureau: Organization) -> None:
    organizations.close(bureau, date(2026, 1, 7))
    last = datetime.fromisoformat("2026-01-07T00:00:00+08:00")
    assert "U" in {stood.code for stood in organizations.tree_at(last - SECOND)}
    assert "U" not in {stood.code for stood in organizations.tree_at(last)}
    assert organizations.name_at(bureau, last) == "U局"


def test_a_body_is_there_from_its_first_day(at_new_year: SimulatedClock) -> None:
    organizations.add("U", "局", {UNIT}, None, Particulars(active_from=date(2026, 2, 1)))
    first = datetime.fromisoformat("2026-02-01T00:00:00+08:00")
    assert paths(first - SECOND) == []
    assert paths(first) == [("局",)]


def test_a_merger_over_time(at_new_year: SimulatedClock) -> None:
    source, into = unit("A"), unit("B")
    office = unit("O", source)
    at_new_year.advance(86400)
    organizations.merge(source, into)
    assert paths(NEW_YEAR) == [("A局",), ("A局", "O局"), ("B局",)]
    assert paths(at_new_year.at) == [("B局",), ("B局", "O局")]
    assert organizations.path_of_names_at(office, NEW_YEAR) == ["A局", "O局"]
    assert organizations.path_of_names_at(source, at_new_year.at) == ["A局"]


def test_siblings_of_one_name_are_all_there(at_new_year: SimulatedClock) -> None:
    top = department("P")
    for code in ("B", "A"):
        unit(f"{code}1", organizations.add(code, "办公室", {UNIT}, top))
    assert [stood.code for stood in organizations.tree_at(NEW_YEAR)] == ["P", "A", "B", "A1", "B1"]


def test_a_ring_written_by_clocks_that_differ_is_cut(at_new_year: SimulatedClock) -> None:
    one, two = department("A"), department("B")
    OrganizationSpell.objects.filter(organization=one).update(parent=two)
    OrganizationSpell.objects.filter(organization=two).update(parent=one)
    assert organizations.path_of_names_at(one, NEW_YEAR) == ["B部", "A部"]
    assert len(list(organizations.tree_at(NEW_YEAR))) == 2
