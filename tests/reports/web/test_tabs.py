"""Tabs keep what else is asked for, but not the page."""

from __future__ import annotations

from django.http import QueryDict

from cadretrain_reports.web.tabs import tabs_of


def test_a_tab_keeps_what_is_asked_and_begins_at_the_first_page() -> None:
    asked = QueryDict("words=a%26b&state=draft&after=7")
    everything, draft = tabs_of(asked, "state", "draft", [("", "all", 3), ("draft", "draft", 1)])
    assert (everything.query, everything.is_current) == ("words=a%26b", False)
    assert (draft.query, draft.is_current, draft.count) == ("words=a%26b&state=draft", True, 1)
