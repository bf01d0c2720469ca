"""A step is taken once, from the states that it leads from, by another person where two are asked for."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.needs.api import TrainingNeed
from cadretrain_reports.steps import held, second_person
from tests import factories
from tests.factories_steering import refusal
from tests.reports.scopes import belongings

pytestmark = pytest.mark.django_db


def test_a_row_is_held_as_it_is_now() -> None:
    unit = factories.organization("BUREAU")
    need = belongings.need(unit, factories.department(), factories.user(), "draft")
    TrainingNeed.objects.update(state="handed_in")
    assert held(need, "handed_in", "collected").state == "handed_in"
    assert refusal(held, need, "draft") == ("not_possible", "")


def test_two_persons() -> None:
    one, other = factories.user(), factories.user()
    second_person(one, other.pk)
    second_person(one, None)
    assert refusal(second_person, one, one.pk) == ("four_eyes", "")
