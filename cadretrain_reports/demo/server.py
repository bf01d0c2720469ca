"""Serving the pages on this machine, with what Django brings along."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING, Final

from cadretrain_reports.offline.messages import gettext as _

if TYPE_CHECKING:
    from rich.console import Console

ADDRESS: Final = "127.0.0.1"
"""Loopback only: the accounts' password is public."""


def check_port(port: int) -> None:
    """Raise ``SystemExit`` with the mend if nothing can be served at ``port``, before any work is done."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise SystemExit(_refusal(port, error)) from None


def serve_pages(port: int, console: Console) -> None:
    """Serve until interrupted. Raises ``SystemExit`` if the port has been taken meanwhile."""
    from django.conf import settings
    from django.core.servers.basehttp import run
    from django.core.wsgi import get_wsgi_application

    settings.DEMO_ADDRESS = f"{ADDRESS}:{port}"
    application = get_wsgi_application()
    console.print(_("The academy is open at %(url)s – stop it with Ctrl+C.") % {"url": f"http://{ADDRESS}:{port}/"})
    try:
        run(ADDRESS, port, application, threading=True)
    except OSError as error:
        raise SystemExit(_refusal(port, error)) from None
    except KeyboardInterrupt:
        console.print(_("Closed. What was done is kept for the next time."))


def _refusal(port: int, error: OSError) -> str:
    message = _("Nothing can be served on port %(port)d: %(error)s. Name another one with --port.")
    return message % {"port": port, "error": error.strerror}
