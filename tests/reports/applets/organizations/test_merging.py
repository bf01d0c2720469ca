"""One body goes up in another (5.1)."""

from __future__ import annotations

from datetime import date

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Delegation, Merged, Organization, Service
from cadretrain_reports.clock import SimulatedClock
from tests.factories_bodies import ALL, UNIT, check_tree, department, institution, refusal, spells, unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

MAINTAIN, UPKEEP = Delegation.Kind.MAINTAIN_TRAINEES, Delegation.Kind.ACCOUNT_UPKEEP


@pytest.fixture
def pair() -> tuple[Organization, Organization]:
    """Two bodies of all capacities below one department."""
    province = department("P")
    return organizations.add("S", "并入局", ALL, province), organizations.add("I", "接收局", ALL, province)


def standing(model: type[Service | Delegation], *ends: str) -> set[tuple[str, str]]:
    rows = model.objects.filter(standing=True)
    return set(rows.values_list(f"{ends[0]}__code", f"{ends[1]}__code"))


def services() -> set[tuple[str, str]]:
    return standing(Service, "institution", "unit")


def delegations() -> set[tuple[str, str]]:
    return standing(Delegation, "giver", "receiver")


def test_what_stood_below_it_moves_and_it_stays_closed(pair: tuple[Organization, Organization]) -> None:
    source, into = pair
    office = unit("O", source)
    inner = unit("N", office)
    gone = organizations.close(unit("G", source))
    assert organizations.merge(source, into, "机构改革") == Merged(organizations=2, services=0, delegations=0)
    source.refresh_from_db()
    assert (source.active_until, source.merged_into, source.numchild) == (date(2026, 1, 5), into, 0)
    assert set(organizations.subtree(organizations.get("I"))) == {into, office, inner, gone}
    assert spells(office) == [("S", "O局"), ("I", "O局")]
    assert spells(inner) == [("O", "N局")]
    assert spells(source) == [("P", "并入局")]
    assert not source.spells.filter(standing=True).exists()
    check_tree()


def test_a_body_merges_into_the_one_above_it(pair: tuple[Organization, Organization]) -> None:
    source, _into = pair
    office = organizations.add("O", "处", ALL, source)
    room = unit("R", office)
    organizations.merge(office, source)
    assert organizations.parent_of(organizations.get("R")) == source
    assert spells(room) == [("O", "R局"), ("S", "R局")]
    check_tree()


def test_what_cannot_be_merged(pair: tuple[Organization, Organization]) -> None:
    source, into = pair
    below = organizations.add("O", "处", ALL, source)
    assert refusal(organizations.merge, source, source) == ("into_itself", "into")
    assert refusal(organizations.merge, source, below) == ("into_below", "into")
    assert refusal(organizations.merge, source, unit("U")) == ("capacity_lacking", "into")
    closed = organizations.close(unit("X"))
    assert refusal(organizations.merge, source, closed) == ("closed", "into")
    assert refusal(organizations.merge, closed, into) == ("closed", "organization")
    check_tree()


def test_it_is_merged_once(pair: tuple[Organization, Organization]) -> None:
    organizations.merge(*pair)
    assert refusal(organizations.merge, *pair) == ("closed", "organization")


def test_services_pass_on(pair: tuple[Organization, Organization], at_new_year: SimulatedClock) -> None:
    source, into = pair
    academy, bureau = institution("A"), unit("U")
    for served in ((academy, source), (source, bureau), (source, into), (academy, into)):
        organizations.serve(*served)
    at_new_year.advance(60)
    assert organizations.merge(source, into).services == 3
    assert services() == {("A", "I"), ("I", "U"), ("I", "I")}
    assert Service.objects.filter(standing=None, until=at_new_year.at).count() == 3


def test_what_it_gave_as_a_department_passes_on(pair: tuple[Organization, Organization]) -> None:
    source, into = pair
    bureau = unit("U", source)
    organizations.delegate(MAINTAIN, source, bureau)
    assert organizations.merge(source, into).delegations == 1
    assert delegations() == {("I", "U")}


def test_what_the_heir_could_not_give_ends(pair: tuple[Organization, Organization]) -> None:
    source, into = pair
    bureau = unit("U", source)
    organizations.delegate(MAINTAIN, source, bureau)
    organizations.move(bureau, None)
    assert organizations.merge(source, into).delegations == 0
    assert delegations() == set()


def test_what_it_holds_as_an_institution_passes_on(pair: tuple[Organization, Organization]) -> None:
    source, into = pair
    organizations.delegate(UPKEEP, unit("U"), source)
    organizations.delegate(UPKEEP, into, source)
    assert organizations.merge(source, into).delegations == 2
    assert delegations() == {("U", "I"), ("I", "I")}


def test_what_concerns_it_as_a_unit_ends_since_it_would_reach_others(pair: tuple[Organization, Organization]) -> None:
    source, into = pair
    organizations.delegate(UPKEEP, source, institution("A"))
    organizations.delegate(UPKEEP, source, source)
    organizations.delegate(MAINTAIN, organizations.get("P"), source)
    organizations.delegate(MAINTAIN, source, source)
    assert organizations.merge(source, into).delegations == 0
    assert delegations() == set()


def test_what_the_heir_has_already_stays_as_it_is(pair: tuple[Organization, Organization]) -> None:
    source, into = pair
    bureau = unit("U")
    organizations.delegate(UPKEEP, bureau, source)
    own, _new = organizations.delegate(UPKEEP, bureau, into)
    organizations.merge(source, into)
    assert Delegation.objects.get(standing=True) == own


def test_a_chain_of_mergers_can_be_followed(pair: tuple[Organization, Organization]) -> None:
    source, into = pair
    last = organizations.add("L", "终", ALL)
    organizations.merge(source, into)
    organizations.merge(into, last)
    source.refresh_from_db()
    assert source.merged_into.merged_into == last


def test_units_alone_need_no_other_capacity() -> None:
    source, into = unit("A"), organizations.add("B", "局", {UNIT})
    assert organizations.merge(source, into) == Merged(0, 0, 0)
