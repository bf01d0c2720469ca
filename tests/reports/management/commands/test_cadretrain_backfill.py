"""The command says what was inferred, in figures alone, and lets a second person admit it."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cadretrain_reports.applets.backfill.models import Backfill
from tests import factories
from tests.tracking_logs import BEGUN, RUN, unit, visit

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Return the log of one visit to a marked unit."""
    account = factories.trainee(username="zhangsan")
    factories.released("C1", 300, usage_key="b1", course_run=RUN, covers=unit(1))
    path = tmp_path / "t.log"
    path.write_text("".join(json.dumps(one) + "\n" for one in visit(BEGUN, account.user_id, unit(1))))
    return path


def run(*arguments: str, user: Any = None) -> tuple[str, str, int]:
    """Return what the command prints, its error and its exit code."""
    out, who = StringIO(), user or factories.operator()
    with translation.override("en"):
        try:
            call_command("cadretrain_backfill", *arguments, "--as", who.username, stdout=out)
        except CommandError as error:
            return out.getvalue(), str(error), error.returncode
    return out.getvalue(), "", 0


def test_the_report_for_people(log: Path) -> None:
    said, error, code = run(str(log))
    assert (error, code) == ("", 0)
    assert said.splitlines() == [
        "Files read: 1",
        "Lines: 8",
        "Signs of trainees in courses: 8",
        "Tables that this platform does not have: 4",
        "Trainees with new time: 1",
        "Courses of trainees with new time: 1",
        "Intervals inferred: 1",
        "Seconds inferred: 330",
        "Seconds inferred of the year 2019: 330",
        f"No credit follows before another person admits it: --admit {Backfill.objects.get().uuid}",
    ]
    assert "zhangsan" not in said


def test_the_report_for_programs(log: Path) -> None:
    said = json.loads(run(str(log), "--json", "--no-tables")[0])
    assert (said["trial"], said["counts"]["seconds"], said["counts"]["lines"]) == (False, 330, 8)
    assert all(isinstance(count, int) for count in said["counts"].values())


def test_a_trial_says_that_it_was_one(log: Path) -> None:
    assert run(str(log), "--dry-run")[0].splitlines()[-1] == "This was a trial: nothing was kept."
    assert not Backfill.objects.exists()


def test_a_second_person_admits(log: Path) -> None:
    run(str(log))
    key = str(Backfill.objects.get().uuid)
    assert run("--admit", key)[1:] == ("Another person than the one who ran the backfill has to admit it.", 2)
    other = factories.user()
    other.is_superuser = True
    other.save()
    assert run("--admit", key, user=other) == ("Credits granted: 1\n", "", 0)
    assert run("--admit", key, "--json", user=other) == ('{"credits": 0}\n', "", 0)


def test_what_cannot_be_done(log: Path, tmp_path: Path) -> None:
    stranger = factories.user("stranger")
    assert run(str(log), user=stranger)[1:] == ("stranger may not do this: it is for site operators.", 2)
    assert run(str(tmp_path / "none"))[2] == 2
    assert "invalid _instant value" in run("--until", "2019-01-01T00:00:00")[1]


def test_how_far_back(log: Path) -> None:
    said = run(str(log), "--until", "2019-03-04T01:01:00+00:00")[0]
    assert "Events from after the end of the backfill: 5" in said
