"""``manage.py cadretrain_past_hours``: decide on hours that were brought in from an older platform (8.2.5, R4)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cadretrain_reports.applets.backfill.api import hours_by_state
from cadretrain_reports.management.acting import acting_user
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows.past_hours import decide_past_hours


class Command(BaseCommand):
    """Tell how many rows wait, or decide on those of one platform; exit with 2 for what cannot be done."""

    help = "Confirm or refuse hours of an older platform that another person brought in with cadretrain_import."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the platform, the decision, and who acts."""
        parser.add_argument("platform", nargs="?", default="", help="as the rows name it; left out, figures are told")
        decision = parser.add_mutually_exclusive_group()
        decision.add_argument("--confirm", action="store_true", help="archive what waits, as imported")
        decision.add_argument("--refuse", default="", metavar="REASON", help="refuse what waits, for a reason")
        parser.add_argument("--as", dest="username", default="", help="the platform user in whose name it is done")

    def handle(self, *, platform: str, confirm: bool, refuse: str, username: str, **_options: Any) -> None:
        """Decide, or tell."""
        if not platform:
            for row in hours_by_state():
                self.stdout.write(f"{row['platform']}\t{row['state']}\t{row['rows']}")
            return
        if not (confirm or refuse):
            raise CommandError(_("Say what is decided: --confirm, or --refuse with the reason."), returncode=2)
        actor = acting_user(username)
        try:
            came_to = decide_past_hours(actor, platform, confirmed=confirm, reason=refuse)
        except Denied as denied:
            said = _("%(username)s may not decide on these hours.") % {"username": actor.get_username()}
            raise CommandError(said, returncode=2) from denied
        except Refused as refused:
            raise CommandError(str(refused), returncode=2) from refused
        for state, rows in sorted(came_to.items()):
            self.stdout.write(f"{state}\t{rows}")
