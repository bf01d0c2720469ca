"""What a run of the demonstration prints at its end."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Sum
from django.utils import translation
from rich.table import Table

from cadretrain_reports import conf
from cadretrain_reports.applets.assessments.api import AssessmentResult
from cadretrain_reports.applets.courses.api import CourseVersion
from cadretrain_reports.applets.credits.api import CreditEntry
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.roles.api import in_force, today
from cadretrain_reports.demo.accounts import PASSWORD, shown_accounts
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.rules.credit_hours import credit_hours_text

if TYPE_CHECKING:
    from rich.console import Console

    from cadretrain_reports.demo.filling import Filled


def print_summary(filled: Filled, console: Console) -> None:
    """Print what there is now and what this run added; the last line is ``package: PATH``."""
    console.print(_table(filled))
    console.print(_accounts())
    for problem in filled.report.problems[:10]:
        console.print(f"{problem.file} {problem.record} {problem.code.value}: {problem.reason}", markup=False)
    key = conf.site_signer().verifier.text
    console.print(_("Check it yourself:"))
    console.out(f"cadretrain verify {filled.package} --key {key}", highlight=False)
    console.out(f"package: {filled.package}", highlight=False)


def _table(filled: Filled) -> Table:
    table = Table(title=_("The academy in %(year)d") % {"year": filled.year})
    table.add_column("")
    table.add_column(_("in all"), justify="right")
    table.add_column(_("new in this run"), justify="right")
    hours = CreditEntry.objects.aggregate(total=Sum("credit_hours"))["total"] or Decimal(0)
    released = CourseVersion.objects.filter(state=CourseVersion.State.RELEASED).values("course").distinct().count()
    courses = CourseVersion.objects.values("course").distinct().count()
    results = AssessmentResult.objects.all()
    rows: list[tuple[str, object, object]] = [
        (_("Organizations"), Organization.objects.count(), filled.new_bodies),
        (_("Duties in force"), in_force(today()).count(), ""),
        (_("Trainees"), Trainee.objects.count(), filled.new_trainees),
        (_("Courses (released)"), f"{courses} ({released})", filled.new_courses),
        (_("Beats sent"), "", filled.new_beats),
        (_("Assessment results (passed)"), f"{results.count()} ({results.filter(passed=True).count()})", ""),
        (_("Credits granted"), CreditEntry.objects.count(), ""),
        (_("Credit-hours"), credit_hours_text(hours), ""),
        (_("Records in the package"), filled.report.records, ""),
        (_("Verification"), _("intact") if filled.is_intact else _("altered"), ""),
    ]
    for name, *values in rows:
        table.add_row(name, *map(str, values))
    return table


def _accounts() -> Table:
    table = Table(title=_("Accounts, all with the password %(password)s") % {"password": PASSWORD})
    for title in (_("Account"), _("Name"), _("Who")):
        table.add_column(title)
    # On the pages these words follow the request, here the terminal.
    with translation.override(None, deactivate=True):
        for account in shown_accounts():
            table.add_row(account.username, account.name, _(str(account.who)))
    return table
