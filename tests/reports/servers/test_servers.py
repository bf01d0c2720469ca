"""Everything that touches the database, again on each database server."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.services import ROOT, need_server

pytestmark = [pytest.mark.server, pytest.mark.load]

STORING = [
    "tests/reports/applets",
    "tests/reports/workflows",
    "tests/reports/scopes",
    "tests/reports/test_fields.py",
    "tests/reports/test_models.py",
]
LANES = {
    # What the platform runs on has the edges as well.
    "mariadb": [
        *STORING,
        "tests/reports/rest",
        "tests/reports/management",
        "tests/reports/test_admin.py",
        "tests/reports/test_receivers.py",
    ],
    "postgresql": STORING,
}
FEWEST = 300
"""Fewer passed tests than this would mean that a lane was not run."""


@pytest.mark.parametrize("database", list(LANES))
def test_on_a_server(database: str) -> None:
    need_server(database)
    environment = {**os.environ, "CADRETRAIN_TEST_DATABASE": database}
    # Its own home, and no coverage: SQLite has measured these lines already.
    for name in ("CADRETRAIN_HOME", "COVERAGE_PROCESS_CONFIG"):
        environment.pop(name, None)
    # Leaks are looked for in what is answered, whatever the database.
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "--ignore=tests/reports/rest/test_leaks.py"]
    run = subprocess.run(
        [*command, *LANES[database]], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    summary = run.stdout.splitlines()[-1]
    passed = re.search(r"(\d+) passed", summary)
    assert passed, summary
    assert int(passed[1]) >= FEWEST
    assert "skipped" not in summary
