"""A MariaDB that writes a binary log refuses triggers to an ordinary user; the site runs on and says so.

The server is the test's own, in a temporary folder: the setting cannot be changed while a server runs.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from getpass import getuser
from pathlib import Path

import pytest

from cadretrain_reports.rules.notes import Signer
from tests.services import ROOT, leave_out, need_driver

pytestmark = pytest.mark.server

USER = "cadretrain"


class Server:
    """A server with a binary log, an administrator and an ordinary user."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port, self.socket = port, str(folder / "socket")
        options = ["--no-defaults", f"--datadir={folder / 'data'}"]
        subprocess.run(
            ["mariadb-install-db", *options, "--auth-root-authentication-method=normal", "--skip-test-db"],
            check=True,
            capture_output=True,
        )
        own = [
            f"--socket={self.socket}",
            f"--port={port}",
            "--bind-address=127.0.0.1",
            "--log-bin=log",
            f"--user={getuser()}",
        ]
        self.process = subprocess.Popen(
            ["mariadbd", *options, *own], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def wait(self) -> None:
        """Wait until it answers."""
        for _ in range(300):
            if self.sql("SELECT 1").returncode == 0:
                return
            time.sleep(0.1)
        pytest.fail("the server did not start")

    def sql(self, script: str) -> subprocess.CompletedProcess[str]:
        """Run a script as the administrator."""
        command = [
            "mariadb",
            "--no-defaults",
            f"--socket={self.socket}",
            "--user=root",
            "--batch",
            "--skip-column-names",
        ]
        return subprocess.run(command, input=script, capture_output=True, text=True, check=False)

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=60)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    need_driver("mariadb")
    if not shutil.which("mariadbd"):
        leave_out("the program mariadbd", "apt-get install mariadb-server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(tmp_path_factory.mktemp("log", numbered=True), port)
    try:
        server.wait()
        server.sql(
            "CREATE DATABASE site CHARACTER SET utf8mb4;"
            f"CREATE USER '{USER}'@'%' IDENTIFIED BY 'secret'; GRANT ALL ON site.* TO '{USER}'@'%';"
        )
        yield server
    finally:
        server.stop()


def manage(server: Server, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a management command as the site does, with the ordinary user."""
    environment = {
        **os.environ,
        "PYTHONWARNINGS": "ignore",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "CADRETRAIN_TEST_DATABASE": "mariadb",
        "CADRETRAIN_TEST_DATABASE_NAME": "site",
        "MARIADB_HOST": "127.0.0.1",
        "MARIADB_PORT": str(server.port),
        "MARIADB_USER": USER,
        "MARIADB_PASSWORD": "secret",
    }
    run = [sys.executable, "-m", "django", *command]
    return subprocess.run(run, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_error_1419(server: Server, signing_key: Signer) -> None:
    migrated = manage(server, "migrate", "--verbosity=0")
    assert migrated.returncode == 0, migrated.stderr
    said, script = migrated.stderr.split("Have an administrator run:\n")
    assert said.startswith("The archive is not protected by the database.")
    assert script.count("CREATE TRIGGER") == 42
    checked = manage(server, "cadretrain_check")
    assert checked.returncode == 1
    assert script.strip() in checked.stdout

    done = server.sql("USE site;\n" + script)
    assert done.returncode == 0, done.stderr
    assert server.sql("SELECT COUNT(*) FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = 'site'").stdout == "42\n"
    assert manage(server, "cadretrain_check").returncode == 0
    # The next upgrade leaves alone what the administrator has laid.
    again = manage(server, "migrate", "--verbosity=0")
    assert (again.returncode, again.stderr) == (0, "")
    assert manage(server, "cadretrain_check").returncode == 0
