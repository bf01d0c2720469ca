"""``cadretrain olx``: mark the units of an exported course by the hundred (R1, 3.7). It needs no Django."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.olx import PlanProblem, PlanRefused, apply_plan, make_plan
from cadretrain_reports.offline.olx.errors import NEW_FILE_EXISTS, OlxError
from cadretrain_reports.offline.problems import shown
from cadretrain_reports.offline.sheets import SheetError

REFUSED, UNREADABLE = 1, 2
"""Exit codes: rows of the plan are wrong; a file cannot be read or written."""

olx_app = typer.Typer(help=_("Mark the units of a course that Studio has exported."), no_args_is_help=True)

_Archive = Annotated[Path, typer.Argument(help=_("The .tar.gz that Studio exported."), metavar="COURSE")]
_Target = Annotated[Path, typer.Option("--output", "-o", help=_("The file to write."))]
_Force = Annotated[bool, typer.Option("--force", help=_("Replace the file if it exists."))]


@olx_app.command(help=_("Propose a marking for every unit: a CSV to be edited."))
def plan(course: _Archive, output: _Target, force: _Force = False) -> None:
    """Write the plan, and say what is odd about the course."""
    with _told():
        _check_target(course, output, force=force)
        outline = make_plan(course, output)
    for remark in outline.remarks:
        _errors().print(f"[yellow]{escape(remark)}[/yellow]")
    values = {"count": len(outline.units), "file": shown(output)}
    typer.echo(_("Units in the plan: %(count)d. Edit %(file)s, then apply it.") % values)


@olx_app.command(
    help=_("Write the blocks of an edited plan into the course; exit 1, and write nothing, if it is wrong.")
)
def apply(
    course: _Archive,
    edited: Annotated[Path, typer.Argument(help=_("The edited plan."), metavar="PLAN")],
    output: _Target,
    force: _Force = False,
) -> None:
    """Write the marked archive, or list all that is wrong with the plan."""
    with _told():
        _check_target(course, output, force=force)
        applied = apply_plan(course, edited, output)
    if applied.ignored:
        passed_over = _("Columns that were passed over: %(headers)s") % {"headers": "、".join(applied.ignored)}
        _errors().print(f"[yellow]{escape(passed_over)}[/yellow]")
    figures = {"added": applied.added, "changed": applied.changed, "unchanged": applied.unchanged, "left": applied.left}
    said = _("Units marked: %(added)d. Changed: %(changed)d. As planned already: %(unchanged)d. Left: %(left)d.")
    typer.echo(said % figures)


def problem_line(problem: PlanProblem) -> str:
    """Return what is wrong with a cell of a plan, and where, in the language of the environment."""
    values = {
        "line": problem.line,
        "column": problem.cell.header or "–",
        "value": problem.cell.value,
        "reason": problem.cell.text(),
    }
    return _("Line %(line)d, %(column)s, “%(value)s”: %(reason)s") % values


def _check_target(course: Path, target: Path, *, force: bool) -> None:
    if target.exists() and (not force or target.samefile(course)):
        raise OlxError(NEW_FILE_EXISTS, {"file": shown(target)})


@contextmanager
def _told() -> Iterator[None]:
    """Say what went wrong, and leave with its exit code."""
    try:
        yield
    except PlanRefused as refused:
        for problem in refused.problems:
            _errors().print(escape(problem_line(problem)))
        summary = _("Nothing was written. Cells to be mended: %(count)d.") % {"count": len(refused.problems)}
        _errors().print(f"[red]{escape(summary)}[/red]")
        raise typer.Exit(REFUSED) from refused
    except SheetError as error:
        typer.echo(error.text(), err=True)
        raise typer.Exit(UNREADABLE) from error
    except OSError as error:
        typer.echo(f"{error.strerror}: {shown(error.filename)}", err=True)
        raise typer.Exit(UNREADABLE) from error


def _errors() -> Console:
    return Console(stderr=True, soft_wrap=True, highlight=False)
