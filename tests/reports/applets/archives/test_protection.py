"""Laying the triggers: after every migration, again and again, and where the database will not have them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Never

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError, connection, models

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.archives.models import ArchiveEntry
from cadretrain_reports.clock import SimulatedClock
from tests import factories
from tests.conftest import lift_protection

pytestmark = pytest.mark.django_db(transaction=True)


def names() -> set[str]:
    return {trigger.name for trigger in archives.triggers(connection)}


def test_laying_again_changes_nothing() -> None:
    assert archives.protect("default") == []
    assert archives.protect("default") == []
    assert archives.laid(connection) == names()
    assert archives.unprotected("default") == []


def test_every_migration_lays_what_is_missing() -> None:
    lift_protection()
    assert archives.laid(connection) == set()
    assert {trigger.name for trigger in archives.unprotected("default")} == names()
    call_command("migrate", verbosity=0)
    assert archives.laid(connection) == names()


@pytest.mark.database("sqlite")
def test_a_hollow_trigger_of_the_same_name_is_no_protection() -> None:
    (trigger,) = [each for each in archives.triggers(connection) if each.name.endswith("archiveentry_no_delete")]
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {trigger.name}")
        cursor.execute(f"CREATE TRIGGER {trigger.name} BEFORE DELETE ON {trigger.table} BEGIN SELECT 1; END")
    assert [each.name for each in archives.unprotected("default")] == [trigger.name]
    assert archives.protect("default") == []
    assert archives.unprotected("default") == []


@pytest.mark.database("sqlite", "postgresql")
def test_flush_is_refused(at_new_year: SimulatedClock) -> None:
    """Tests lift the triggers for it. MySQL and MariaDB flush by TRUNCATE, against which nothing is claimed."""
    factories.trainee()
    archives.sequence()
    with pytest.raises(CommandError, match="couldn't be flushed"):
        call_command("flush", interactive=False, verbosity=0)
    assert ArchiveEntry.objects.count() == 1


@pytest.mark.database("sqlite")
def test_sqlite_drops_triggers_when_it_rebuilds_a_table_and_the_migration_lays_them_again() -> None:
    changed = models.CharField(max_length=33)
    changed.set_attributes_from_name("kind")
    connection.disable_constraint_checking()
    with connection.schema_editor() as editor:
        editor.alter_field(ArchiveEntry, ArchiveEntry._meta.get_field("kind"), changed)
    connection.enable_constraint_checking()
    assert len(archives.unprotected("default")) == 3
    call_command("migrate", verbosity=0)
    assert archives.unprotected("default") == []


def refuse_triggers(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    """Answer as MySQL does to an ordinary user while it writes a binary log."""
    if sql.startswith("CREATE TRIGGER"):
        raise OperationalError(1419, "You do not have the SUPER privilege and binary logging is enabled")
    return execute(sql, params, many, context)


def test_a_database_that_refuses_triggers_does_not_stop_the_migration(caplog: pytest.LogCaptureFixture) -> None:
    lift_protection()
    with connection.execute_wrapper(refuse_triggers), caplog.at_level(logging.ERROR):
        call_command("migrate", verbosity=0)
    message = caplog.records[-1].getMessage()
    assert message.startswith("The archive is not protected by the database. Have an administrator run:\nDELIMITER //")
    for trigger in archives.triggers(connection):
        assert f"{trigger.statements[-1]}//" in message
    assert message.endswith("DELIMITER ;")
    assert {trigger.name for trigger in archives.unprotected("default")} == names()


def test_another_refusal_stops_it() -> None:
    def refuse(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Never:
        raise OperationalError(1142, "TRIGGER command denied to user")

    lift_protection()
    with connection.execute_wrapper(refuse), pytest.raises(OperationalError, match="denied"):
        archives.protect("default")


@pytest.mark.database("mariadb")
def test_what_an_administrator_has_laid_is_left_alone() -> None:
    """An ordinary user may drop a trigger that he may not lay again."""
    dropped = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        dropped.extend([sql] if "TRIGGER " in sql.upper().split("FROM")[0] else [])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        assert archives.protect("default") == []
    assert dropped == []


@pytest.mark.database("mariadb")
def test_a_trigger_that_does_something_else_is_replaced() -> None:
    name = f"{ArchiveEntry._meta.db_table}_no_update"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(
            f"CREATE TRIGGER {name} BEFORE UPDATE ON {ArchiveEntry._meta.db_table} FOR EACH ROW SET NEW.kind = 'x'"
        )
    archives.protect("default")
    factories.trainee()
    with pytest.raises(DatabaseError, match="never changed"):
        ArchiveEntry.objects.update(kind="y")


def test_tables_that_are_not_there_yet_are_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first migrations of a new site run before there is an archive."""
    lift_protection()
    monkeypatch.setattr(connection.introspection, "table_names", list)
    archives.protect_archive(using="default")
    assert archives.laid(connection) == set()
