"""What scopes and imports cost, and beside what (6.1.1, 9.2.1)."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import openpyxl
from django.db import connection
from django.db.models import Model
from django.test import Client

from cadretrain_reports import clock
from cadretrain_xblock.contract import API_ROOT
from tests.bench.measure import Comparison, Cost, Costs, alternate, database

TRAINEES: Final = min(100_000, 500 * int(os.environ.get("CADRETRAIN_SCALE", "200")))
UNITS: Final = 100
SEED: Final = 1_000
ROWS: Final = 2_000
PAGE: Final = {"page_size": 50}


def scoped_page() -> Costs:
    """A page of trainees for the liaison officer of one unit beside the same page without any scope."""
    with database():
        narrow, wide = _readers()
        ours, theirs = _cost(narrow), _cost(wide)
    return Costs(f"page of 50 trainees, scope of {TRAINEES // UNITS:,} of {TRAINEES:,}", "no scope", ours, theirs)


def imported() -> Comparison:
    """Trainees taken in from a workbook, and taken back, beside openpyxl reading the same cells."""
    from cadretrain_reports.workflows.imports import import_file
    from tests import factories
    from tests.factories_people import officer

    with database(), tempfile.TemporaryDirectory() as folder, clock.simulated(datetime(2026, 3, 2, 1, tzinfo=UTC)):
        factories.organization("BUREAU")
        actor, path = officer(), _workbook(Path(folder, "rows.xlsx"))
        times = alternate(lambda: import_file(actor, "trainees", path, dry_run=True), lambda: _read(path), 3)
    return Comparison("trainees imported from XLSX", "limit: openpyxl, cells only", *times, ROWS, "rows")


def _readers() -> tuple[Client, Client]:
    """Return the clients of a liaison officer and of a site operator, in a province of many people."""
    from cadretrain_reports.applets.organizations.api import Organization
    from cadretrain_reports.applets.people.api import Trainee
    from tests import factories
    from tests.factories_people import liaison, operator
    from tests.reports.scopes.belongings import units_below

    department = factories.department()
    Organization.objects.bulk_create(units_below(department, UNITS))
    units = list(Organization.objects.filter(is_employing_unit=True))
    first = [
        Trainee(code=f"T{number}", name="某人", unit=units[number % UNITS], managing_department=department)
        for number in range(SEED)
    ]
    Trainee.objects.bulk_create(first)
    _multiply(Trainee, TRAINEES)
    return _client(liaison(units[UNITS // 2])), _client(operator())


def _multiply(model: type[Model], wanted: int) -> None:
    """Copy the rows of a table, each with a key and a code of its own, until there are as many as wanted."""
    vendor, table = connection.vendor, model._meta.db_table
    columns = [field.column for field in model._meta.local_concrete_fields if not field.primary_key]
    with connection.cursor() as cursor:
        while (there := model._default_manager.count()) < wanted:
            code = f"CONCAT(code, '-{there}')" if vendor == "mysql" else f"code || '-{there}'"
            said = ", ".join({"uuid": _UUID[vendor], "code": code}.get(column, column) for column in columns)
            copies = min(there, wanted - there)
            cursor.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {said} FROM {table} ORDER BY id LIMIT {copies}"
            )
    _count_rows()


def _count_rows() -> None:
    """Have a server count its rows now, as it does by itself when it finds the time; SQLite never does."""
    from cadretrain_reports.applets.organizations.api import Organization
    from cadretrain_reports.applets.people.api import Trainee

    tables = ", ".join(model._meta.db_table for model in (Organization, Trainee))
    with connection.cursor() as cursor:
        if connection.vendor == "mysql":
            cursor.execute(f"ANALYZE TABLE {tables}")
            cursor.fetchall()
        elif connection.vendor == "postgresql":
            cursor.execute(f"ANALYZE {tables}")


_UUID: Final = {"sqlite": "lower(hex(randomblob(16)))", "mysql": "UUID()", "postgresql": "gen_random_uuid()"}


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _cost(client: Client) -> Cost:
    """Return what a page costs, once what is cached is cached: queries, and what the database does for them."""
    client.get(f"{API_ROOT}trainees/", PAGE)
    queries = []

    def count(execute: Callable[..., Any], *statement: Any) -> Any:
        queries.append(statement[0])
        return execute(*statement)

    with connection.execute_wrapper(count):
        assert len(client.get(f"{API_ROOT}trainees/", PAGE).json()["results"]) == PAGE["page_size"]
    with _work_of_database() as done:
        client.get(f"{API_ROOT}trainees/", PAGE)
    return Cost(len(queries), done(), _WORK[connection.vendor])


_WORK: Final = {"mysql": "rows read", "sqlite": "steps", "postgresql": "blocks"}


@contextmanager
def _work_of_database() -> Iterator[Callable[[], int]]:
    """Count what the database does inside the ``with`` block: rows that it reads, or SQLite's own steps."""
    if connection.vendor == "sqlite":
        steps = 0

        def step() -> int:
            nonlocal steps
            steps += 1
            return 0

        connection.connection.set_progress_handler(step, 1)
        yield lambda: steps
        connection.connection.set_progress_handler(None, 1)
        return
    before = _read_so_far()
    yield lambda: _read_so_far() - before


def _read_so_far() -> int:
    statement = {
        "mysql": "SHOW SESSION STATUS LIKE 'Handler_read%'",
        "postgresql": "SELECT '', blks_hit + blks_read FROM pg_stat_database WHERE datname = current_database()",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return sum(int(value) for _name, value in cursor.fetchall())


def _workbook(path: Path) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["学员编号", "姓名", "单位代码", "职务", "职级"])
    for number in range(ROWS):
        sheet.append([f"N{number}", "张三丰", "BUREAU", "科员", "一级科员"])
    book.save(path)
    return path


def _read(path: Path) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(path, read_only=True)
    rows = list(book.active.iter_rows(values_only=True))
    book.close()
    return rows
