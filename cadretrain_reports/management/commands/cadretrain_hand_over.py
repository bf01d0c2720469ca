"""``manage.py cadretrain_hand_over TRAINEE PLACE``: let a trainee leave with a signed package (6.1.3)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cadretrain_reports import conf
from cadretrain_reports.applets.people.api import Trainee, find_trainee
from cadretrain_reports.management.acting import acting_user
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows.handover import hand_over


class Command(BaseCommand):
    """Hand one trainee over; a package appears whole or not at all, and asking once more finishes what was killed."""

    help = "Write a trainee's whole archive as a signed package for another place and print its folder."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take who leaves for where, and who acts."""
        parser.add_argument("trainee", help="the trainee's identifier")
        parser.add_argument("place", help="the place, such as another site, that the trainee leaves for")
        parser.add_argument("--as", dest="username", default="", help="the platform user in whose name it is done")
        parser.add_argument("--again", action="store_true", help="make another package, because the first is lost")

    def handle(self, *, trainee: str, place: str, username: str, again: bool, **_options: Any) -> None:
        """Hand over, and print where the package lies."""
        actor = acting_user(username)
        try:
            package = hand_over(actor, _known(trainee), place, conf.export_root(), again=again)
        except Denied as denied:
            values = {"username": actor.get_username()}
            raise CommandError(_("%(username)s may not hand this trainee over.") % values) from denied
        except (ImproperlyConfigured, OSError, Refused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"package: {package}")


def _known(code: str) -> Trainee:
    found = find_trainee(code)
    if found is None:
        raise CommandError(_("There is no trainee with the identifier %(code)s.") % {"code": code}, returncode=2)
    return found
