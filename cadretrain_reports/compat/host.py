"""Who answers where there is no platform."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings


def stand_in() -> Any:
    """Return the module that ``CADRETRAIN_HOST`` names; it has every function of ``compat`` that asks the platform."""
    return import_module(settings.CADRETRAIN_HOST)
