"""Who is registered in a class (8.3.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import translation

from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.theme_classes import api as theme_classes
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.refusals import Refused
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_classes import theme_class

pytestmark = pytest.mark.django_db

Decision = Callable[[ClassRegistration], ClassRegistration]
DECISIONS: list[Decision] = [theme_classes.confirm, theme_classes.refuse, theme_classes.withdraw]
LATER = NEW_YEAR + timedelta(days=1)


@pytest.fixture
def training() -> ThemeClass:
    return theme_class(factories.institution("ACADEMY"))


@pytest.fixture
def trainee() -> Trainee:
    return factories.trainee("T1").trainee


@pytest.fixture
def registration(training: ThemeClass, trainee: Trainee) -> ClassRegistration:
    return theme_classes.register(training, trainee, NEW_YEAR)


def stored(registration: ClassRegistration) -> tuple[str, object]:
    registration.refresh_from_db()
    return registration.state, registration.registered_at


def test_a_registration_waits_for_review(registration: ClassRegistration, training: ThemeClass) -> None:
    assert stored(registration) == ("registered", NEW_YEAR)
    assert str(registration) == f"{training.pk}: {registration.trainee_id}"


def test_registering_twice_is_registering_once(
    registration: ClassRegistration, training: ThemeClass, trainee: Trainee
) -> None:
    theme_classes.confirm(registration)
    assert theme_classes.register(training, trainee, LATER) == registration
    assert stored(registration) == ("confirmed", NEW_YEAR)


@pytest.mark.parametrize("decision", [theme_classes.refuse, theme_classes.withdraw])
def test_whoever_was_refused_or_withdrew_may_ask_again(
    registration: ClassRegistration, training: ThemeClass, trainee: Trainee, decision: Decision
) -> None:
    decision(registration)
    assert theme_classes.register(training, trainee, LATER) == registration
    assert stored(registration) == ("registered", LATER)


def test_nobody_registers_in_a_class_that_has_ended(training: ThemeClass, trainee: Trainee) -> None:
    theme_classes.set_state(ThemeClass.objects.get(), ThemeClass.State.CLOSED)
    with pytest.raises(Refused, match="专题班K1") as refused:
        theme_classes.register(training, trainee, NEW_YEAR)
    assert (refused.value.code, refused.value.field) == ("class_ended", "theme_class")
    assert not ClassRegistration.objects.exists()


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_decision_is_kept_and_taking_it_again_changes_nothing(
    registration: ClassRegistration, decision: Decision
) -> None:
    decided = decision(registration)
    assert stored(registration)[0] == decided.state != "registered"
    assert decision(registration).state == decided.state


@pytest.mark.parametrize(
    ("before", "decision"),
    [
        ("confirmed", theme_classes.refuse),
        ("refused", theme_classes.confirm),
        ("refused", theme_classes.withdraw),
        ("withdrawn", theme_classes.confirm),
        ("withdrawn", theme_classes.refuse),
    ],
)
def test_what_is_settled_is_not_decided_anew(registration: ClassRegistration, before: str, decision: Decision) -> None:
    registration.state = before
    registration.save()
    with pytest.raises(Refused) as refused:
        decision(registration)
    assert refused.value.code == "registration_settled"
    assert stored(registration)[0] == before


def test_the_refusal_names_the_state_in_the_readers_language(registration: ClassRegistration) -> None:
    theme_classes.refuse(registration)
    with pytest.raises(Refused) as settled:
        theme_classes.confirm(registration)
    with translation.override("en"):
        assert str(settled.value) == "This registration is refused already."


def test_a_trainee_leaves_a_class_in_which_the_trainee_learns(registration: ClassRegistration) -> None:
    theme_classes.confirm(registration)
    theme_classes.withdraw(registration)
    assert stored(registration)[0] == "withdrawn"


def test_running_are_confirmed_registrations_in_running_classes_the_earliest_first(trainee: Trainee) -> None:
    academy = factories.institution("ACADEMY")
    later, earlier, open_, ended = (theme_class(academy, code) for code in ("L", "E", "O", "X"))
    planned = theme_classes.add_class(academy, "P", "班", ThemeClass.ClassType.OPEN)
    for days, chosen in enumerate((earlier, later, ended, planned)):
        theme_classes.confirm(theme_classes.register(chosen, trainee, NEW_YEAR + timedelta(days=days)))
    theme_classes.register(open_, trainee, NEW_YEAR)
    theme_classes.set_state(ended, ThemeClass.State.CLOSED)
    theme_classes.confirm(theme_classes.register(later, factories.trainee("T2").trainee, NEW_YEAR))
    assert [found.theme_class for found in theme_classes.running_registrations(trainee)] == [earlier, later]
