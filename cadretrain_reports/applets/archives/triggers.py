"""The triggers that keep the archive's rows as they are, in the words of each database (9.1.1)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

REFUSAL: Final = "cadretrain: archive rows are never changed or deleted"


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: its name, its table, the statements that lay it anew, and what its database shows of it then."""

    name: str
    table: str
    statements: tuple[str, ...]
    definition: str


def protected_models() -> list[type[models.Model]]:
    """Return the models that say ``insert_only``: the acts that the database refuses on their rows."""
    return [model for model in apps.get_app_config("cadretrain_reports").get_models() if hasattr(model, "insert_only")]


def triggers(connection: BaseDatabaseWrapper) -> list[Trigger]:
    """Return every trigger that protects the archive on this kind of database."""
    writer = _WRITERS[connection.vendor]
    return [trigger for model in protected_models() for trigger in writer(model)]


def laid(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the archive's triggers that stand as they were laid, neither hollowed out nor disabled."""
    with connection.cursor() as cursor:
        cursor.execute(_DEFINITIONS[connection.vendor])
        shown = {name: " ".join(definition) for name, *definition in cursor.fetchall()}
    return {trigger.name for trigger in triggers(connection) if shown.get(trigger.name) == trigger.definition}


def _names(model: type[models.Model]) -> Iterator[tuple[str, str, str]]:
    """Yield (act, trigger name, table) for each act refused on a model."""
    table = model._meta.db_table
    for act in model.insert_only:  # type: ignore[attr-defined]
        yield act, f"{table}_no_{act}", table


def _sqlite(model: type[models.Model]) -> Iterator[Trigger]:
    """INSERT OR REPLACE deletes without asking delete triggers, so an existing key is refused at insertion."""
    for act, name, table in _names(model):
        yield _sqlite_trigger(name, table, f"BEFORE {act.upper()} ON {table}")
    table = model._meta.db_table
    same = (" AND ".join(f'"{column}" = NEW."{column}"' for column in columns) for columns in _unique(model))
    exists = " OR ".join(same)
    when = f"BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {exists})"  # noqa: S608 - our own names
    yield _sqlite_trigger(f"{table}_no_replace", table, when)


def _unique(model: type[models.Model]) -> Iterator[list[str]]:
    """Yield the columns of each key that an insertion could replace."""
    columns = {field.name: str(field.column) for field in model._meta.local_concrete_fields}
    yield from ([columns[field.name]] for field in model._meta.local_concrete_fields if field.unique)
    yield from ([columns[name] for name in rule.fields] for rule in model._meta.total_unique_constraints)


def _sqlite_trigger(name: str, table: str, event: str) -> Trigger:
    create = f"CREATE TRIGGER {name} {event} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    return Trigger(name, table, (f"DROP TRIGGER IF EXISTS {name}", create), create)


def _mysql(model: type[models.Model]) -> Iterator[Trigger]:
    for act, name, table in _names(model):
        body = f"SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '{REFUSAL}'"
        event = f"BEFORE {act.upper()}"
        create = f"CREATE TRIGGER {name} {event} ON {table} FOR EACH ROW {body}"
        yield Trigger(name, table, (f"DROP TRIGGER IF EXISTS {name}", create), f"{event} {table} {body}")


def _postgresql(model: type[models.Model]) -> Iterator[Trigger]:
    function = "cadretrain_refuse_change"
    body = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"
    define = f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
    each = [(act, name, table, "ROW") for act, name, table in _names(model)]
    table = model._meta.db_table
    each.append(("truncate", f"{table}_no_truncate", table, "STATEMENT"))
    for act, name, table, level in each:
        create = f"CREATE TRIGGER {name} BEFORE {act.upper()} ON {table} FOR EACH {level} EXECUTE FUNCTION {function}()"
        drop = f"DROP TRIGGER IF EXISTS {name} ON {table}"
        yield Trigger(name, table, (define, drop, create), f"{create} {body}")


_WRITERS: Final[dict[str, Callable[[type[models.Model]], Iterator[Trigger]]]] = {
    "sqlite": _sqlite,
    "mysql": _mysql,
    "postgresql": _postgresql,
}

_DEFINITIONS: Final[dict[str, str]] = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "mysql": "SELECT TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION, EVENT_OBJECT_TABLE, ACTION_STATEMENT"
    " FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()",
    "postgresql": "SELECT tgname, pg_get_triggerdef(pg_trigger.oid, true), prosrc"
    " FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}
