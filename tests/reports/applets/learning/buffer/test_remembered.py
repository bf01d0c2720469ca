"""What a process remembers of a page spares a look; whatever has become of the page meanwhile is right all the same."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.buffer import store
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.workflows.flushing import flush_beats
from tests import factories
from tests.factories import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("beat_buffer")]


@pytest.fixture
def page(at_new_year: SimulatedClock) -> Page:
    factories.released(duration=3600)
    page = Page(factories.trainee(), "block-C1", at_new_year)
    page.learn(60, 30)
    return page


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the list that gets an entry for every look at Redis."""
    seen: list[int] = []
    look = store.look

    def looking(study: int, session: str) -> Any:
        seen.append(study)
        return look(study, session)

    monkeypatch.setattr(store, "look", looking)
    return seen


def learned(page: Page) -> int:
    study = learning.CourseStudy.objects.get(pk=page.study)
    return learning.learned(study.trainee_id, study.course_id)


def test_what_is_still_held_is_not_looked_at(page: Page, looks: list[int]) -> None:
    page.learn(30, 30)
    flush_beats()
    page.learn(30, 30)
    assert looks == []
    assert learned(page) == 120


def test_what_another_process_has_held_meanwhile_is_gone_on_with(page: Page, looks: list[int]) -> None:
    before = store.remembered(page.study or 0, page.session)
    page.learn(30, 30)
    assert before is not None
    store._remember(before)
    page.learn(30, 30)
    assert looks == []
    assert learned(page) == 120


def test_of_a_buffer_that_was_emptied_nothing_is_made_up(page: Page, looks: list[int]) -> None:
    flush_beats()
    store.ask(lambda redis: redis.flushdb())
    page.learn(30, 30)
    assert looks == [page.study]
    assert learned(page) == 90


def test_who_is_suspended_is_not_gone_on_with(page: Page) -> None:
    account = people.Account.objects.get()
    people.set_status(account, people.Account.Status.SUSPENDED)
    learning.recall_trainee(account.pk)
    page.clock.advance(30)
    opened = learning.OpenPage(page.study or 0, page.session, page.usage_key)
    assert learning.extend_without_database(opened, factories.SEEN, lambda: page.clock.at) is None


def test_only_so_many_pages_are_remembered(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    others = len(store._remembered)
    monkeypatch.setattr(store, "_MOST_REMEMBERED", others)
    assert store.remembered(page.study or 0, page.session) is not None
    for number in range(others):
        store._remember(store.Seen(number, "other", "", ""))
    assert store.remembered(page.study or 0, page.session) is None
    assert len(store._remembered) == others
