"""Statements that are so frequent that making them with the ORM would cost more than the database takes for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from threading import local
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateTimeField, Model, QuerySet
from django.db.models.constants import OnConflict
from django.db.models.sql.compiler import SQLCompiler

ROWS: Final = 200
"""Rows in one statement."""

_FIRST_NUMBER: Final = 2_147_480_000
"""From here on numbers stand for what is filled in: no key is so high, and a column for keys still takes them."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL and its parameters; where one of ``names`` is not ``None``, the value of that name is filled in."""

    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]
    names: tuple[str | None, ...]


class PreparedQuery:
    """A query of rows of values, in which only integers and texts differ that its filters compare with.

    A ``QuerySet`` is turned into SQL anew each time. Here that is done once for each connection, and the values are
    filled in. ``build`` is given these by name and returns the query. It may depend on nothing else that can change.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, tuple[Any, ...]]]) -> None:
        self._build = build
        # A statement holds its connection, and a connection is its thread's: both go when the thread does.
        self._made = local()

    def first(self, **values: int | str) -> tuple[Any, ...] | None:
        """Return the first row, ``None`` if there is none."""
        connection = connections[DEFAULT_DB_ALIAS]
        statement: _Statement | None = getattr(self._made, "statement", None)
        if statement is None or statement.compiler.connection is not connection:
            statement = self._made.statement = self._compiled(connection, values)
        params = [
            param if name is None else values[name]
            for param, name in zip(statement.params, statement.names, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, params)
            rows = cursor.fetchmany(1)
        # As a ``QuerySet`` does it: every database has its own ways with instants and the like.
        return next((tuple(row) for row in statement.compiler.results_iter([rows])), None)

    def _compiled(self, connection: BaseDatabaseWrapper, values: dict[str, int | str]) -> _Statement:
        stand_ins = {name: _stand_in(number, value) for number, (name, value) in enumerate(values.items())}
        compiler = self._build(**stand_ins)[:1].query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        names = {stand_in: name for name, stand_in in stand_ins.items()}
        return _Statement(compiler, sql, tuple(params), tuple(map(names.get, params)))


def write_again(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Write the fields ``names`` of rows that are there, by what a database does where a key is there already.

    ``bulk_update`` builds an expression for each value of each row, and ``bulk_create`` asks each value's field three
    times what it is: here only instants are asked how this database has them. Call inside a transaction.
    """
    connection: Any = connections[DEFAULT_DB_ALIAS]
    meta: Any = rows[0]._meta
    fields, adapt = meta.concrete_fields, connection.ops.adapt_datetimefield_value
    changed = [meta.get_field(name).column for name in names]
    insert = connection.ops.insert_statement(OnConflict.UPDATE)
    into = f"{insert} {_quoted(connection, meta.db_table)} ({_quoted(connection, *(f.column for f in fields))}) VALUES "
    update = connection.ops.on_conflict_suffix_sql(fields, OnConflict.UPDATE, changed, [meta.pk.column])
    instants = [isinstance(field, DateTimeField) for field in fields]
    row_of, one = attrgetter(*(field.attname for field in fields)), f"({', '.join(['%s'] * len(fields))})"
    for start in range(0, len(rows), ROWS):
        batch = [zip(row_of(row), instants, strict=True) for row in rows[start : start + ROWS]]
        values = [adapt(value) if is_instant else value for row in batch for value, is_instant in row]
        with connection.cursor() as cursor:
            cursor.execute(f"{into}{', '.join([one] * len(batch))} {update}", values)


def _quoted(connection: Any, *names: str) -> str:
    return ", ".join(map(connection.ops.quote_name, names))


def _stand_in(number: int, value: int | str) -> int | str:
    return f"\0{number}" if isinstance(value, str) else _FIRST_NUMBER + number
