"""People named for classes from a table: within the places, good rows go in, bad ones come back with reasons."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.workflows import registrations
from tests import factories
from tests.factories_class_cast import ASSIGNED, Cast
from tests.factories_imports import Said, counts, refused
from tests.reports.workflows.imports.conftest import Send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year", "host")]


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def sender(cast: Cast) -> Any:
    """Return the liaison officer of the unit."""
    return cast.liaison


@pytest.fixture
def training(cast: Cast) -> ThemeClass:
    """Return an assigned class with two places for the unit."""
    made = cast.brought("registering", ASSIGNED)
    registrations.allot_places(cast.officers[0], made, cast.unit, 2)
    return made


def row(**cells: str) -> Said:
    return {"code": "T1", "organization": "SASW", "theme_class": "K1", **cells}


def test_a_list_is_named_within_the_places(send: Send, training: ThemeClass) -> None:
    outcome = send("class_names", row(name="张三丰"), row(code="T2"), row(code="T3"))
    assert counts(outcome) == (2, 0, 0, 1)
    assert "0 places left" in refused(outcome)[4]
    assert {(one.state, one.way) for one in training.registrations.all()} == {("endorsed", "imported")}


def test_the_same_file_again_changes_nothing(send: Send, training: ThemeClass) -> None:
    for expected in ((1, 0, 0, 0), (0, 0, 1, 0)):
        assert counts(send("class_names", row())) == expected
    assert training.registrations.count() == 1


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"code": "T9"}, "no such trainee"),
        ({"code": "FAR"}, "no such trainee"),
        ({"theme_class": "K9"}, "no such class"),
        ({"organization": "OTHER"}, "no such class"),
        ({"name": "王五"}, "another name"),
    ],
)
def test_what_is_wrong_comes_back(send: Send, training: ThemeClass, cells: Said, reason: str) -> None:
    factories.trainee("FAR", unit="FARAWAY")
    outcome = send("class_names", row(**cells))
    assert counts(outcome) == (0, 0, 0, 1)
    assert reason in refused(outcome)[2]
    assert not training.registrations.exists()
