"""Builders around reminders: a gateway that listens for real, people with a plan, and acts for other processes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

from django.test import override_settings

from tests import factories, factories_plans

DECEMBER: Final = datetime(2026, 12, 10, 4, tzinfo=UTC)
"""22 days before the year ends."""


@dataclass
class Post:
    """A gateway: what it was sent, with which header of authorization, and how it answers."""

    url: str
    status: int = 200
    answer: dict[str, Any] = field(default_factory=lambda: {"errcode": 0})
    got: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)


@contextmanager
def gateway() -> Iterator[Post]:
    """Give a gateway on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            post.got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            post.keys.append(self.headers.get("Authorization", ""))
            said = json.dumps(post.answer).encode()
            self.send_response(post.status)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        post = Post(f"http://127.0.0.1:{server.server_address[1]}/send?app=1")
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield post
        finally:
            server.shutdown()
            thread.join()


def planned(code: str = "T1", total: str = "40") -> Any:
    """Return the account of a trainee of whom a plan asks so many hours in 2026."""
    account = factories.trainee(code)
    factories_plans.issued("DEPARTMENT", factories_plans.plan(factories_plans.line(total), to=("BUREAU",)))
    account.user.email = f"{code}@example.cn".lower()
    account.user.save()
    return account


def do_remind(url: str) -> dict[str, int]:
    """Remind by the messenger at an address."""
    from cadretrain_reports.workflows.reminding import remind

    with override_settings(CADRETRAIN_REMINDER_CHANNELS={"messenger": {"url": url}}):
        done: dict[str, int] = remind()
        return done
