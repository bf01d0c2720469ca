"""Registering in theme classes: both ways, who decides, the waiting list, withdrawal, archive (8.3.3)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import registrations
from tests import factories
from tests.factories_class_cast import ASSIGNED, OPEN, Cast
from tests.factories_classes import registered
from tests.factories_people import acts, liaison, officer, operator, recorded
from tests.factories_steering import affairs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year", "host")]


@pytest.fixture
def cast() -> Cast:
    return Cast()


def refusal(act: Any) -> str:
    with pytest.raises(Refused) as refused:
        act()
    assert str(refused.value)
    return refused.value.code


def archived(account: Account) -> list[tuple[bool, int]]:
    """Return whether the trainee was let in or left, with the year, as the archive has it."""
    facts: Any = archives.facts_of_kind(account.trainee.archive, "class_registration")
    return [(fact.counts, fact.year) for fact in facts]


def state(registration: ClassRegistration) -> str:
    registration.refresh_from_db()
    return registration.state


def test_an_open_class_from_the_application_to_the_confirmation(cast: Cast) -> None:
    made, account = cast.brought("registering"), cast.trainees[0]
    mine = registrations.apply(account.user, made)
    assert (mine.state, mine.way) == ("registered", "applied")
    assert (mine.unit, mine.managing_department) == (cast.unit, cast.department)
    registrations.endorse_registration(cast.liaison, mine, "同意")
    assert (state(mine), mine.reason) == ("endorsed", "同意")
    registrations.approve_registration(cast.affairs[0], mine)
    assert (state(mine), archived(account)) == ("confirmed", [(True, 2026)])
    assert [(step.state, step.by) for step in mine.steps.order_by("pk")] == [
        ("registered", account.user),
        ("endorsed", cast.liaison),
        ("confirmed", cast.affairs[0]),
    ]
    assert [act for act, _done in acts() if act.startswith("registration.")] == [
        "registration.apply",
        "registration.endorse",
        "registration.approve",
    ]


def test_an_assigned_class_from_the_places_to_the_confirmation(cast: Cast) -> None:
    made, boss = cast.brought("registering", ASSIGNED), cast.officers[0]
    first, second, third = cast.trainees[:3]
    assert registrations.allot_places(boss, made, cast.unit, 2).places == 2
    named = registrations.name_for_class(cast.liaison, made, [first.trainee, second.trainee])
    assert {(row.state, row.way) for row in named} == {("endorsed", "assigned")}
    assert refusal(lambda: registrations.name_for_class(cast.liaison, made, [third.trainee])) == "no_places"
    for row in named:
        registrations.approve_registration(boss, row)
    assert [state(row) for row in named] == ["confirmed", "confirmed"]
    assert archived(first) == archived(second) == [(True, 2026)]


def test_who_was_refused_makes_room_for_another(cast: Cast) -> None:
    made = cast.brought("registering", ASSIGNED, planned_number=1)
    first, second = cast.trainees[:2]
    mine = cast.applied(made, first)
    registrations.refuse_registration(cast.officers[0], mine, "不符合培训对象")
    assert (state(mine), mine.reason) == ("refused", "不符合培训对象")
    assert registrations.name_for_class(cast.liaison, made, [second.trainee])[0].state == "endorsed"
    assert refusal(lambda: registrations.name_for_class(cast.liaison, made, [first.trainee])) == "no_places"


def test_naming_is_all_or_nothing_and_twice_is_once(cast: Cast) -> None:
    made = cast.brought("registering", ASSIGNED)
    registrations.allot_places(cast.officers[0], made, cast.unit, 1)
    both = [account.trainee for account in cast.trainees[:2]]
    assert refusal(lambda: registrations.name_for_class(cast.liaison, made, both)) == "no_places"
    assert not made.registrations.exists()
    registrations.name_for_class(cast.liaison, made, both[:1])
    assert registrations.name_for_class(cast.liaison, made, both[:1]) == []
    assert made.registrations.count() == 1


def test_nobody_without_an_account_is_named(cast: Cast) -> None:
    made = cast.brought("registering", ASSIGNED)
    registrations.allot_places(cast.officers[0], made, cast.unit, 1)
    assert refusal(lambda: registrations.name_for_class(cast.liaison, made, [recorded("T9")])) == "no_account"


@pytest.mark.parametrize(("places", "code"), [(3, "too_many_places"), (0, "named_already"), (2, None)])
def test_places_fit_into_the_class_and_hold_whom_the_unit_has_named(cast: Cast, places: int, code: str | None) -> None:
    made = cast.brought("registering", ASSIGNED)
    cast.applied(made, cast.trainees[0])
    if code:
        assert refusal(lambda: registrations.allot_places(cast.officers[1], made, cast.unit, places)) == code
    else:
        assert registrations.allot_places(cast.officers[1], made, cast.unit, places).places == places


def test_places_are_for_units_in_assigned_classes(cast: Cast) -> None:
    boss = cast.officers[0]
    made, other = cast.brought("registering", ASSIGNED), cast.brought("registering", code="K2")
    assert refusal(lambda: registrations.allot_places(boss, made, cast.academy, 1)) == "no_unit"
    assert refusal(lambda: registrations.allot_places(boss, other, cast.unit, 1)) == "not_allotting"


def test_places_are_allotted_by_a_department_that_answers_for_class_and_unit(cast: Cast) -> None:
    made, south = cast.brought("registering", ASSIGNED), factories.department("SOUTH")
    far = factories.organization("FAR", parent=south)
    for who, unit in ((officer(south), cast.unit), (cast.officers[0], far), (cast.affairs[0], cast.unit)):
        with pytest.raises(Denied):
            registrations.allot_places(who, made, unit, 1)
    assert not made.places.exists()


def test_all_units_together_have_no_more_than_the_planned_number(cast: Cast) -> None:
    made = cast.brought("registering", ASSIGNED)
    registrations.allot_places(cast.officers[0], made, factories.organization("OTHER-UNIT"), 1)
    assert refusal(lambda: registrations.allot_places(cast.officers[0], made, cast.unit, 2)) == "too_many_places"


def test_beyond_the_planned_number_one_waits_and_moves_up_when_somebody_leaves(cast: Cast) -> None:
    made = cast.brought("registering")
    rows = [cast.confirmed(made, account) for account in cast.trainees]
    assert [row.state for row in rows] == ["confirmed", "confirmed", "waiting", "waiting"]
    assert [theme_classes.waiting_before(row) for row in rows[2:]] == [0, 1]
    assert archived(cast.trainees[2]) == []
    assert refusal(lambda: registrations.approve_registration(cast.affairs[0], rows[3])) == "class_full"
    registrations.withdraw_registration(cast.trainees[0].user, rows[0], "工作冲突")
    assert [state(row) for row in rows] == ["withdrawn", "confirmed", "confirmed", "waiting"]
    assert archived(cast.trainees[0]) == [(True, 2026), (False, 2026)]
    assert archived(cast.trainees[2]) == [(True, 2026)]
    assert rows[2].steps.latest("pk").by is None
    assert ("registration.move_up", "done") in acts()


def test_in_a_class_that_runs_nobody_moves_up_by_themselves_but_may_be_let_in(cast: Cast) -> None:
    made = cast.brought("running", planned_number=1)
    waits = registered(made, cast.trainees[1].trainee, state="waiting", waiting_number=1)
    first = made.registrations.get(trainee=cast.trainees[0].trainee)
    assert refusal(lambda: registrations.withdraw_registration(cast.trainees[0].user, first, "病")) == "not_possible"
    registrations.withdraw_registration(cast.head.user, first, "病")
    assert state(waits) == "waiting"
    registrations.approve_registration(cast.affairs[0], waits)
    assert state(waits) == "confirmed"


def test_who_left_may_come_again(cast: Cast) -> None:
    made, account = cast.brought("registering"), cast.trainees[0]
    mine = cast.confirmed(made, account)
    registrations.withdraw_registration(account.user, mine, "工作冲突")
    again = cast.confirmed(made, account)
    assert (again.pk, again.state) == (mine.pk, "confirmed")
    assert archived(account) == [(True, 2026), (False, 2026), (True, 2026)]


def test_a_unit_without_a_liaison_officer_is_not_waited_for(cast: Cast) -> None:
    alone = factories.trainee("T9", unit="LONELY")
    assert registrations.apply(alone.user, cast.brought("registering")).state == "endorsed"


def test_who_applies(cast: Cast) -> None:
    made, account = cast.brought("registering"), cast.trainees[0]
    assert refusal(lambda: registrations.apply(cast.liaison, made)) == "not_a_trainee"
    registrations.apply(account.user, made)
    assert refusal(lambda: registrations.apply(account.user, made)) == "already_registered"
    people.set_status(cast.trainees[1], Account.Status.SUSPENDED)
    assert refusal(lambda: registrations.apply(cast.trainees[1].user, made)) == "suspended"


def test_one_applies_for_open_classes_and_is_named_for_assigned_ones(cast: Cast) -> None:
    account = cast.trainees[0]
    open_, assigned = cast.brought("registering"), cast.brought("registering", ASSIGNED, code="K2")
    assert refusal(lambda: registrations.apply(account.user, assigned)) == "other_type"
    assert refusal(lambda: registrations.name_for_class(cast.liaison, open_, [account.trainee])) == "other_type"


@pytest.mark.parametrize("class_type", [OPEN, ASSIGNED])
@pytest.mark.parametrize("at", [state for state in ThemeClass.State if state != "registering"])
def test_one_registers_while_the_class_registers(cast: Cast, class_type: str, at: str) -> None:
    made, account = cast.brought(at, class_type), cast.trainees[3]
    if class_type == OPEN:
        assert refusal(lambda: registrations.apply(account.user, made)) == "not_possible"
    else:
        assert refusal(lambda: registrations.name_for_class(cast.liaison, made, [account.trainee])) == "not_possible"


def test_registration_ends_with_its_last_day(cast: Cast) -> None:
    made = cast.brought("registering")
    ThemeClass.objects.filter(pk=made.pk).update(registration_until=date(2026, 1, 4))
    assert refusal(lambda: registrations.apply(cast.trainees[0].user, made)) == "too_late"


AFTER = {
    ("registered", "endorse"): "endorsed",
    ("registered", "refuse"): "refused",
    ("registered", "withdraw"): "withdrawn",
    ("endorsed", "endorse"): "endorsed",
    ("endorsed", "approve"): "confirmed",
    ("endorsed", "refuse"): "refused",
    ("endorsed", "withdraw"): "withdrawn",
    ("waiting", "approve"): "confirmed",
    ("waiting", "refuse"): "refused",
    ("waiting", "withdraw"): "withdrawn",
    ("confirmed", "approve"): "confirmed",
    ("confirmed", "withdraw"): "withdrawn",
    ("refused", "refuse"): "refused",
    ("withdrawn", "withdraw"): "withdrawn",
}
"""Where each act leads from each state of a registration; from all others it is refused, and nothing is done."""
ACTS: dict[str, Any] = {
    "endorse": registrations.endorse_registration,
    "approve": registrations.approve_registration,
    "refuse": registrations.refuse_registration,
    "withdraw": registrations.withdraw_registration,
}


@pytest.mark.parametrize("before", list(ClassRegistration.State))
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state(cast: Cast, before: str, act: str) -> None:
    row = registered(cast.brought("registering"), cast.trainees[0].trainee, state=before, waiting_number=1)
    steps, entries = row.steps.count(), len(archived(cast.trainees[0]))
    wanted = AFTER.get((before, act))
    if wanted is None:
        assert refusal(lambda: ACTS[act](operator(), row, "原因")) in ("registration_settled", "unit_not_heard")
    else:
        ACTS[act](operator(), row, "原因")
    assert state(row) == (wanted or before)
    changed = wanted not in (None, before)
    assert row.steps.count() == steps + changed
    assert len(archived(cast.trainees[0])) == entries + (changed and "confirmed" in (before, wanted))


@pytest.mark.parametrize("at", ["planned", "approved", "assessing", "closed", "archived", "cancelled"])
@pytest.mark.parametrize("act", ["approve", "withdraw"])
def test_who_is_in_a_class_is_settled_while_it_registers_or_runs(cast: Cast, at: str, act: str) -> None:
    row = registered(cast.brought(at), cast.trainees[1].trainee, state="endorsed")
    assert refusal(lambda: ACTS[act](operator(), row, "原因")) == "not_possible"
    assert state(row) == "endorsed"


def people_of(cast: Cast, account: Account) -> dict[str, Any]:
    """Return one person of each kind, some of whom have nothing to do with the trainee."""
    return {
        "oneself": account.user,
        "another-trainee": cast.trainees[2].user,
        "liaison": cast.liaison,
        "liaison-elsewhere": liaison(factories.organization("ELSEWHERE")),
        "department": cast.officers[0],
        "department-elsewhere": officer(factories.department("SOUTH")),
        "affairs": cast.affairs[0],
        "affairs-elsewhere": affairs(factories.institution("OTHER")),
        "head": cast.head.user,
    }


WHO = {
    (OPEN, "endorse"): "liaison",
    (OPEN, "approve"): "affairs head",
    (OPEN, "refuse"): "affairs head",
    (OPEN, "withdraw"): "oneself affairs head",
    (ASSIGNED, "approve"): "department",
    (ASSIGNED, "refuse"): "department",
    (ASSIGNED, "withdraw"): "liaison department affairs head",
}


@pytest.mark.parametrize(("class_type", "act"), list(WHO))
def test_each_act_is_for_whoever_it_is_for(cast: Cast, class_type: str, act: str) -> None:
    account = cast.trainees[0]
    before = "registered" if act == "endorse" else "endorsed"
    row = registered(cast.brought("registering", class_type), account.trainee, state=before)
    allowed = set()
    for name, who in people_of(cast, account).items():
        try:
            ACTS[act](who, row, "原因")
        except Denied:
            continue
        allowed.add(name)
        ClassRegistration.objects.filter(pk=row.pk).update(state=before)
    assert allowed == set(WHO[class_type, act].split())


def test_a_unit_turns_down_who_applied_as_long_as_it_is_asked(cast: Cast) -> None:
    made = cast.brought("registering")
    mine = registrations.apply(cast.trainees[0].user, made)
    registrations.refuse_registration(cast.liaison, mine, "工作离不开")
    assert state(mine) == "refused"
    other = cast.applied(made, cast.trainees[1])
    with pytest.raises(Denied):
        registrations.refuse_registration(cast.liaison, other, "工作离不开")


def test_nobody_decides_on_themselves(cast: Cast) -> None:
    account = cast.trainees[0]
    mine = cast.applied(cast.brought("registering"), account)
    cast.head.user = account.user
    cast.head.save()
    for act in ("approve", "refuse"):
        assert refusal(lambda act=act: ACTS[act](account.user, mine, "原因")) == "oneself"


def test_nobody_decides_on_whom_they_named(cast: Cast) -> None:
    boss, made = operator(), cast.brought("registering", ASSIGNED)
    registrations.allot_places(boss, made, cast.unit, 1)
    named = registrations.name_for_class(boss, made, [cast.trainees[1].trainee])[0]
    assert refusal(lambda: registrations.approve_registration(boss, named)) == "four_eyes"


@pytest.mark.parametrize("act", ["refuse", "withdraw"])
def test_who_is_not_let_in_or_leaves_is_told_why(cast: Cast, act: str) -> None:
    row = registered(cast.brought("registering"), cast.trainees[0].trainee, state="endorsed")
    assert refusal(lambda: ACTS[act](operator(), row, " ")) == "missing"
