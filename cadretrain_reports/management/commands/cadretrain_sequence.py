"""``manage.py cadretrain_sequence``: do what is due, and give archive entries their place in the log. For cron."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.workflows.accounts import send_mails_left
from cadretrain_reports.workflows.class_enrolments import enrol_left
from cadretrain_reports.workflows.flushing import flush_beats
from cadretrain_reports.workflows.graduate import resume_graduations
from cadretrain_reports.workflows.imports import forget_imports, resume_imports
from cadretrain_reports.workflows.study import grant_due


class Command(BaseCommand):
    """Run the sequencer until nothing waits; safe to run at any time and twice at once."""

    help = "Grant what is due, send mails that were left, place new archive entries in the log, sign a checkpoint."

    def handle(self, **_options: Any) -> None:
        """Store beats, grant, mail, enrol, resume, sequence, and print the size of the log."""
        flush_beats()
        grant_due()
        if sent := send_mails_left():
            self.stdout.write(_("Mails that were left and are sent: %(sent)d.") % {"sent": sent})
        if enrolled := enrol_left():
            self.stdout.write(_("Trainees brought into course runs of classes, or out: %(done)d.") % {"done": enrolled})
        forget_imports()
        if resumed := resume_imports():
            self.stdout.write(_("Imports that were broken off and go on: %(resumed)d.") % {"resumed": resumed})
        if graduating := resume_graduations():
            self.stdout.write(_("Graduations that were broken off and go on: %(resumed)d.") % {"resumed": graduating})
        try:
            checkpoint = archives.sequence()
        except ImproperlyConfigured as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Entries in the log: %(size)d.") % {"size": checkpoint.size if checkpoint else 0})
