"""What touches the database, again on each database server."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from tests.services import ROOT, need_server

pytestmark = [pytest.mark.server, pytest.mark.load]

LANES = {
    # What the platform runs on has all that stores, the commands and the receivers.
    "mariadb": [
        "tests/reports/applets",
        "tests/reports/workflows",
        "tests/reports/scopes",
        "tests/reports/management",
        "tests/reports/test_fields.py",
        "tests/reports/test_models.py",
        "tests/reports/test_receivers.py",
    ],
    # What a site may run instead has what its dialect and its locks decide: models, races, the way of an hour.
    "postgresql": [
        "tests/reports/applets",
        "tests/reports/scopes/test_plans.py",
        "tests/reports/workflows/bodies",
        "tests/reports/workflows/test_assess.py",
        "tests/reports/workflows/test_choice_races.py",
        "tests/reports/workflows/test_class_races.py",
        "tests/reports/workflows/test_courses.py",
        "tests/reports/workflows/test_graduate.py",
        "tests/reports/workflows/test_one_course.py",
        "tests/reports/workflows/test_question_races.py",
        "tests/reports/workflows/test_registration_races.py",
        "tests/reports/workflows/test_study.py",
        "tests/reports/workflows/test_study_settled.py",
        "tests/reports/workflows/test_submit.py",
        "tests/reports/workflows/test_trainees.py",
        "tests/reports/workflows/test_transfer_races.py",
        "tests/reports/workflows/test_reminding_races.py",
        "tests/reports/test_fields.py",
        "tests/reports/test_models.py",
    ],
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
    # What is long on purpose has been long on SQLite.
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-m", "not load"]
    run = subprocess.run(
        [*command, *LANES[database]], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    summary = run.stdout.splitlines()[-1]
    passed = re.search(r"(\d+) passed", summary)
    assert passed, summary
    assert int(passed[1]) >= FEWEST
    assert "skipped" not in summary
