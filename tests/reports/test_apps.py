"""How the platform finds and wires the plugin."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType

import pytest
from django.db.models.signals import post_migrate
from edx_django_utils.plugins import get_plugin_apps

from cadretrain_reports.apps import HOSTS, LMS, STUDIO, ReportsConfig
from tests.services import ROOT


@pytest.mark.parametrize("host", HOSTS)
def test_the_entry_points_lead_to_the_app(host: ModuleType) -> None:
    (found,) = entry_points(group=host, name="cadretrain_reports")
    assert found.load() is ReportsConfig
    assert "cadretrain_reports.apps.ReportsConfig" in get_plugin_apps(host)


def test_the_block_is_found() -> None:
    (found,) = entry_points(group="xblock.v1", name="cadretrain_credit_course")
    assert found.load().__name__ == "CreditCourseXBlock"


@pytest.mark.parametrize("host", HOSTS)
def test_all_that_the_configuration_names_is_there(host: ModuleType) -> None:
    config = ReportsConfig.plugin_app
    for kind in config["settings_config"][host].values():
        assert import_module(f"cadretrain_reports.{kind['relative_path']}").plugin_settings
    assert import_module(f"cadretrain_reports.{config['url_config'][host]['relative_path']}").urlpatterns
    for receiver in config["signals_config"].get(host, {}).get("receivers", ()):
        assert getattr(import_module("cadretrain_reports.receivers"), receiver["receiver_func_name"])
        module, _, signal = receiver["signal_path"].rpartition(".")
        assert getattr(import_module(module), signal)


def test_studio_hears_of_authoring_and_the_learning_side_of_grades() -> None:
    wired = ReportsConfig.plugin_app["signals_config"]
    heard = {host: {one["signal_path"].rpartition(".")[0] for one in wired[host]["receivers"]} for host in HOSTS}
    assert heard == {
        STUDIO: {"openedx_events.content_authoring.signals"},
        LMS: {"openedx_events.learning.signals"},
    }


def test_it_imports_without_platform_and_before_the_apps_are_ready() -> None:
    code = (
        "import sys, cadretrain_reports.apps\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        "assert not loaded & {'lms', 'cms', 'common', 'openedx', 'xmodule', 'workbench', 'xblock'}, loaded\n"
        "assert 'cadretrain_reports.models' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)


def test_protection_is_laid_once_after_each_migration() -> None:
    uids = [key[0] for key, *_ in post_migrate.receivers]
    assert uids.count("cadretrain_reports.protect_archive") == 1
