"""``manage.py cadretrain_export YEAR``: write the portfolio package of an annual period (9.1.1)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cadretrain_reports.api import export_year
from cadretrain_reports.applets.exchange.api import NothingToExport
from cadretrain_reports.offline.describe import HeadError
from cadretrain_reports.rules.periods import PeriodError


class Command(BaseCommand):
    """Export one year; a package appears whole or not at all."""

    help = "Write the portfolio package of an annual period and print its folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the label of the period: the year of its first day."""
        parser.add_argument("year", type=int)

    def handle(self, *, year: int, **_options: Any) -> None:
        """Export, and print where the package lies."""
        try:
            package = export_year(year)
        except NothingToExport as error:
            raise CommandError(_("Nothing has been archived yet: there is no log to export from.")) from error
        except (PeriodError, ImproperlyConfigured, HeadError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"package: {package}")
