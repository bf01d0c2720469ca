"""Beats that Redis holds are stored (3.9)."""

from __future__ import annotations

from celery import shared_task

from cadretrain_reports.applets.learning import api as learning


@shared_task(name="cadretrain.flush_beats")  # type: ignore[untyped-decorator]
def flush_beats() -> int:
    """Store what the beat buffer holds of every study, and return of how many. For Celery's schedule, every minute."""
    return learning.flush_all()
