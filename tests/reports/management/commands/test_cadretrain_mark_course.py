"""The command plans and applies, and says what came of it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cadretrain_reports.demo import scenarios
from cadretrain_xblock.contract import CREDIT_COURSE_BLOCK
from tests import factories
from tests.demo.conftest import RUN, marked_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(settings: Any) -> str:
    """Return the name of an author in the embedded host, where one course run has a marked unit."""
    settings.CADRETRAIN_HOST = "cadretrain_reports.demo.host"
    scenarios.load(marked_unit())
    user = factories.user("author")
    user.is_staff = True
    user.save()
    return "author"


def run(*arguments: object) -> tuple[str, str, int]:
    """Return what the command prints, its errors and its exit code."""
    out, err = StringIO(), StringIO()
    with translation.override("en"):
        try:
            call_command("cadretrain_mark_course", *map(str, arguments), stdout=out, stderr=err)
        except CommandError as error:
            return out.getvalue(), f"{err.getvalue()}{error}", error.returncode
    return out.getvalue(), err.getvalue(), 0


def test_plan_change_apply_and_again(author: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    planned = run("plan", RUN, "-o", plan, "--as", author)
    assert planned == (f"Units in the plan: 1. Edit {plan}, then apply it.\n", "", 0)
    text = plan.read_text(encoding="utf-8")
    assert "15.02" in text
    plan.write_text(text.replace("15.02", "20"), encoding="utf-8")
    done = "Units marked: 0. Changed: 1. As planned already: 0. Left: 0.\nThey are drafts: publish them in Studio.\n"
    assert run("apply", RUN, plan, "--as", author) == (done, "", 0)
    (block,) = [*scenarios.open_block(scenarios.unit_of(RUN)).get_children()][-1:]
    assert (block.scope_ids.block_type, block.course_duration) == (CREDIT_COURSE_BLOCK, 1200)
    again = "Units marked: 0. Changed: 0. As planned already: 1. Left: 0.\n"
    assert run("apply", RUN, plan, "--as", author) == (again, "", 0)


def test_a_wrong_plan(author: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    run("plan", RUN, "-o", plan, "--as", author)
    plan.write_text(plan.read_text(encoding="utf-8").replace("15.02", "零"), encoding="utf-8")
    said, errors, code = run("apply", RUN, plan, "--as", author)
    assert (said, code) == ("", 1)
    assert errors.startswith("Line 2, 课程时长（分钟）, “零”: Write minutes above 0")
    assert errors.endswith("Nothing was written. Cells to be mended: 1.")


def test_an_edited_plan_is_not_lost(author: str, tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text("edited", encoding="utf-8")
    assert run("plan", RUN, "-o", plan, "--as", author)[2] == 2
    assert plan.read_text(encoding="utf-8") == "edited"
    assert run("plan", RUN, "-o", plan, "--as", author, "--force")[2] == 0


def test_what_cannot_be_done(author: str, tmp_path: Path) -> None:
    factories.user("other")
    plan = tmp_path / "plan.csv"
    assert run("plan", RUN, "-o", plan, "--as", "other")[2] == 2
    assert run("plan", "course-v1:X+Y+Z", "-o", plan, "--as", author)[2] == 2
    assert run("apply", RUN, tmp_path / "gone.csv", "--as", author)[2] == 2
    plan.write_bytes(b"")
    assert run("apply", RUN, plan, "--as", author)[1:] == ("The file is empty.", 2)
