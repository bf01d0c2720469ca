"""The demonstration as the tests meet it: filled by its own command, served by its own server, killed at will.

``Academy`` holds the home and the server's process; ``Backstage`` is a further process on the same home, which says
what the database holds and lets trainees have studied before.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from tests.services import ROOT

ADDRESS = "127.0.0.1"
SETTINGS = "tests.e2e.settings"
START_LIMIT_S = 60.0
STOP_LIMIT_S = 20.0


class Academy:
    """A filled home and the server on it. ``url`` stays the same over restarts.

    Several servers may stand on one home, each with ``settings`` of its own and one log.
    """

    def __init__(self, home: Path, settings: str = SETTINGS) -> None:
        self.home = home
        self.port = _free_port()
        self.log = home / "server.log"
        self._settings = settings
        self._server: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address of the first page, without its last slash."""
        return f"http://{ADDRESS}:{self.port}"

    def fill(self, trainees: int) -> str:
        """Run ``cadretrain demo --no-serve`` as a user does; return what it printed."""
        command = [sys.executable, "-c", "from cadretrain_reports.cli import main; main()", "demo", "--no-serve"]
        options = ["--trainees", str(trainees), "--directory", str(self.home)]
        done = subprocess.run(
            command + options, check=False, cwd=ROOT, capture_output=True, text=True, env=_environment(self.home)
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self) -> None:
        """Start the server and wait until it answers."""
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.server", str(self.port)],
                cwd=ROOT,
                stdout=log,
                stderr=log,
                env=_environment(self.home, self._settings),
            )
        wait_for(self._answers, "the server to answer", START_LIMIT_S)

    def kill(self) -> None:
        """End the server as ``kill -9`` does."""
        assert self._server
        self._server.send_signal(signal.SIGKILL)
        assert self._server.wait(STOP_LIMIT_S) == -signal.SIGKILL
        self._server = None

    def stop(self) -> None:
        """End the server as Ctrl+C does."""
        if self._server is not None:
            self._server.send_signal(signal.SIGINT)
            self._server.wait(STOP_LIMIT_S)
            self._server = None

    def _answers(self) -> bool:
        assert self._server
        assert self._server.poll() is None, self.log.read_text(encoding="utf-8")
        connection = HTTPConnection(ADDRESS, self.port, timeout=5)
        try:
            connection.request("GET", "/login/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


class Backstage:
    """One process on the academy's home; ``do`` has it do one of the acts of ``tests.e2e.backstage``."""

    def __init__(self, home: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.backstage"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=_environment(home),
        )

    def do(self, act: str, **arguments: Any) -> Any:
        """Return what the act returned; raise ``RuntimeError`` with its traceback."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"act": act, "arguments": arguments}) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline() or '{"error": "the process has died"}')
        if "error" in said:
            raise RuntimeError(said["error"])
        return said["result"]

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.wait(STOP_LIMIT_S)
        self._process.stdout.close()


def wait_for(
    condition: Callable[[], Any], what: str, limit_s: float = 15.0, pause: Callable[[], Any] | None = None
) -> Any:
    """Return the first true value of ``condition``; fail with ``what`` was waited for when the limit is over.

    ``pause`` passes the time between two looks; a page's own lets the browser go on meanwhile.
    """
    end = time.monotonic() + limit_s
    while True:
        value = condition()
        if value:
            return value
        assert time.monotonic() < end, f"waited {limit_s} s in vain for {what}"
        (pause or (lambda: time.sleep(0.05)))()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def _environment(home: Path, settings: str = SETTINGS) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith("CADRETRAIN_")},
        "CADRETRAIN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": settings,
        "PYTHONUNBUFFERED": "1",
    }
