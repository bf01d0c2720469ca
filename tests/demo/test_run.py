"""The demonstration as its users run it: in processes of its own."""

from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.demo.run import run
from cadretrain_reports.offline.verify import verify_package
from cadretrain_reports.rules.notes import Signer
from tests.demo.conftest import demo_command, demo_environment, run_demo

Ran = tuple[Path, "subprocess.CompletedProcess[str]"]


def package_of(ran: subprocess.CompletedProcess[str]) -> Path:
    """Return the package that the last line names."""
    last = ran.stdout.splitlines()[-1]
    assert last.startswith("package: "), ran.stdout + ran.stderr
    return Path(last.removeprefix("package: "))


def facts(package: Path) -> list[dict[str, Any]]:
    """Return the course rows of a package without what differs from one academy to the next."""
    lines = (package / "data/portfolio/course.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    kept = [{name: row[name] for name in row if name not in {"traineeId", "entries"}} for row in rows]
    return sorted(kept, key=lambda row: (row["portfolioId"], row["courseId"]))


def count(directory: Path, table: str) -> int:
    """Return how many rows a table of the demonstration's database has."""
    database = sqlite3.connect(f"file:{directory / 'demo.sqlite3'}?mode=ro", uri=True)
    try:
        return int(database.execute(f"SELECT count(*) FROM cadretrain_reports_{table}").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        database.close()


def test_a_run_ends_with_a_package_that_verifies(filled: Ran) -> None:
    directory, ran = filled
    assert (ran.returncode, ran.stderr) == (0, "")
    package = package_of(ran)
    assert package.is_absolute()
    key = Signer.parse((directory / "signing-key").read_text().strip()).verifier
    report = verify_package(package, key)
    assert (report.intact, report.pinned) == (True, True)
    assert f"cadretrain verify {package} --key {key.text}" in ran.stdout


def test_the_summary_says_what_there_is(filled: Ran) -> None:
    _directory, ran = filled
    cells = {row[0]: row[1:] for row in (re.split(r"\s*│\s*", line.strip("│ ")) for line in ran.stdout.splitlines())}
    assert cells["Organizations"] == ["18", "18"]
    assert cells["Trainees"] == ["6", "6"]
    assert cells["Courses (released)"] == ["30 (28)", "30"]
    assert cells["Verification"][0] == "intact"
    assert cells["Assessment results (passed)"] == ["2 (1)"]
    rows = facts(package_of(ran))
    assessed = [row for row in rows if row["assessmentMethod"] == "objective_offline"]
    assert [(row["assessmentResult"], row["score"], row["earnedCreditHour"]) for row in assessed] == [
        ("passed", 69, 0.5),
        ("failed", 55, 0),
    ]
    assert cells["Credit-hours"][0] == f"{sum(row['earnedCreditHour'] for row in rows):g}"
    assert int(cells["Credits granted"][0]) == sum(row["earnedCreditHour"] > 0 for row in rows) > 0
    assert "trainee001" in ran.stdout


def test_keys_and_database_are_for_their_owner_only(filled: Ran) -> None:
    directory, _ran = filled
    assert directory.stat().st_mode & 0o077 == 0
    for name in ("secret-key", "signing-key"):
        assert (directory / name).stat().st_mode & 0o077 == 0


def test_a_second_run_adds_nothing_and_one_with_more_trainees_the_difference(filled: Ran, tmp_path: Path) -> None:
    directory = tmp_path / "var"
    first = run_demo(directory, "--trainees", "5")
    entries = count(directory, "archiveentry")
    second = run_demo(directory, "--trainees", "5")
    assert (second.returncode, count(directory, "archiveentry")) == (0, entries)
    assert facts(package_of(second)) == facts(package_of(first))
    third = run_demo(directory, "--trainees", "6")
    assert re.search(r"Trainees\s*│\s*6 │\s*1 ", third.stdout)
    assert facts(package_of(third)) == facts(package_of(filled[1]))
    fewer = run_demo(directory, "--trainees", "1")
    assert facts(package_of(fewer)) == facts(package_of(third))


@pytest.mark.parametrize(("table", "rows"), [("trainee", 2), ("courseversion", 5), ("studyinterval", 4)])
def test_a_run_that_was_killed_is_finished_by_the_next(filled: Ran, tmp_path: Path, table: str, rows: int) -> None:
    directory = tmp_path / "var"
    command = [*demo_command(directory), "--no-serve", "--trainees", "6"]
    process = subprocess.Popen(command, env=demo_environment(), stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while count_if_there(directory, table) < rows and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    ran = run_demo(directory, "--trainees", "6")
    assert ran.returncode == 0
    assert facts(package_of(ran)) == facts(package_of(filled[1]))


def count_if_there(directory: Path, table: str) -> int:
    return count(directory, table) if (directory / "demo.sqlite3").exists() else 0


def test_reset_begins_anew_and_keeps_key_and_packages(tmp_path: Path) -> None:
    directory = tmp_path / "var"
    first = run_demo(directory, "--trainees", "2")
    key = (directory / "signing-key").read_text()
    second = run_demo(directory, "--trainees", "1", "--reset")
    assert re.search(r"Trainees\s*│\s*1 │\s*1 ", second.stdout)
    assert (directory / "signing-key").read_text() == key
    assert package_of(first).exists()


def test_one_process_runs_in_a_directory_at_a_time(tmp_path: Path) -> None:
    import fcntl

    directory = tmp_path / "var"
    directory.mkdir()
    with (directory / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = run_demo(directory, "--trainees", "1")
    assert (ran.returncode, ran.stdout) == (1, "")
    assert f"Another demonstration is running in {directory}. Stop it first." in ran.stderr.replace("\n", "")


def test_without_the_workbench_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "workbench", None)
    directory = tmp_path / "var"
    monkeypatch.setenv("LANGUAGE", "en")
    with pytest.raises(SystemExit) as refused:
        run(trainees=1, serve=False, port=8000, directory=directory, reset=False)
    assert refused.value.code == "The demonstration needs the XBlock workbench: install openedx-cadretrain[demo]."
    assert not directory.exists()


def test_a_port_in_use_is_told_before_any_work(tmp_path: Path) -> None:
    directory = tmp_path / "var"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [*demo_command(directory), "--trainees", "1", "--port", port]
        ran = subprocess.run(command, env=demo_environment(), capture_output=True, text=True, check=False, timeout=60)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert f"Nothing can be served on port {port}" in ran.stderr
    assert not directory.exists()


def test_a_package_that_does_not_verify_ends_the_run(tmp_path: Path) -> None:
    directory = tmp_path / "var"
    spoil = (
        "from cadretrain_reports.demo import run as demo\n"
        "import pathlib, sys\n"
        "demo._set_up_django(pathlib.Path(sys.argv[1]))\n"
        "from cadretrain_reports.demo import filling\n"
        "export = filling.export_year\n"
        "def spoiled(year):\n"
        "    package = export(year)\n"
        "    (package / 'data/README.md').write_text('x')\n"
        "    return package\n"
        "filling.export_year = spoiled\n"
        "demo.run(trainees=1, serve=False, port=8000, directory=pathlib.Path(sys.argv[1]), reset=False)\n"
    )
    command = [sys.executable, "-c", spoil, str(directory)]
    ran = subprocess.run(command, env=demo_environment(), capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 1
    assert "The package does not verify." in ran.stderr
    assert "data/README.md" in ran.stdout
