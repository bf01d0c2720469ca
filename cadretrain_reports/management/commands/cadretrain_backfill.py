"""``manage.py cadretrain_backfill LOGS…``: infer what was studied before installation (3.9, 9.1.1)."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cadretrain_reports.management.acting import acting_user
from cadretrain_reports.management.bars import percent
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.periods import NaiveTimeError, as_utc
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows.backfill import Report, admit_backfill, backfill


class Command(BaseCommand):
    """Backfill from files or folders, or admit a backfill for credit; exit with 2 for what cannot be done."""

    help = "Infer study time before installation from tracking logs and the platform's tables; figures are printed."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the logs, how far back, and who acts."""
        parser.add_argument("logs", nargs="*", type=Path, help="tracking logs, plain or gzip, or folders of them")
        parser.add_argument("--until", type=_instant, help="take nothing from this instant on; with its time zone")
        parser.add_argument("--no-tables", action="store_true", help="leave the platform's own tables out")
        parser.add_argument("--dry-run", action="store_true", help="do all of it and keep nothing")
        parser.add_argument("--again", action="store_true", help="read anew what was read before; nothing is doubled")
        parser.add_argument("--admit", type=UUID, help="let the time of this backfill yield credit; by a second person")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--as", dest="username", default="", help="the platform user in whose name it is done")

    def handle(self, *, admit: UUID | None, username: str, **options: Any) -> None:
        """Do one of both, and say what came of it."""
        actor = acting_user(username)
        try:
            if admit:
                self._say_admitted(admit_backfill(actor, admit), as_json=options["json"])
            else:
                self._say(_backfill(actor, options), as_json=options["json"])
        except Denied as denied:
            said = _("%(username)s may not do this: it is for site operators.") % {"username": actor.get_username()}
            raise CommandError(said, returncode=2) from denied
        except (ImproperlyConfigured, OSError, Refused) as error:
            raise CommandError(str(error), returncode=2) from error

    def _say(self, report: Report, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.as_data(), ensure_ascii=False))
            return
        for sentence in report.sentences():
            self.stdout.write(sentence)
        if report.trial:
            self.stdout.write(_("This was a trial: nothing was kept."))
        elif report.counts.get("intervals"):
            self.stdout.write(
                _("No credit follows before another person admits it: --admit %(backfill)s")
                % {"backfill": report.backfill}
            )

    def _say_admitted(self, credited: int, *, as_json: bool) -> None:
        said = json.dumps({"credits": credited}) if as_json else _("Credits granted: %(count)d") % {"count": credited}
        self.stdout.write(said)


def _backfill(actor: Any, options: dict[str, Any]) -> Report:
    with percent(_("Backfill")) as tell:
        return backfill(
            actor,
            options["logs"],
            until=options["until"],
            tables=not options["no_tables"],
            trial=options["dry_run"],
            again=options["again"],
            on_progress=tell,
        )


def _instant(text: str) -> datetime:
    """Return an instant; for what is none, argparse says what was given."""
    try:
        return as_utc(datetime.fromisoformat(text))
    except NaiveTimeError as error:
        raise ValueError(str(error)) from error
