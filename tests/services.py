"""What a machine may lack: database servers, a browser, the real inputs.

A test that needs one asks here. Where it is missing the test is left out and listed at the end of the run with the
command that adds it; where ``CADRETRAIN_REQUIRE_SERVICES`` is 1, as in continuous integration, it fails instead.
"""

from __future__ import annotations

import os
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NoReturn

import pytest

from cadretrain_reports.offline.certificates.fonts import FontsMissingError, font_files

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
    missing = missing_for_database(name)
    if missing:
        leave_out(*missing)


def missing_for_database(name: str) -> tuple[str, str] | None:
    """Return what is missing to use the database ``name``, and the command that adds it; SQLite is always there."""
    if name == "sqlite":
        return None
    if find_spec(_DRIVERS[name]) is None:
        return f"the driver for {name}", "make services"
    prefix, port = _ADDRESSES[name]
    address = (os.environ.get(f"{prefix}HOST", "127.0.0.1"), int(os.environ.get(f"{prefix}PORT", port)))
    try:
        socket.create_connection(address, timeout=3).close()
    except OSError:
        command = f"apt-get install {_PACKAGES[name]}, or set {prefix}HOST and {prefix}PORT"
        return f"a {name} server at {address[0]}:{address[1]}", command
    return None


def real_input(name: str) -> Path:
    """Return a file of the real inputs that lie beside the repository, or leave the running test out."""
    path = REAL_INPUTS / name
    if not path.exists():
        leave_out(f"the real input {name}", f"put it at {path}")
    return path


def need_fonts() -> None:
    """Leave the running test out unless certificates can be set in type here."""
    try:
        font_files()
    except FontsMissingError:
        leave_out("a Chinese font", "apt-get install fonts-noto-cjk")


def need_redis() -> None:
    """Leave the running test out unless a Redis can be started here and talked to."""
    missing = missing_for_redis()
    if missing:
        leave_out(*missing)


def missing_for_redis() -> tuple[str, str] | None:
    """Return what is missing to run a Redis, and the command that adds it."""
    if find_spec("redis") is None:
        return "the driver for Redis", "make services"
    if shutil.which("redis-server") is None:
        return "a Redis server", "apt-get install redis-server"
    return None
