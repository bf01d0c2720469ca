from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from cadretrain_reports.demo.filling import Filled
from cadretrain_reports.demo.study import sit
from cadretrain_reports.demo.summary import print_summary
from cadretrain_reports.demo.visits import _straight
from cadretrain_reports.offline.problems import Code, Problem
from cadretrain_reports.offline.verify import Report
from tests.demo.conftest import World
from tests.demo.test_study import Browser, sitting

pytestmark = pytest.mark.django_db

PACKAGE = Path("/a/very/long/path" * 10) / "package"


def printed(*problems: Problem) -> str:
    """Return what is printed of a run that found these problems, on a narrow terminal."""
    report = Report(PACKAGE, "key", True, 7, problems)
    filled = Filled(2026, 0, 0, 0, 0, PACKAGE, report)
    assert filled.is_intact is not bool(problems)
    out = StringIO()
    print_summary(filled, Console(file=out, width=60))
    return re.sub(" +", " ", out.getvalue())


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the terminal speak English."""
    monkeypatch.setenv("LANGUAGE", "en")


def test_the_last_line_is_the_package_however_narrow_the_terminal(world: World, signing_key: object) -> None:
    assert printed().splitlines()[-1] == f"package: {PACKAGE}"


def test_hours_and_credits_are_those_of_the_database(world: World, browser: Browser, signing_key: object) -> None:
    assert "│ Credit-hours │ 0 │" in printed()
    sit(browser(world.trainee), sitting(_straight(901)))
    said = printed()
    assert "│ Credit-hours │ 0.5 │" in said
    assert "│ Courses (released) │ 1 (1) │" in said
    assert "intact" in said


def test_problems_are_named(world: World, signing_key: object) -> None:
    said = printed(Problem("data/x", "row 3", Code.MALFORMED, "[odd] reason"))
    assert "altered" in said
    assert "data/x row 3 malformed: [odd] reason" in said
