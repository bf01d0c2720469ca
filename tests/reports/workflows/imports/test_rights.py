"""A right is asked for once a batch."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.workflows.imports.rights import OutOfReach, Rights
from tests import factories
from tests.factories_people import liaison, recorded

pytestmark = pytest.mark.django_db


def test_over_a_body_and_beside_it(sender: Any) -> None:
    rights = Rights(sender)
    assert rights.over("add_trainee", organizations.get("BUREAU"))
    assert not rights.over("add_trainee", factories.organization("FAR", organizations.Capacity.EMPLOYING_UNIT))
    assert not rights.over("change_top", None)


def test_over_a_trainee_by_unit_and_department(sender: Any) -> None:
    trainee = recorded()
    assert Rights(sender).of_trainee("maintain_trainee", trainee)
    assert not Rights(liaison(trainee.unit)).of_trainee("maintain_trainee", trainee)


def test_the_database_is_asked_once(sender: Any) -> None:
    rights, unit = Rights(sender), organizations.get("BUREAU")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _row in range(500):
            rights.over("add_trainee", unit)
    assert len(asked) == 1


def test_what_is_out_of_reach_says_not_if_it_is_there() -> None:
    assert str(OutOfReach("unit")) == ("You may not do this here: there is no such organization in your field of duty.")
