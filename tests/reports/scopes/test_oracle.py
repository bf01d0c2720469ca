"""Scopes against the oracle: in random worlds everybody sees exactly what plain loops say."""

from __future__ import annotations

from dataclasses import fields

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Model

from cadretrain_reports.scopes.api import ANCHORS, in_scope
from tests.reports.scopes import worlds
from tests.reports.scopes.oracle import SEES, Eye, Oracle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

WORLDS = range(30)
VARIED = range(6)


def seen_by(user: object) -> dict[type[Model], list[object]]:
    return {model: list(in_scope(model._default_manager.all(), user).values_list("pk", flat=True)) for model in SEES}


def test_the_oracle_knows_every_model_that_is_read_through_scopes() -> None:
    assert set(SEES) == set(ANCHORS)


@pytest.mark.parametrize("seed", WORLDS)
def test_everybody_sees_what_the_oracle_says(seed: int) -> None:
    world = worlds.make(seed)
    oracle = Oracle(world)
    for user in worlds.everybody(world):
        expected = oracle.seen(user)
        for model, found in seen_by(user).items():
            assert sorted(found) == sorted(expected[model]), (user.pk, model.__name__)
    assert not any(seen_by(AnonymousUser()).values())


def test_these_worlds_have_something_to_see_and_something_to_hide() -> None:
    """Otherwise the comparison would prove nothing. Rows without anchors are for the site operator alone."""
    eyes: list[Eye] = []
    seen: set[type[Model]] = set()
    hidden: set[type[Model]] = set()
    for seed in VARIED:
        with transaction.atomic():
            world = worlds.make(seed)
            oracle = Oracle(world)
            for user in world.people[1:]:
                eyes.append(oracle.eye(user))
                keys = oracle.seen(user)
                seen |= {model for model in SEES if keys[model]}
                hidden |= {model for model in SEES if len(keys[model]) < len(oracle.rows[model])}
            transaction.set_rollback(True)
    assert seen == {model for model, anchors in ANCHORS.items() if anchors}
    assert hidden == set(SEES)
    for name in (field.name for field in fields(Eye)):
        assert any(getattr(eye, name) for eye in eyes), name
