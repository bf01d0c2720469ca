"""How a page and its study are written down, and read again by another process or version."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cadretrain_reports.applets.learning.buffer.pages import (
    HeldPage,
    StudyState,
    page_text,
    read_page,
    read_state,
    state_text,
)
from cadretrain_reports.rules.durations import StudyPolicy
from cadretrain_reports.rules.runs import Heard, Run, Signs, opened, taken
from tests.conftest import NEW_YEAR

POLICY = StudyPolicy()
SEEN, HIDDEN = Signs(visible=True, active=True), Signs(visible=False, active=False)
PAGE = HeldPage("block-C1", opened(NEW_YEAR, Heard(SEEN)))


def gone_on(page: HeldPage, seconds: int, heard: Heard, position: str = "") -> HeldPage:
    return page.after(taken(page.run, heard, NEW_YEAR + timedelta(seconds=seconds), POLICY), position)


def test_a_page_is_read_as_it_was_written() -> None:
    page = gone_on(gone_on(gone_on(PAGE, 30, Heard(SEEN), "video 12"), 60, Heard(HIDDEN)), 90, Heard(SEEN))
    assert page.asides
    assert page.lost
    assert read_page(page_text(page)) == page
    assert read_page(page_text(PAGE)) == PAGE


def test_the_position_stays_until_the_page_says_another() -> None:
    page = gone_on(PAGE, 30, Heard(SEEN), "video 12")
    assert gone_on(page, 60, Heard(SEEN)).position == "video 12"
    assert gone_on(page, 60, Heard(SEEN), "video 40").position == "video 40"


def test_a_run_that_goes_on_puts_nothing_aside() -> None:
    page = gone_on(PAGE, 30, Heard(SEEN))
    assert (page.known.run.start_at, page.known.run.end_at) == (NEW_YEAR, NEW_YEAR + timedelta(seconds=30))
    assert page.known.asides == page.lost == ()


def test_a_run_of_which_no_input_is_known() -> None:
    run = Run(NEW_YEAR, NEW_YEAR, None, NEW_YEAR, NEW_YEAR, late=False, left=True)
    assert read_page(page_text(HeldPage("block-C1", run))) == HeldPage("block-C1", run)


@pytest.mark.parametrize("due_at", [None, NEW_YEAR + timedelta(minutes=5)])
def test_a_state_is_read_as_it_was_written(due_at: object) -> None:
    state = StudyState(NEW_YEAR, due_at)  # type: ignore[arg-type]
    assert read_state(state_text(state)) == state


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '["block-C1"]', '["a",["x"],[],[],""]'])
def test_what_another_version_has_written_is_as_if_it_were_not_there(text: str) -> None:
    assert read_page(text) is None
    assert read_state(text) is None
