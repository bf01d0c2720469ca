"""``manage.py cadretrain_appoint USERNAME ROLE BODY``: appoint an officer, such as a site's first (5.2, 6.3.1)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import Role, Terms, today
from cadretrain_reports.management.acting import acting_user
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import duties

ROLES = (Role.DEPARTMENT_OFFICER, Role.ARCHIVE_INSPECTOR, Role.ACADEMIC_AFFAIRS_OFFICER)


class Command(BaseCommand):
    """Appoint one person from today on; who, why and by what procedure is kept on record."""

    help = "Appoint an officer or inspector of a department, or an academic-affairs officer of an institution."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whom, to what, where, by what criteria and procedure, and who acts."""
        parser.add_argument("username", help="the platform account of the person")
        parser.add_argument("role", choices=[str(role) for role in ROLES])
        parser.add_argument("body", help="the code of the body")
        parser.add_argument("--criteria", required=True, help="by what the person was chosen")
        parser.add_argument("--procedure", required=True, help="how the person was chosen")
        parser.add_argument("--as", dest="actor", default="", help="the platform user in whose name it is done")

    def handle(self, *, username: str, role: str, body: str, actor: str, **options: Any) -> None:
        """Appoint, and say so."""
        person = get_user_model().objects.filter(username=username).first()
        if person is None:
            raise CommandError(_("There is no platform account %(username)s.") % {"username": username})
        terms = Terms(today(), criteria=options["criteria"], procedure=options["procedure"])
        try:
            place = organizations.get(body)
            duties.appoint_officer(acting_user(actor), person, Role(role), place, terms)
        except Organization.DoesNotExist as error:
            raise CommandError(_("There is no organization %(code)s.") % {"code": body}) from error
        except Denied as error:
            raise CommandError(_("You may not do this: no duty of yours covers it.")) from error
        except Refused as error:
            raise CommandError(str(error)) from error
        values = {"username": username, "role": Role(role).label, "body": place.name}
        self.stdout.write(_("Appointed: %(username)s, %(role)s, %(body)s.") % values)
