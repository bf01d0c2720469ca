"""Discussions of the platform, on stand-ins that keep to what the platform does."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from opaque_keys.edx.keys import CourseKey

from cadretrain_reports import compat
from tests.factories import RUN

MODELS = "openedx.core.djangoapps.discussions.models"
URL = f"https://academy.example.cn/courses/{RUN}/discussion/forum/"


@pytest.fixture
def turned_off(settings: Any, monkeypatch: pytest.MonkeyPatch) -> set[CourseKey]:
    """The course runs whose discussion is turned off; all others have one, as on the platform."""
    settings.CADRETRAIN_HOST, settings.LMS_ROOT_URL = "", "https://academy.example.cn"
    settings.FEATURES = {"ENABLE_DISCUSSION_SERVICE": True}
    off: set[CourseKey] = set()

    def is_enabled(context_key: CourseKey) -> bool:
        assert isinstance(context_key, CourseKey)
        return context_key not in off

    parts = MODELS.split(".")
    for end in range(1, len(parts)):
        monkeypatch.setitem(sys.modules, ".".join(parts[:end]), ModuleType(".".join(parts[:end])))
    made = ModuleType(MODELS)
    vars(made)["DiscussionsConfiguration"] = SimpleNamespace(is_enabled=is_enabled)
    monkeypatch.setitem(sys.modules, MODELS, made)
    return off


def test_a_run_with_a_discussion(turned_off: set[CourseKey]) -> None:
    assert compat.discussion_url(RUN) == URL


def test_a_run_without_one(turned_off: set[CourseKey]) -> None:
    turned_off.add(CourseKey.from_string(RUN))
    assert compat.discussion_url(RUN) == ""


def test_a_platform_without_a_forum(turned_off: set[CourseKey], settings: Any) -> None:
    settings.FEATURES = {}
    assert compat.discussion_url(RUN) == ""
    settings.ENABLE_DISCUSSION_SERVICE = True
    assert compat.discussion_url(RUN) == URL
