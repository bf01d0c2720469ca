"""The plugin's URLs are mounted by the platform's plugin machinery."""

from __future__ import annotations

from types import ModuleType

import pytest
from django.urls import resolve
from edx_django_utils.plugins import get_plugin_url_patterns

from cadretrain_reports.apps import HOSTS
from cadretrain_xblock.contract import API_ROOT, BEAT_URL


@pytest.mark.parametrize("host", HOSTS)
def test_the_plugin_manager_mounts_them(host: ModuleType) -> None:
    (pattern,) = (found for found in get_plugin_url_patterns(host) if found.namespace == "cadretrain")
    assert pattern.pattern.match(API_ROOT.removeprefix("/"))
    assert pattern.app_name == "cadretrain_reports"


def test_the_view_at_the_path() -> None:
    assert resolve(BEAT_URL).view_name == "cadretrain:beat"
