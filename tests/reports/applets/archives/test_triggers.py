"""The database refuses to change the archive, whoever asks and however."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Model

from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.archives.models import ArchiveEntry, ArchiveRecord, LogCheckpoint, LogPosition
from cadretrain_reports.applets.archives.triggers import REFUSAL
from cadretrain_reports.clock import SimulatedClock
from tests import factories

pytestmark = pytest.mark.django_db

INSERT_ONLY = [ArchiveEntry, ArchiveRecord, LogPosition, LogCheckpoint]
PREFIX = "cadretrain_reports_"
TABLES = (
    "appraisal",
    "archiveentry",
    "archiverecord",
    "assessmentresult",
    "auditentry",
    "certificate",
    "certificaterevocation",
    "certificatetemplate",
    "classstep",
    "coursestep",
    "examresult",
    "handover",
    "instruction",
    "logcheckpoint",
    "logposition",
    "moderationstep",
    "platformrules",
    "registrationstep",
    "rolestep",
    "rulesacceptance",
    "timecorrection",
)
UPDATE_DELETE = {f"{PREFIX}{table}_no_{act}" for table in TABLES for act in ("update", "delete")}
EXPECTED = {
    "mysql": UPDATE_DELETE,
    "sqlite": UPDATE_DELETE | {f"{PREFIX}{table}_no_replace" for table in TABLES},
    "postgresql": UPDATE_DELETE | {f"{PREFIX}{table}_no_truncate" for table in TABLES},
}


@pytest.fixture(autouse=True)
def log(at_new_year: SimulatedClock) -> None:
    """A log with an entry, its record, its position and a checkpoint."""
    factories.trainee()
    archives.sequence()


def refused(act: Callable[[], object]) -> str:
    """Return what the database says to an act that it must refuse."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        act()
    return str(caught.value)


def waiting_entry(at: SimulatedClock) -> int:
    """Return the key of an entry that nothing refers to: no record, no place in the log yet."""
    return ArchiveEntry.objects.create(kind="account", leaf_hash=bytes(32), recorded_at=at.at).pk


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def rows() -> dict[type[Model], list[Any]]:
    return {
        model: list(model.objects.order_by("pk").values_list())
        for model in (ArchiveEntry, ArchiveRecord, LogPosition, LogCheckpoint)
    }


def test_all_triggers_are_laid_after_all_migrations() -> None:
    assert archives.laid(connection) == EXPECTED[connection.vendor]
    assert {trigger.name for trigger in archives.triggers(connection)} == EXPECTED[connection.vendor]


@pytest.mark.parametrize("model", INSERT_ONLY)
def test_the_orm_cannot_change_or_delete(model: type[Model]) -> None:
    before = rows()
    row = model.objects.get()
    assert REFUSAL in refused(row.save)
    assert REFUSAL in refused(lambda: model.objects.update(**{model._meta.pk.attname: 99}))
    assert REFUSAL in refused(lambda: model.objects.filter(pk=row.pk)._raw_delete("default"))
    assert rows() == before


@pytest.mark.parametrize(
    ("model", "column"),
    [(ArchiveEntry, "kind"), (LogPosition, "index"), (LogCheckpoint, "note"), (ArchiveRecord, "payload")],
)
def test_sql_cannot_change(model: type[Model], column: str) -> None:
    table, name = model._meta.db_table, connection.ops.quote_name(column)
    assert REFUSAL in refused(lambda: run(f"UPDATE {table} SET {name} = {name}"))


@pytest.mark.parametrize("model", [LogPosition, LogCheckpoint])
def test_sql_cannot_delete(model: type[Model]) -> None:
    assert REFUSAL in refused(lambda: run(f"DELETE FROM {model._meta.db_table}"))


def test_sql_cannot_delete_an_entry_that_nothing_refers_to(at_new_year: SimulatedClock) -> None:
    entry = waiting_entry(at_new_year)
    assert REFUSAL in refused(lambda: run(f"DELETE FROM {ArchiveEntry._meta.db_table} WHERE id = {entry}"))


def test_a_record_can_be_neither_altered_nor_erased() -> None:
    record = ArchiveRecord.objects.get()
    record.payload = "{}"
    assert REFUSAL in refused(record.save)
    assert REFUSAL in refused(ArchiveRecord.objects.all().delete)
    assert ArchiveRecord.objects.count() == 1


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("model", [ArchiveEntry, ArchiveRecord, LogPosition, LogCheckpoint])
@pytest.mark.parametrize(
    "statement", ["INSERT OR REPLACE INTO {0} SELECT * FROM {0}", "REPLACE INTO {0} SELECT * FROM {0}"]
)
def test_sqlite_cannot_replace(model: type[Model], statement: str) -> None:
    before = rows()
    assert REFUSAL in refused(lambda: run(statement.format(model._meta.db_table)))
    assert rows() == before


@pytest.mark.database("sqlite")
def test_sqlite_cannot_replace_by_another_unique_key(at_new_year: SimulatedClock) -> None:
    entry = waiting_entry(at_new_year)
    table = LogPosition._meta.db_table
    assert REFUSAL in refused(lambda: run(f'INSERT OR REPLACE INTO {table} (entry_id, "index") VALUES ({entry}, 0)'))
    assert REFUSAL in refused(lambda: run(f"UPDATE OR REPLACE {table} SET id = id + 1"))


@pytest.mark.database("sqlite")
def test_sqlite_cannot_upsert() -> None:
    table = ArchiveEntry._meta.db_table
    upsert = f"INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT(id) DO UPDATE SET kind = 'x'"
    assert REFUSAL in refused(lambda: run(upsert))


@pytest.mark.database("mariadb")
@pytest.mark.parametrize("model", INSERT_ONLY)
def test_mariadb_cannot_replace(model: type[Model]) -> None:
    before, table = rows(), model._meta.db_table
    assert REFUSAL in refused(lambda: run(f"REPLACE INTO {table} SELECT * FROM {table}"))
    assert rows() == before


@pytest.mark.database("mariadb")
def test_mariadb_cannot_upsert() -> None:
    table, key = LogCheckpoint._meta.db_table, LogCheckpoint.objects.get().pk
    upsert = (
        f"INSERT INTO {table} SELECT {key}, size, frontier, note, signed_at FROM {table} AS old"
        " ON DUPLICATE KEY UPDATE note = 'x'"
    )
    assert REFUSAL in refused(lambda: run(upsert))


@pytest.mark.database("postgresql")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", INSERT_ONLY)
def test_postgresql_cannot_truncate(model: type[Model]) -> None:
    assert REFUSAL in refused(lambda: run(f"TRUNCATE {model._meta.db_table} CASCADE"))


@pytest.mark.database("postgresql")
def test_postgresql_cannot_upsert() -> None:
    table = ArchiveEntry._meta.db_table
    upsert = f"INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET kind = 'x'"
    assert REFUSAL in refused(lambda: run(upsert))
