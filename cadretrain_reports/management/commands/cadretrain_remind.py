"""``manage.py cadretrain_remind``: remind trainees of what is left, answerers of what is overdue (8.2.3). For cron."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from cadretrain_reports.workflows.question_reminding import remind_answerers
from cadretrain_reports.workflows.reminding import remind


class Command(BaseCommand):
    """Make and send what is due; safe to run at any time and twice at once."""

    help = "Remind trainees of what is left of the year, by the site's policy, each once for the same cause."

    def handle(self, **_options: Any) -> None:
        """Remind, and print how many reminders are new and how many were sent."""
        done = remind()
        self.stdout.write(_("New reminders: %(made)d. Sent: %(sent)d.") % done)
        self.stdout.write(_("Answerers reminded of overdue questions: %(told)d.") % {"told": remind_answerers()})
