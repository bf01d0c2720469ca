"""``manage.py cadretrain_take_in PACKAGE KEY UNIT``: take in a trainee whom another place hands over (6.1.3)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.management.acting import acting_user
from cadretrain_reports.offline.keys import KeyFileError, verifier_key
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows.handover import take_in


class Command(BaseCommand):
    """Take in one package under the pinned key of the place; the same once more changes nothing."""

    help = "Check a hand-over package and record its trainee, whose account is opened later."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the package, the key, where the trainee goes, and who acts."""
        parser.add_argument("package", type=Path)
        parser.add_argument("key", help="public key of the place, or a file with it, from elsewhere than the package")
        parser.add_argument("unit", help="code of the unit that takes the trainee on")
        parser.add_argument("--department", default="", help="code of the managing department, if not the usual one")
        parser.add_argument("--as", dest="username", default="", help="the platform user in whose name it is done")

    def handle(self, *, package: Path, key: str, unit: str, department: str, username: str, **_options: Any) -> None:
        """Take in, and print by which identifier and uuid the trainee is known here."""
        actor = acting_user(username)
        where, manager = _body(unit), _body(department) if department else None
        try:
            trainee = take_in(actor, package, verifier_key(key), where, manager)
        except Denied as denied:
            values = {"username": actor.get_username(), "unit": unit}
            raise CommandError(_("%(username)s may not take trainees in at %(unit)s.") % values) from denied
        except (KeyFileError, OSError, Refused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"trainee: {trainee.code} {trainee.uuid}")


def _body(code: str) -> Organization:
    found: Organization | None = Organization.objects.filter(code=code).first()
    if found is None:
        raise CommandError(_("There is no organization %(code)s.") % {"code": code}, returncode=2)
    return found
