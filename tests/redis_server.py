"""A Redis of the tests' own, which may be stopped, emptied and killed."""

from __future__ import annotations

import socket
import subprocess
import time
from pathlib import Path
from typing import Any

from tests import services


class RedisServer:
    """One server on a port of its own; what it holds outlives ``stop``, unless it is to be lost."""

    def __init__(self, folder: Path) -> None:
        services.need_redis()
        self.folder = folder
        with socket.socket() as found:
            found.bind(("127.0.0.1", 0))
            self.port = found.getsockname()[1]
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def client(self) -> Any:
        from redis import Redis

        return Redis.from_url(self.url, decode_responses=True)

    def start(self) -> None:
        """Start the server and wait until it answers. It writes down what it is told before it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen(
            ["redis-server", *options, "--appendonly", "yes", "--appendfsync", "everysec"], stdout=subprocess.DEVNULL
        )
        self._wait()

    def kill(self) -> None:
        """End the server as by ``kill -9``."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def lose(self) -> None:
        """Start anew with nothing."""
        self.kill()
        for file in self.folder.rglob("*.*"):
            if file.is_file():
                file.unlink()
        self.start()

    def _wait(self) -> None:
        for _ in range(200):
            try:
                self.client.ping()
            except OSError:
                time.sleep(0.02)
            except Exception:  # noqa: BLE001 - not up yet, or still loading
                time.sleep(0.02)
            else:
                return
        raise TimeoutError("redis-server does not answer")
