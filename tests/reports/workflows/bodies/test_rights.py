"""Who may do what to bodies (5.1, 5.3, 6.1.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pytest

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Delegation, Organization, OrganizationSpell, Particulars
from cadretrain_reports.applets.roles.api import Role
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import bodies
from tests import factories
from tests.factories_bodies import ALL, UNIT, department, institution, officer, operator, refusal, unit

pytestmark = pytest.mark.django_db

World = dict[str, Organization]
Act = Callable[[Any, World], object]

MAINTAIN, UPKEEP = Delegation.Kind.MAINTAIN_TRAINEES, Delegation.Kind.ACCOUNT_UPKEEP


@pytest.fixture
def world() -> World:
    """The city C with its bureaus U and K, one of them closed, in the province P; the city E beside; X elsewhere."""
    province = organizations.add("P", "省", ALL)
    city, beside = organizations.add("C", "市", ALL, province), organizations.add("E", "邻市", ALL, province)
    closed = organizations.close(unit("K", city))
    return {"P": province, "C": city, "E": beside, "U": unit("U", city), "K": closed, "X": institution("X")}


def _end_service(actor: Any, world: World) -> None:
    service, _new = organizations.serve(world["X"], world["U"])
    bodies.end_service(actor, service, "期满")


def _withdraw(actor: Any, world: World) -> None:
    delegation, _new = organizations.delegate(UPKEEP, world["U"], world["X"])
    bodies.withdraw(actor, delegation, "收回")


# Each is done to the city's bureau.
ACTS: Final[dict[str, Act]] = {
    "add_body": lambda actor, world: bodies.add_body(actor, "N", "新", {UNIT}, world["U"]),
    "rename_body": lambda actor, world: bodies.rename_body(actor, world["U"], "新名"),
    "change_body": lambda actor, world: bodies.change_body(actor, world["U"], Particulars(region="220100"), {UNIT}),
    "revise_body": lambda actor, world: bodies.revise_body(
        actor, world["U"], {"name": "新名", "region": "220100"}, None
    ),
    "move_body": lambda actor, world: bodies.move_body(actor, world["U"], world["C"]),
    "merge_bodies": lambda actor, world: bodies.merge_bodies(actor, world["U"], world["C"], "合并"),
    "close_body": lambda actor, world: bodies.close_body(actor, world["U"], "撤销"),
    "reopen_body": lambda actor, world: bodies.reopen_body(actor, world["K"], "误操作"),
    "set_service": lambda actor, world: bodies.set_service(actor, world["X"], world["U"]),
    "end_service": _end_service,
    "delegate": lambda actor, world: bodies.delegate(actor, MAINTAIN, world["C"], world["U"]),
    "delegate upkeep": lambda actor, world: bodies.delegate(actor, UPKEEP, world["U"], world["X"]),
    "withdraw": _withdraw,
}
OWN = {"set_service", "end_service", "delegate upkeep", "withdraw", "add_body"}
"""What is done to oneself, not to what is below."""


def test_every_act_of_the_door_is_tried() -> None:
    assert {name.partition(" ")[0] for name in ACTS} == set(bodies.__all__)


@pytest.mark.parametrize("name", ACTS)
def test_an_officer_of_the_department_above_may(world: World, name: str) -> None:
    ACTS[name](officer(world["C"]), world)
    assert not AuditEntry.objects.filter(outcome="denied").exists()


@pytest.mark.parametrize("name", ACTS)
def test_a_site_operator_may(world: World, name: str) -> None:
    ACTS[name](operator(), world)


@pytest.mark.parametrize("name", ACTS)
def test_an_officer_beside_may_not_and_the_log_has_it(world: World, name: str) -> None:
    actor = officer(world["E"])
    with pytest.raises(Denied):
        ACTS[name](actor, world)
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.outcome, entry.target_kind) == (actor, "denied", "organization")
    assert not Organization.objects.filter(code="N").exists()
    assert {spell.organization for spell in OrganizationSpell.objects.filter(standing=None)} == {world["K"]}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.DEPARTMENT_OFFICER])
def test_other_duties_at_the_department_give_no_right_to_it(world: World, name: str, role: Role) -> None:
    actor = officer(world["C"], role)
    with pytest.raises(Denied):
        ACTS[name](actor, world)


@pytest.mark.parametrize("name", ACTS)
def test_nobody_changes_the_place_and_name_of_the_own_body(world: World, name: str) -> None:
    actor = officer(world["U"])
    if name in OWN:
        ACTS[name](actor, world)
        return
    with pytest.raises(Denied):
        ACTS[name](actor, world)


@pytest.mark.parametrize("name", ACTS)
def test_a_trainee_and_nobody_may_not(world: World, name: str) -> None:
    for actor in (factories.trainee(unit="P").user, factories.user()):
        with pytest.raises(Denied):
            ACTS[name](actor, world)


def test_the_top_is_the_site_operators(world: World) -> None:
    actor = officer(world["P"])
    with pytest.raises(Denied):
        bodies.add_body(actor, "N", "新", {UNIT})
    with pytest.raises(Denied):
        bodies.move_body(actor, world["C"], None)
    assert [entry.act for entry in AuditEntry.objects.order_by("pk")] == ["change_top"] * 2
    assert bodies.add_body(operator(), "N", "新", {UNIT}).is_root()
    assert bodies.move_body(operator(), world["C"], None).is_root()


def test_moving_and_merging_ask_for_the_right_over_both(world: World) -> None:
    city, beside = officer(world["C"]), officer(world["E"])
    for actor in (city, beside):
        for act in (bodies.move_body, bodies.merge_bodies):
            with pytest.raises(Denied):
                act(actor, world["U"], world["E"], "划转")
    province = officer(world["P"])
    bodies.move_body(province, world["U"], world["E"], "划转")
    bodies.merge_bodies(province, organizations.get("U"), world["E"], "合并")


@pytest.mark.parametrize("name", ["add_body", "rename_body", "close_body", "set_service", "delegate upkeep"])
def test_a_body_that_was_moved_since_the_right_was_asked_for_is_left_alone(world: World, name: str) -> None:
    actor = officer(world["C"])
    organizations.move(organizations.get("U"), world["E"])
    assert refusal(ACTS[name], actor, world) == ("moved", "organization")


def test_a_person_whose_account_is_switched_off_may_nothing(world: World) -> None:
    actor = operator()
    actor.is_active = False
    with pytest.raises(Denied):
        bodies.rename_body(actor, world["U"], "新名")
    assert department("D").name == "D部"
