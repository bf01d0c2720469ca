from __future__ import annotations

import pytest
from workbench.models import XBlockState
from xblock.exceptions import InvalidScopeError
from xblock.fields import Scope
from xblock.runtime import KeyValueStore

from cadretrain_reports.demo import content, scenarios
from cadretrain_reports.demo.content import ContentStore
from tests.demo.conftest import RUN, marked_unit

pytestmark = pytest.mark.django_db

BLOCK = f"{RUN}.html_demo.d0.u0"


def key(scope: object, name: str = "field", user: str | None = None) -> KeyValueStore.Key:
    return KeyValueStore.Key(scope, user, BLOCK, name)


@pytest.mark.parametrize("scope", [Scope.content, Scope.settings, Scope.parent, Scope.children])
def test_authors_alone_write_content(scope: object) -> None:
    with pytest.raises(InvalidScopeError):
        ContentStore(is_authoring=False).set(key(scope), "x")
    with pytest.raises(InvalidScopeError):
        ContentStore(is_authoring=False).delete(key(scope))
    store = ContentStore(is_authoring=True)
    store.set(key(scope), "x")
    assert store.has_authored is True
    assert ContentStore(is_authoring=False).get(key(scope)) == "x"


def test_learners_write_their_own_state() -> None:
    store = ContentStore(is_authoring=False)
    store.set_many({key(Scope.user_state, "a", "7"): 1, key(Scope.user_state, "b", "7"): [2]})
    assert store.has_authored is False
    assert store.get(key(Scope.user_state, "a", "7")) == 1
    assert store.has(key(Scope.user_state, "a", "8")) is False


def test_what_is_read_sees_what_was_just_written() -> None:
    store = ContentStore(is_authoring=True)
    assert store.has(key(Scope.settings)) is False
    store.set(key(Scope.settings), 1)
    assert store.get(key(Scope.settings)) == 1
    store.delete(key(Scope.settings))
    assert store.has(key(Scope.settings)) is False
    with pytest.raises(KeyError):
        store.get(key(Scope.settings))


def test_a_refused_write_keeps_nothing_of_the_others() -> None:
    store = ContentStore(is_authoring=False)
    with pytest.raises(InvalidScopeError):
        store.set_many({key(Scope.user_state, "mine", "7"): 1, key(Scope.settings): 2})
    assert ContentStore(is_authoring=False).has(key(Scope.user_state, "mine", "7")) is False


def test_reading_writes_nothing() -> None:
    ContentStore(is_authoring=False).has(key(Scope.settings))
    assert not XBlockState.objects.exists()


def test_course_runs_are_those_with_content(loaded: str) -> None:
    scenarios.load(marked_unit("course-v1:SASW+B1+2026"))
    assert content.course_runs() == ["course-v1:SASW+B1+2026", RUN]
    assert content.has_block(scenarios.unit_of(loaded)) is True
    assert content.has_block(f"{loaded}.html_demo.d7.u0") is False
