"""What a machine may lack: database servers, a browser, the real inputs.

A test that needs one asks here. Where it is missing the test is left out and listed at the end of the run with the
command that adds it; where ``CADRETRAIN_REQUIRE_SERVICES`` is 1, as in continuous integration, it fails instead.
"""

from __future__ import annotations

import os
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NoReturn

import pytest

LEFT_OUT: Final[dict[str, str]] = {}
"""What this run left out, and the command that adds it."""

ROOT: Final = Path(__file__).resolve().parent.parent
REAL_INPUTS: Final = ROOT.parent / "shared" / "real"

_DRIVERS: Final = {"mariadb": "MySQLdb", "postgresql": "psycopg"}
_ADDRESSES: Final = {"mariadb": ("MARIADB_", "3306"), "postgresql": ("PG", "5432")}
_PACKAGES: Final = {"mariadb": "mariadb-server", "postgresql": "postgresql"}


def leave_out(what: str, command: str) -> NoReturn:
    """Leave the running test out for want of ``what``, which ``command`` adds; fail where nothing may be left out."""
    if os.environ.get("CADRETRAIN_REQUIRE_SERVICES") == "1":
        pytest.fail(f"{what} is missing: {command}", pytrace=False)
    LEFT_OUT[what] = command
    pytest.skip(f"{what} is missing")


def need_driver(name: str) -> None:
    """Leave the running test out unless Python can talk to the database ``name``."""
    if find_spec(_DRIVERS[name]) is None:
        leave_out(f"the driver for {name}", "make services")


def need_server(name: str) -> None:
    """Leave the running test out unless the database server ``name`` (mariadb, postgresql) answers here."""
    need_driver(name)
    prefix, port = _ADDRESSES[name]
    address = (os.environ.get(f"{prefix}HOST", "127.0.0.1"), int(os.environ.get(f"{prefix}PORT", port)))
    try:
        socket.create_connection(address, timeout=3).close()
    except OSError:
        leave_out(
            f"a {name} server at {address[0]}:{address[1]}",
            f"apt-get install {_PACKAGES[name]}, or set {prefix}HOST and {prefix}PORT",
        )


def real_input(name: str) -> Path:
    """Return a file of the real inputs that lie beside the repository, or leave the running test out."""
    path = REAL_INPUTS / name
    if not path.exists():
        leave_out(f"the real input {name}", f"put it at {path}")
    return path
