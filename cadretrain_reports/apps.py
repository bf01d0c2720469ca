"""How Open edX finds and wires the plugin, in the LMS and in Studio. Imports nothing of the platform."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate, post_save
from django.utils.module_loading import import_string

LMS: Final = "lms.djangoapp"
STUDIO: Final = "cms.djangoapp"
HOSTS: Final = (LMS, STUDIO)

_URLS = {"namespace": "cadretrain", "regex": r"^cadretrain/", "relative_path": "urls"}
_SETTINGS = {kind: {"relative_path": f"settings.{kind}"} for kind in ("common", "production", "test")}
_AUTHORING = "openedx_events.content_authoring.signals"
_LEARNING = "openedx_events.learning.signals"
_STORED = {"block_completed": "completion.BlockCompletion", "subsection_graded": "grades.PersistentSubsectionGrade"}
"""What is heard of rows that the platform stores; where it has no such model, nothing is."""


def _receiver(function: str, signal: str, module: str = _AUTHORING) -> dict[str, str]:
    return {
        "receiver_func_name": function,
        "signal_path": f"{module}.{signal}",
        "dispatch_uid": f"cadretrain_reports.receivers.{function}.{signal}",
    }


class ReportsConfig(AppConfig):
    """The plugin's Django app: one label, one migration history, applets inside."""

    name = "cadretrain_reports"
    verbose_name = "CadreTrain"
    default_auto_field = "django.db.models.BigAutoField"

    plugin_app: ClassVar[dict[str, Any]] = {
        "url_config": {host: dict(_URLS) for host in HOSTS},
        "settings_config": {host: dict(_SETTINGS) for host in HOSTS},
        "signals_config": {
            LMS: {
                "relative_path": "receivers",
                "receivers": [
                    _receiver("grade_changed", "PERSISTENT_GRADE_SUMMARY_CHANGED", _LEARNING),
                    _receiver("passing_changed", "COURSE_PASSING_STATUS_UPDATED", _LEARNING),
                ],
            },
            STUDIO: {
                "relative_path": "receivers",
                "receivers": [
                    _receiver("register_published", "XBLOCK_PUBLISHED"),
                    _receiver("forget_deleted", "XBLOCK_DELETED"),
                    _receiver("register_imported", "COURSE_IMPORT_COMPLETED"),
                    _receiver("register_imported", "COURSE_RERUN_COMPLETED"),
                ],
            },
        },
    }

    def ready(self) -> None:
        """Have the archive's protection laid again after every migration (9.1.1), and make acts permissions."""
        from cadretrain_reports.applets.archives.api import protect_archive
        from cadretrain_reports.applets.organizations.api import lay_tree_lock
        from cadretrain_reports.scopes.api import register_permissions

        register_permissions()
        for name, sender in _STORED.items():
            if apps.app_configs.get(sender.partition(".")[0]):
                receiver = import_string(f"{self.name}.receivers.{name}")
                post_save.connect(receiver, sender=sender, dispatch_uid=f"{self.name}.receivers.{name}")
        post_migrate.connect(protect_archive, sender=self, dispatch_uid="cadretrain_reports.protect_archive")
        post_migrate.connect(lay_tree_lock, sender=self, dispatch_uid="cadretrain_reports.lay_tree_lock")
