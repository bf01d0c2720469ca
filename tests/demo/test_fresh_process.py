"""What needs no page to have been shown before, and survives a restart: each act in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.demo.conftest import demo_environment

BLOCK = "course-v1:QHGX+FZ-101+2025.cadretrain_credit_course.d0.u0"

_PREAMBLE = """
import django, json, sys
django.setup()
from django.contrib.auth.models import User
from django.test import Client
client = Client()
client.force_login(User.objects.get(username=sys.argv[1]))
def post(path, message):
    answer = client.post(path, json.dumps(message), content_type="application/json")
    return [answer.status_code, answer.json()]
"""


@pytest.fixture
def directory(filled: tuple[Path, Any], tmp_path: Path) -> Path:
    """Return a copy of a filled demonstration, to be changed."""
    return Path(shutil.copytree(filled[0], tmp_path / "var"))


def act(directory: Path, username: str, code: str) -> Any:
    """Run code in a new process as a signed-in user; it prints JSON."""
    environment = {
        **demo_environment(),
        "CADRETRAIN_HOME": str(directory),
        "DJANGO_SETTINGS_MODULE": "cadretrain_reports.demo.settings",
    }
    command = [sys.executable, "-W", "ignore", "-c", _PREAMBLE + code, username]
    return json.loads(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)


def test_a_handler_answers_without_a_page_having_been_visited(directory: Path) -> None:
    code = f"print(json.dumps(post('/handler/{BLOCK}/read_duration/', {{'course_duration': '16'}})))"
    assert act(directory, "trainee001", code) == [200, {"result": "success", "course_duration": 960, "hint": ""}]


def test_an_authors_edit_survives_and_is_registered(directory: Path) -> None:
    form = {
        "display_name": "依法行政的新要求",
        "course_code": "FZ-101",
        "course_duration": "16:40",
        "requirement": "elective",
        "provider": "QHGX",
        "extent": "unit",
        "assessment": "none",
        "source": "self_developed",
    }
    status, answer = act(
        directory, "author", f"print(json.dumps(post('/studio/handler/{BLOCK}/save_marking/', {form})))"
    )
    assert (status, answer["result"]) == (200, "success")
    look = f"""
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.demo.runtime import open_block
version = courses.latest_version(courses.course_at("{BLOCK}").pk)
block = open_block("{BLOCK}")
html = client.get("/courses/course-v1:QHGX+FZ-101+2025/").content.decode()
print(json.dumps([block.display_name, block.course_duration, version.number, version.state]))
assert block.display_name in html
"""
    assert act(directory, "trainee001", look) == ["依法行政的新要求", 1000, 2, "under_review"]
