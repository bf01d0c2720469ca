"""What Redis holds of pages: looked at, swapped, acknowledged, recalled; and the same as nothing without a buffer."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.learning.buffer import store
from cadretrain_reports.applets.learning.buffer.store import Stored
from tests.conftest import NEW_YEAR

PAGE, STATE = "a page", "a state"


def hold(study: int, session: str, page: str = PAGE, state: str = STATE) -> None:
    seen = store.look(study, session)
    assert seen is not None
    assert store.swap(seen, page, state, NEW_YEAR)


def held_of(study: int) -> tuple[str, dict[str, str]]:
    (held,) = store.held([study])
    return held.state, held.pages


@pytest.mark.usefixtures("beat_buffer")
def test_of_two_who_saw_the_same_one_swaps() -> None:
    first, second = store.look(1, "s"), store.look(1, "s")
    assert first is not None
    assert second is not None
    assert (first.page, first.state) == ("", "")
    assert store.swap(first, PAGE, STATE, NEW_YEAR)
    assert not store.swap(second, "another page", STATE, NEW_YEAR)
    assert held_of(1) == (STATE, {"s": PAGE})


@pytest.mark.usefixtures("beat_buffer")
def test_what_is_taken_is_relied_on_no_more() -> None:
    hold(1, "s")
    hold(1, "t")
    taken = store.take(1, "s")
    assert taken is not None
    assert (taken.page, taken.state) == (PAGE, "")
    assert held_of(1) == ("", {"s": PAGE, "t": PAGE})


@pytest.mark.usefixtures("beat_buffer")
def test_what_waits_is_known_until_it_is_acknowledged() -> None:
    hold(1, "s")
    hold(2, "s")
    assert sorted(store.waiting_among([1, 2, 3])) == [1, 2]
    store.acknowledge([Stored(held, STATE, {"s": PAGE}) for held in store.held([1])])
    assert store.waiting_among([1, 2, 3]) == [2]
    assert held_of(1) == (STATE, {"s": PAGE})


@pytest.mark.usefixtures("beat_buffer")
def test_a_page_that_has_gone_on_meanwhile_waits_for_the_next_flush() -> None:
    hold(1, "s")
    before = store.held([1])
    hold(1, "s", "a longer page")
    store.acknowledge([Stored(held, STATE, {}) for held in before])
    assert held_of(1)[1] == {"s": "a longer page"}
    assert store.waiting_among([1]) == [1]


@pytest.mark.usefixtures("beat_buffer")
def test_recalled_one_by_one_or_together() -> None:
    for study in (1, 2, 3):
        hold(study, "s")
    store.recall([1])
    assert [held_of(study)[0] for study in (1, 2)] == ["", STATE]
    with store.recalled_together():
        store.recall([2])
        store.recall([3])
        assert [held_of(study)[0] for study in (2, 3)] == [STATE, STATE]
    assert [held_of(study) for study in (2, 3)] == [("", {"s": PAGE})] * 2


def test_together_is_one_way_to_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(store, "ask", asked.append)
    with store.recalled_together():
        for study in (1, 2, 1):
            store.recall([study])
    assert len(asked) == 1
    store.recall([])
    with store.recalled_together():
        pass
    assert len(asked) == 1


@pytest.mark.usefixtures("beat_buffer")
def test_what_is_gathered_is_recalled_though_the_block_fails() -> None:
    def fail() -> None:
        with store.recalled_together():
            store.recall([1])
            raise ZeroDivisionError

    hold(1, "s")
    with pytest.raises(ZeroDivisionError):
        fail()
    assert held_of(1)[0] == ""


def test_without_a_buffer_nothing_is_held() -> None:
    assert store.look(1, "s") is None
    assert store.take(1, "s") is None
    assert store.held([1]) == []
    assert not store.swap(store.Seen(1, "s", "", ""), PAGE, STATE, NEW_YEAR)
