"""The embedded host as a Django app."""

from __future__ import annotations

from celery import Celery
from django.apps import AppConfig
from edx_django_utils.plugins import connect_plugin_receivers

from cadretrain_reports.apps import HOSTS


class DemoConfig(AppConfig):
    """Does at start what the platform does: a Celery app, and the receivers of every plugin."""

    name = "cadretrain_reports.demo"
    label = "cadretrain_demo"
    verbose_name = "CadreTrain demo"

    def ready(self) -> None:
        """Wire the host."""
        celery = Celery("cadretrain-demo")
        celery.config_from_object("django.conf:settings", namespace="CELERY")
        celery.set_default()
        for host in HOSTS:
            connect_plugin_receivers(host)
