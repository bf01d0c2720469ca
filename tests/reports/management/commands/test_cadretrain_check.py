"""What an operator or an author has to mend is said, and the exit code says so too."""

from __future__ import annotations

import socket
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import translation

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.conftest import lift_protection

pytestmark = pytest.mark.django_db


def check() -> tuple[str, str]:
    """Return what the command says, and its error or nothing."""
    out = StringIO()
    with translation.override("en"):
        try:
            call_command("cadretrain_check", stdout=out)
        except CommandError as error:
            return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_nothing_to_mend() -> None:
    assert check() == ("Nothing to mend.\n", "")


@pytest.mark.django_db(transaction=True)
def test_an_unprotected_archive() -> None:
    lift_protection()
    said, error = check()
    assert error == "1 finding."
    if connection.vendor == "mysql":
        assert said.startswith("The database does not protect the archive. Have an administrator run:\n")
        assert "CREATE TRIGGER cadretrain_reports_archiveentry_no_update" in said
    else:
        assert (
            said
            == "The database does not protect the archive: run migrate, which puts the protection in place again.\n"
        )
    archives.protect("default")
    assert check()[1] == ""


@pytest.mark.database("mariadb")
@pytest.mark.django_db(transaction=True)
def test_an_isolation_level_under_which_locks_do_not_help() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        said, error = check()
        cursor.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
    assert error == "1 finding."
    assert said.startswith('The database\'s isolation level is not "read committed"')
    assert check()[1] == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CADRETRAIN_SIGNING_KEY_FILE", ""),
        ("CADRETRAIN_STUDY_POLICY", {"grace_s": 0}),
        ("CADRETRAIN_CREDIT_HOUR_BANDS", []),
        ("CADRETRAIN_PERIOD_START", [2, 29]),
        ("CADRETRAIN_IDENTITY_STORAGE", "plain"),
        ("CADRETRAIN_MATCHING_KEY_FILE", "/nowhere/key"),
    ],
)
def test_a_bad_setting(settings: Any, name: str, value: object) -> None:
    setattr(settings, name, value)
    said, error = check()
    assert error == "1 finding."
    assert said.startswith(name)


def test_a_beat_buffer_that_does_not_answer(settings: Any) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.CADRETRAIN_BEAT_BUFFER = f"redis://:geheim@127.0.0.1:{nobody.getsockname()[1]}/0"
        said, error = check()
    assert said == "The Redis of CADRETRAIN_BEAT_BUFFER does not answer (ConnectionError).\n"
    assert error == "1 finding."


@pytest.mark.usefixtures("beat_buffer")
def test_a_beat_buffer_that_answers() -> None:
    assert check()[1] == ""


def test_entries_that_wait(at_new_year: SimulatedClock) -> None:
    factories.trainee()
    factories.trainee()
    said, error = check()
    assert said == "Archive entries that wait for their place in the log: 2. Run cadretrain_sequence.\n"
    assert error
    call_command("cadretrain_sequence", stdout=StringIO())
    assert check()[1] == ""


def test_a_block_that_contradicts_its_course() -> None:
    factories.draft()
    factories.draft(duration=60, usage_key="copy", title="别名")
    said, error = check()
    assert said == "The block copy contradicts its course C1 in: title, course_duration.\n"
    assert error
