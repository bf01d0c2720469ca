"""``manage.py cadretrain_import KIND FILE``: take bodies, trainees or teachers in from a table (6.1.1, 9.2.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cadretrain_reports.management.acting import acting_user
from cadretrain_reports.management.bars import percent
from cadretrain_reports.offline.sheets import SheetError
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.imports import KINDS, Outcome, import_file


class Command(BaseCommand):
    """Import one file; exit with 0 if all rows are in, 1 if some were refused, 2 if the file cannot be read."""

    help = "Take in all valid rows of a CSV or XLSX file, and write the others to a file with the reasons."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take kind, file, and who acts."""
        parser.add_argument("kind", choices=list(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="do all of it, then take it back")
        parser.add_argument("--as", dest="username", default="", help="the platform user in whose name it is done")
        parser.add_argument("--problems", type=Path, help="where to write refused rows; by default beside the file")

    def handle(self, *, kind: str, file: Path, dry_run: bool, username: str, **options: Any) -> None:
        """Import, and say what became of the rows."""
        actor = acting_user(username)
        try:
            with percent(_("Import")) as tell:
                outcome = import_file(
                    actor, kind, file, dry_run=dry_run, problems_path=options["problems"], on_progress=tell
                )
        except SheetError as error:
            raise CommandError(_(error.message) % error.values, returncode=2) from error
        except (OSError, Refused) as error:
            raise CommandError(str(error), returncode=2) from error
        self._say(outcome, dry_run=dry_run)

    def _say(self, outcome: Outcome, *, dry_run: bool) -> None:
        if outcome.ignored:
            self.stdout.write(_("Columns that were passed over: %(headers)s") % {"headers": "、".join(outcome.ignored)})
        if outcome.other_sheets:
            titles = {"titles": "、".join(outcome.other_sheets)}
            self.stdout.write(_("Worksheets that were passed over: %(titles)s") % titles)
        figures = {"added": outcome.added, "changed": outcome.changed, "unchanged": outcome.unchanged}
        self.stdout.write(_("Added: %(added)d. Changed: %(changed)d. Unchanged: %(unchanged)d.") % figures)
        if dry_run:
            self.stdout.write(_("This was a trial: nothing was kept."))
        if outcome.refused:
            values = {"refused": outcome.refused, "file": outcome.problem_file}
            raise CommandError(_("Refused: %(refused)d. The rows and the reasons are in %(file)s.") % values)
