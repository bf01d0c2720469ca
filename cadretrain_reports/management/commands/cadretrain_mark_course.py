"""``manage.py cadretrain_mark_course plan|apply RUN``: mark the units of a course run by the hundred (R1, 3.7).

In Studio (``manage.py cms``), since only there content can be changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cadretrain_reports.management.acting import acting_user
from cadretrain_reports.offline.olx import PlanRefused
from cadretrain_reports.offline.sheets import SheetError
from cadretrain_reports.refusals import Refused
from cadretrain_reports.workflows.marking import apply_run, plan_run


class Command(BaseCommand):
    """Plan or apply; exit with 0 if done, 1 if rows of the plan are wrong, 2 if it cannot be done at all."""

    help = "Propose a marking for every unit of a course run as a CSV, or write the blocks of such a plan."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what is to be done, and who acts."""
        steps = parser.add_subparsers(dest="step", required=True)
        plan = steps.add_parser("plan", help="write the plan of a course run")
        plan.add_argument("course_run")
        plan.add_argument("-o", "--output", type=Path, required=True, help="the CSV to write")
        plan.add_argument("--force", action="store_true", help="replace the file if it exists")
        apply = steps.add_parser("apply", help="write the blocks of an edited plan, as drafts")
        apply.add_argument("course_run")
        apply.add_argument("plan", type=Path)
        for step in (plan, apply):
            step.add_argument("--as", dest="username", default="", help="the platform user in whose name it is done")

    def handle(self, *, step: str, course_run: str, username: str, **options: Any) -> None:
        """Do the step, and say what came of it."""
        actor = acting_user(username)
        try:
            if step == "plan":
                self._plan(actor, course_run, options["output"], force=options["force"])
            else:
                self._apply(actor, course_run, options["plan"])
        except PlanRefused as refused:
            for problem in refused.problems:
                self.stderr.write(self._line(problem))
            summary = _("Nothing was written. Cells to be mended: %(count)d.") % {"count": len(refused.problems)}
            raise CommandError(summary) from refused
        except SheetError as error:
            raise CommandError(_(error.message) % error.values, returncode=2) from error
        except (OSError, Refused) as error:
            raise CommandError(str(error), returncode=2) from error

    def _plan(self, actor: Any, course_run: str, output: Path, *, force: bool) -> None:
        if output.exists() and not force:
            said = _("%(file)s exists already. Name another file, or add --force to replace it.")
            raise CommandError(said % {"file": output}, returncode=2)
        outline = plan_run(actor, course_run, output)
        values = {"count": len(outline.units), "file": output}
        self.stdout.write(_("Units in the plan: %(count)d. Edit %(file)s, then apply it.") % values)

    def _apply(self, actor: Any, course_run: str, plan: Path) -> None:
        done = apply_run(actor, course_run, plan)
        if done.ignored:
            self.stdout.write(_("Columns that were passed over: %(headers)s") % {"headers": "、".join(done.ignored)})
        figures = {"added": done.added, "changed": done.changed, "unchanged": done.unchanged, "left": done.left}
        said = _("Units marked: %(added)d. Changed: %(changed)d. As planned already: %(unchanged)d. Left: %(left)d.")
        self.stdout.write(said % figures)
        if done.added or done.changed:
            self.stdout.write(_("They are drafts: publish them in Studio."))

    def _line(self, problem: Any) -> str:
        cell = problem.cell
        values = {
            "line": problem.line,
            "column": cell.header or "–",
            "value": cell.value,
            "reason": _(cell.message) % cell.values,
        }
        return _("Line %(line)d, %(column)s, “%(value)s”: %(reason)s") % values
