"""A small world in the embedded host: one institution, one course, an author, an administrator, two trainees."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.demo import scenarios
from cadretrain_reports.demo.scenarios import MarkedUnit
from tests import factories

OnCommit = Callable[..., AbstractContextManager[Any]]

RUN = "course-v1:SASW+C1+2026"


def marked_unit(course_run: str = RUN, **other: Any) -> MarkedUnit:
    """Return a unit of two pages, marked as a course of 15 minutes and one second."""
    said = {
        "code": "C1",
        "title": "调查研究的方法",
        "course_duration": 901,
        "requirement": "elective",
        "provider": "SASW",
        "pages": ("<p>第一页，价格 $5</p>", "<p>第二页</p>"),
    }
    return MarkedUnit(course_run, **{**said, **other})


@dataclass
class World:
    """Who and what is there."""

    course_run: str
    block: str
    trainee: User
    other: User
    author: User
    admin: User

    def newest(self) -> courses.CourseVersion:
        """Return the newest version of the course."""
        course = courses.course_at(self.block)
        assert course is not None
        return courses.latest_version(course.pk)


@pytest.fixture
def loaded(db: None) -> str:
    """Return the course run of a unit that is in the store, not published yet."""
    assert scenarios.load(marked_unit()) is True
    return RUN


@pytest.fixture
def world(loaded: str, django_capture_on_commit_callbacks: OnCommit) -> World:
    """Return the world, its course published and released."""
    factories.institution()
    block = scenarios.credit_course_of(loaded)
    with django_capture_on_commit_callbacks(execute=True):
        scenarios.publish(block)
    course = courses.course_at(block)
    assert course is not None
    factories.release(courses.latest_version(course.pk))
    return World(
        course_run=loaded,
        block=block,
        trainee=factories.trainee().user,
        other=factories.trainee().user,
        author=User.objects.create(username="author", is_staff=True),
        admin=User.objects.create(username="admin", is_staff=True, is_superuser=True),
    )


@pytest.fixture
def browser() -> Callable[..., Client]:
    """Return the function that opens a browser, signed in as the user given if any, forgery checks on."""

    def opened(user: User | None = None, language: str = "en") -> Client:
        client = Client(enforce_csrf_checks=True, headers={"accept-language": language})
        if user is not None:
            client.force_login(user)
        return client

    return opened


def csrf_token(client: Client, path: str = "/") -> dict[str, str]:
    """Return the header that a page's script sends, from the cookie that a page set."""
    client.get(path)
    return {"x-csrftoken": client.cookies["csrftoken"].value}


def run_demo(directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``cadretrain demo --no-serve`` in a process of its own; its environment speaks English."""
    command = [*demo_command(directory), "--no-serve", *arguments]
    environment = demo_environment()
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)


def demo_command(directory: Path) -> list[str]:
    """Return the command line of the demonstration in a directory."""
    start = "from cadretrain_reports.cli import main; main()"
    return [sys.executable, "-c", start, "demo", "--directory", str(directory)]


def demo_environment() -> dict[str, str]:
    """Return an environment without the settings of this test run."""
    kept = {name: value for name, value in os.environ.items() if not re.match("CADRETRAIN_|DJANGO_|LANG|LC_", name)}
    return {**kept, "LC_ALL": "C.UTF-8", "COLUMNS": "100"}


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    """Return the directory of a demonstration with six trainees, and how its run went. Read it, do not change it."""
    directory = tmp_path_factory.mktemp("demo") / "var"
    return directory, run_demo(directory, "--trainees", "6")
