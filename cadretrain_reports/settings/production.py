"""Settings once more after the operator's configuration has been laid over everything."""

from cadretrain_reports.settings.common import plugin_settings

__all__ = ["plugin_settings"]
