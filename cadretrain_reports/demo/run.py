"""``cadretrain demo``: fill the academy, let it study, hand in the year, verify it, and open its pages.

Every step looks at what is there before it acts, so a run may be killed and repeated, and a later run with more
trainees adds the difference. Nothing here imports Django before its settings are known.
"""

from __future__ import annotations

import fcntl
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from cadretrain_reports.demo.server import check_port
from cadretrain_reports.offline.messages import gettext as _

SETTINGS = "cadretrain_reports.demo.settings"


def run(trainees: int, serve: bool, port: int, directory: Path, reset: bool) -> None:
    """Run the demonstration in ``directory`` with so many trainees, counted over all runs.

    Without ``serve`` the last line printed is ``package: PATH``. ``reset`` begins with an empty database; keys and
    packages stay. Raises ``SystemExit`` with a message if the workbench is not installed, the port or the folder is
    taken, or the package does not verify.
    """
    if find_spec("workbench") is None:
        raise SystemExit(_("The demonstration needs the XBlock workbench: install openedx-cadretrain[demo]."))
    console = Console(highlight=False)
    if serve:
        check_port(port)
    with _locked(directory):
        if reset:
            _remove_database(directory)
        _set_up_django(directory)
        from cadretrain_reports.demo.filling import fill
        from cadretrain_reports.demo.summary import print_summary

        filled = fill(trainees, console)
        print_summary(filled, console)
        if not filled.is_intact:
            raise SystemExit(_("The package does not verify."))
        if serve:
            from cadretrain_reports.demo.server import serve_pages

            serve_pages(port, console)


@contextmanager
def _locked(directory: Path) -> Iterator[None]:
    """Let one process fill or serve a folder at a time; a killed one gives the lock back."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (directory / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            message = _("Another demonstration is running in %(directory)s. Stop it first.")
            raise SystemExit(message % {"directory": directory}) from None
        yield


def _remove_database(directory: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        (directory / f"demo.sqlite3{ending}").unlink(missing_ok=True)


def _set_up_django(directory: Path) -> None:
    os.environ["CADRETRAIN_HOME"] = str(directory.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
    # A library below the workbench still asks setuptools for its namespace.
    warnings.filterwarnings("ignore", message="pkg_resources is deprecated")
    import django

    django.setup()
