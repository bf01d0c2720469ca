"""``manage.py cadretrain_export_people KIND FILE``: write bodies, trainees or teachers to a table (9.2.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cadretrain_reports.management.acting import acting_user
from cadretrain_reports.management.bars import counted
from cadretrain_reports.offline.sheets import SheetError
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows.exports import KINDS, export_file


class Command(BaseCommand):
    """Export what a person may; masked unless the whole is asked for with a reason."""

    help = "Write bodies, trainees or teachers to a CSV or XLSX file of the shape in which they are imported."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take kind, file, and who acts."""
        parser.add_argument("kind", choices=list(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="username", default="", help="the platform user in whose name it is done")
        parser.add_argument("--unmasked", action="store_true", help="with names, accounts and phones in full")
        parser.add_argument("--reason", default="", help="why they are needed in full; kept in the audit log")

    def handle(self, *, kind: str, file: Path, username: str, unmasked: bool, reason: str, **_options: Any) -> None:
        """Export, and say how many rows there are."""
        actor = acting_user(username)
        try:
            with counted(_("Export")) as tell:
                done = export_file(actor, kind, file, unmasked_for=reason if unmasked else None, on_row=tell)
        except Denied as denied:
            raise CommandError(_("%(username)s may not export this.") % {"username": actor.get_username()}) from denied
        except SheetError as error:
            raise CommandError(_(error.message) % error.values) from error
        except (OSError, Refused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("%(rows)d rows: %(file)s") % {"rows": done.rows, "file": done.path})
