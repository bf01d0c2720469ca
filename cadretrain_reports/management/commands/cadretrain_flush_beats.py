"""``manage.py cadretrain_flush_beats``: store what the beat buffer holds. For cron, where Celery has no schedule."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cadretrain_reports.workflows.flushing import flush_beats


class Command(BaseCommand):
    """Store the runs of open pages; safe to run at any time and twice at once."""

    help = "Store the learning time that Redis holds, and ask anew whether its pages may go on."

    def handle(self, **_options: Any) -> None:
        """Store, and print of how many studies."""
        self.stdout.write(_("Studies whose time was stored: %(count)d.") % {"count": flush_beats()})
