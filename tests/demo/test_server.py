from __future__ import annotations

import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings
from django.core.servers import basehttp
from rich.console import Console

from cadretrain_reports.demo.server import check_port, serve_pages
from tests.demo.conftest import demo_command, demo_environment, run_demo


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def get(url: str, patience: float = 90) -> str:
    """Return a page as soon as the server is up."""
    deadline = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return str(answer.read().decode())
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def test_the_pages_are_served_on_this_machine_until_interrupted(tmp_path: Path) -> None:
    port = free_port()
    command = [*demo_command(tmp_path / "var"), "--trainees", "1", "--port", str(port)]
    process = subprocess.Popen(command, env=demo_environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}/"
        assert "trainee001" in get(url)
        with ThreadPoolExecutor(4) as threads:
            pages = list(threads.map(get, [url, f"{url}login/", f"{url}static/cadretrain_reports/demo.css"] * 4))
        assert all(pages)
        second = run_demo(tmp_path / "var", "--trainees", "1", "--reset")
        assert (second.returncode, second.stdout) == (1, "")
        assert "Another demonstration is running in" in second.stderr
        assert "trainee001" in get(url)
    finally:
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=30)[0].decode()
    assert process.returncode == 0
    assert f"The academy is open at {url}" in said
    assert said.index("package: ") < said.index("The academy is open")
    assert "Closed." in said


def test_a_free_port_passes_and_a_taken_one_is_named() -> None:
    port = free_port()
    check_port(port)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()
        with pytest.raises(SystemExit, match=f"port {port}"):
            check_port(port)


def test_mails_link_to_where_the_pages_are_served(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        assert settings.DEMO_ADDRESS == "127.0.0.1:8123"
        raise KeyboardInterrupt

    monkeypatch.setattr(settings, "DEMO_ADDRESS", settings.DEMO_ADDRESS)
    monkeypatch.setattr(basehttp, "run", interrupted)
    console = Console(record=True)
    serve_pages(8123, console)
    assert "Closed." in console.export_text()
