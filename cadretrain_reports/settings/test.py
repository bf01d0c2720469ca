"""Settings for the platform's own test runs: the same defaults."""

from cadretrain_reports.settings.common import plugin_settings

__all__ = ["plugin_settings"]
