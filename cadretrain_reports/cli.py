"""The command ``cadretrain``: what site operators and outsiders run. It starts without Django; see ``verify``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from cadretrain_reports.cli_certificates import is_certificate, verify_certificate_at
from cadretrain_reports.cli_olx import olx_app
from cadretrain_reports.offline.keys import KeyFileError, new_signing_key, verifier_key
from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.problems import Problem, Unreadable, shown
from cadretrain_reports.offline.verify import Report, verify_package

INTACT, ALTERED, UNREADABLE, FAILED = 0, 1, 2, 3
"""Exit codes of ``verify``; 2 also stands for arguments that make no sense, 3 for a check that failed itself."""

app = typer.Typer(
    help=_("Credit-hours, honest learning time and tamper-evident archives by GB/T 38856-2020."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
key_app = typer.Typer(help=_("The keys by which a site signs."), no_args_is_help=True)
app.add_typer(key_app, name="key")
app.add_typer(olx_app, name="olx")


@app.command(
    help=_("Check a package or a certificate: exit 0 if intact, 1 if altered or revoked, 2 if it cannot be read.")
)
def verify(
    path: Annotated[str, typer.Argument(help=_("A package's directory, a certificate's PDF, or what its code says."))],
    key: Annotated[str | None, typer.Option(help=_("The site's public key, or a file with it."))] = None,
    status_list: Annotated[Path | None, typer.Option(help=_("The site's list of revoked certificates."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Print one JSON object."))] = False,
) -> None:
    """Check a package or a certificate offline and leave with the exit code of the verdict."""
    try:
        pinned = None if key is None else verifier_key(key)
        if is_certificate(path):
            intact = verify_certificate_at(path, pinned, status_list, as_json=as_json, output=_output)
            raise typer.Exit(INTACT if intact else ALTERED)
        report = verify_package(Path(path), pinned)
    except (Unreadable, KeyFileError) as error:
        with _output():
            _show_unreadable(path, shown(error, 600), as_json=as_json)
        raise typer.Exit(UNREADABLE) from error
    with _output():
        if as_json:
            typer.echo(json.dumps(_as_data(report), ensure_ascii=False))
        else:
            _show(report)
    raise typer.Exit(INTACT if report.intact else ALTERED)


@app.command(help=_("Run the whole job on a small academy and open its pages."))
def demo(
    trainees: Annotated[int, typer.Option(min=1, help=_("How many trainees study."))] = 200,
    serve: Annotated[bool, typer.Option(help=_("Serve the pages when done."))] = True,
    port: Annotated[int, typer.Option(min=1, max=65535, help=_("Port to serve them on."))] = 8000,
    directory: Annotated[Path, typer.Option(help=_("Where the demonstration keeps its data."))] = Path("var/demo"),
    reset: Annotated[bool, typer.Option("--reset", help=_("Begin anew, without earlier data."))] = False,
) -> None:
    """Hand over to the embedded host, which alone needs Django."""
    from cadretrain_reports.demo.run import run

    run(trainees=trainees, serve=serve, port=port, directory=directory, reset=reset)


@key_app.command("new", help=_("Make a signing key; its public half is printed, for those who verify."))
def key_new(
    name: Annotated[str, typer.Argument(help=_("The name under which the site signs."))],
    out: Annotated[Path, typer.Option(help=_("The new file; only its owner may read it."))],
) -> None:
    """Write a new signing key and print the verifier key."""
    try:
        verifier = new_signing_key(name, out)
    except KeyFileError as error:
        typer.echo(shown(error, 600), err=True)
        raise typer.Exit(UNREADABLE) from error
    typer.echo(verifier.text)


def main() -> None:
    """Run the command line; characters that a terminal lacks are spelled out instead of ending the run."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a caller may have closed it
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app(prog_name="cadretrain")
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not look like the verdict "altered"
        message = f"cadretrain: {type(error).__name__}: {shown(error, 600)}\n"
        with suppress(OSError):
            os.write(2, message.encode(errors="backslashreplace"))
        os._exit(FAILED)  # the usual way out would flush the broken stream once more


class OutputError(RuntimeError):
    """The outcome cannot be written. It is no ``OSError``, for which the command line would leave with 1."""


@contextmanager
def _output() -> Iterator[None]:
    """See that what is printed arrives; ``OutputError`` for a full disk or a reader who is gone."""
    try:
        yield
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except OSError as error:
        raise OutputError(str(error)) from error


def _as_data(report: Report) -> dict[str, object]:
    return {
        "verdict": "intact" if report.intact else "altered",
        "package": shown(report.package, 4096),
        "key": report.key,
        "pinned": report.pinned,
        "records": report.records,
        "problems": [problem.as_data() for problem in report.problems],
    }


def _show_unreadable(path: str, reason: str, *, as_json: bool) -> None:
    if as_json:
        problem = {"file": "", "record": "", "code": "unreadable", "reason": reason}
        data = {"verdict": "unreadable", "package": shown(path, 4096), "key": "", "pinned": False}
        typer.echo(json.dumps({**data, "records": 0, "problems": [problem]}, ensure_ascii=False))
    else:
        typer.echo(_("Unreadable: %(reason)s") % {"reason": reason}, err=True)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Raise ``OutputError``; rich itself would leave with 1."""
        raise OutputError("broken pipe")


def _show(report: Report) -> None:
    console = _Console(soft_wrap=True, highlight=False)
    for problem in report.problems:
        console.print(_problem_text(problem))
    values = {"count": report.records, "problems": len(report.problems)}
    if report.intact:
        console.print(_("Intact. Records read: %(count)d. Every file is as signed.") % values, style="green")
    else:
        console.print(_("Altered. Problems: %(problems)d. Records read: %(count)d.") % values, style="red")
    if not report.pinned:
        console.print(_("Checked only against the key that the package carries; give the site's own with --key."))
    console.print(_("Key in the package: %(key)s") % {"key": report.key or "–"}, markup=False)


def _problem_text(problem: Problem) -> Text:
    text = Text(problem.file or ".", style="bold")
    if problem.record:
        text.append(f" · {problem.record}", style="not bold")
    text.append(f" · {problem.code.value}: {problem.reason}", style="not bold")
    return text
