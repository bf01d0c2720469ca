"""A server process on the database of the running test, and a client that speaks HTTP to it as a course page does.

``python -m tests.live PORT`` is the server. ``Server`` starts and kills it; ``Tab`` is one rendering of one page.
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
from http.client import HTTPConnection, HTTPException
from typing import Any, Self

from tests.live_policy import PERIOD_S
from tests.services import ROOT

ADDRESS = "127.0.0.1"
_START_LIMIT_S = 120.0


class Server:
    """One server process. Use it in a ``with`` block.

    ``presence_every_s``: after how long it asks whether somebody is there; zero for never, since the time for an
    answer, too, is in a hurry there, and a machine that is busy for longer than that would lose honest time.
    """

    def __init__(self, presence_every_s: float = 0.0) -> None:
        self._presence_every_s = presence_every_s
        with socket.socket() as probe:
            probe.bind((ADDRESS, 0))
            self.port = int(probe.getsockname()[1])
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start the process, and return when it answers."""
        from django.db import connection

        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.live_settings",
            "CADRETRAIN_TEST_DATABASE_NAME": str(connection.settings_dict["NAME"]),
            "CADRETRAIN_TEST_PRESENCE_EVERY_S": str(self._presence_every_s),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.live", str(self.port)],
            env=environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        end = time.monotonic() + _START_LIMIT_S
        while not self._answers():
            assert self._process.poll() is None, "the server has ended"
            assert time.monotonic() < end, "the server does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        """End the process as ``kill -9`` does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(20)
            self._process = None

    def _answers(self) -> bool:
        try:
            socket.create_connection((ADDRESS, self.port), timeout=1).close()
        except OSError:
            return False
        return True


class Tab:
    """One rendering of one page, in a browser where ``user`` is signed in; ``token_of`` is whom it was made for."""

    def __init__(self, server: Server, user: Any, usage_key: str, token_of: int | None = None) -> None:
        from django.conf import settings
        from django.test import Client

        from cadretrain_xblock import contract

        browser = Client()
        browser.force_login(user)
        self._cookie = f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"
        self._server = server
        self.token = contract.mint_page_token(
            contract.PageToken(token_of or user.pk, usage_key, contract.new_session())
        )
        self.kept: list[tuple[float, dict[str, bool]]] = []
        self.is_asked = False

    def post(self, url: str, message: Any) -> tuple[int, Any]:
        """Post any JSON; return status and answer. Raises ``OSError`` without a server."""
        connection = HTTPConnection(ADDRESS, self._server.port, timeout=30)
        try:
            headers = {"Content-Type": "application/json", "Cookie": self._cookie}
            connection.request("POST", url, json.dumps(message), headers)
            response = connection.getresponse()
            return response.status, json.loads(response.read())
        finally:
            connection.close()

    def beat(self, **said: Any) -> tuple[int, Any]:
        """Post one beat that says what it is told to; keep the token that comes back."""
        from cadretrain_xblock.contract import BEAT_URL

        status, answer = self.post(BEAT_URL, {"token": self.token, "visible": True, "active": True, **said})
        if status == 200:
            self.token = answer["token"]
        return status, answer

    def honest_beat(self) -> None:
        """Send a beat as the tracker does, with those that could not be sent before.

        One request at a time: what falls due while it is under way is kept as well.
        """
        signs = {"visible": True, "active": True, "present": self.is_asked}
        sent_at = time.monotonic()
        late = [{"age_ms": int((sent_at - at) * 1000), **kept} for at, kept in self.kept]
        try:
            status, answer = self.beat(**signs, late=late)
        except (OSError, HTTPException, ValueError):
            status = 503
        if status == 200:
            self.kept, self.is_asked = [], answer["ask_presence"]
        else:
            self.kept.append((sent_at, signs))
        missed = int((time.monotonic() - sent_at) / PERIOD_S)
        self.kept += [(sent_at + n * PERIOD_S, signs) for n in range(1, missed + 1)]

    def study(self, seconds: float) -> None:
        """Send honest beats for so long, the last one at the end."""
        end = time.monotonic() + seconds
        self.study_until(lambda: time.monotonic() >= end)

    def study_until(self, is_over: Callable[[], bool]) -> None:
        """Send honest beats until it is over, the last one then."""
        while not is_over():
            self.honest_beat()
            time.sleep(PERIOD_S)
        self.honest_beat()


def main() -> None:
    """Serve until killed. The first request builds the URLs and much else: it is made before anybody waits for it."""
    import django
    from django.core.servers.basehttp import get_internal_wsgi_application, run

    django.setup()
    from django.test import Client

    from cadretrain_xblock.contract import BEAT_URL

    Client(SERVER_NAME=ADDRESS).post(BEAT_URL, {}, content_type="application/json")
    run(ADDRESS, int(sys.argv[1]), get_internal_wsgi_application(), threading=True)


if __name__ == "__main__":
    main()
