"""What every test finds ready: compiled messages, a signing key, a protected database that can still be flushed."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase

from tests import services

# A busy machine is no fault of what is tested: nothing here fails for being slow.
hypothesis.settings.register_profile(
    "cadretrain",
    deadline=None,
    database=None,
    print_blob=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("cadretrain")

NEW_YEAR = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
"""A Monday morning in Shanghai on which most tests begin."""


def pytest_configure(config: pytest.Config) -> None:
    """Compile the message catalogues whose source is newer, and let interrupts be heard."""
    # What a shell runs in the background ignores interrupts, and so would every server that a test starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.addinivalue_line("markers", "database(*kinds): written for these kinds of database only")
    for source in sorted((services.ROOT / "translations").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            _compile(source, target)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is written for another kind of database than the one of this run."""
    kind = settings.TEST_DATABASE
    other = [item for item in items for mark in item.iter_markers("database") if kind not in mark.args]
    if other:
        config.hook.pytest_deselected(items=other)
        items[:] = [item for item in items if item not in other]


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave out what is set in type where there is no font for it."""
    if item.get_closest_marker("fonts"):
        services.need_fonts()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """List what was left out for want of a server, a browser or a real input, and how to add it."""
    if services.LEFT_OUT:
        terminalreporter.section("left out")
        for what, command in sorted(services.LEFT_OUT.items()):
            terminalreporter.write_line(f"{what}: {command}")


@pytest.fixture(scope="session", autouse=True)
def signing_key() -> Any:
    """Return the site's signing key, laid where the settings look for it."""
    from cadretrain_reports.rules.notes import Signer

    path = Path(settings.CADRETRAIN_SIGNING_KEY_FILE)
    signer = Signer.generate(settings.CADRETRAIN_SITE_NAME)
    path.write_text(signer.text + "\n", encoding="utf-8")
    return signer


@pytest.fixture(scope="session", autouse=True)
def empty_despite_protection() -> Iterator[None]:
    """After a transactional test, empty the tables though triggers protect the archive, and lay the triggers again."""
    flush = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda _case: empty_tables()
    yield
    TransactionTestCase._fixture_teardown = flush


KEPT = {"django_migrations", "django_content_type", "auth_permission"}
"""Tables that say what models there are. Django's own flush makes them anew, which takes longer than most tests."""


def empty_tables() -> None:
    """Take every row out of the database but what migrating has laid there."""
    from cadretrain_reports.applets.archives.api import protect_archive
    from cadretrain_reports.applets.organizations.api import lay_tree_lock

    tables = {*connection.introspection.django_table_names(only_existing=True, include_views=False)} - KEPT
    # PostgreSQL would truncate: new files for every table and index. References are looked at when all rows are gone.
    deleted = [f"DELETE FROM {connection.ops.quote_name(table)}" for table in tables]
    wanted = deleted if connection.vendor == "postgresql" else connection.ops.sql_flush(no_style(), [*tables])
    lift_protection()
    connection.ops.execute_sql_flush(wanted)
    protect_archive(using=connection.alias)
    lay_tree_lock(using=connection.alias)


def lift_protection() -> None:
    """Drop every trigger that protects the archive. Only tests do this."""
    from cadretrain_reports.applets.archives import api as archives

    table = " ON {0.table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for trigger in archives.triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {{0.name}}{table}".format(trigger))


@pytest.fixture
def needs_server() -> Callable[[str], None]:
    """Return the function that leaves the test out unless a database server is there."""
    return services.need_server


@pytest.fixture
def at_new_year() -> Iterator[Any]:
    """Let the server's clock stand still at ``NEW_YEAR``; the value advances it."""
    from cadretrain_reports import clock

    with clock.simulated(NEW_YEAR) as simulated:
        yield simulated


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Return a Redis of the tests' own."""
    from tests.redis_server import RedisServer

    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture
def beat_buffer(redis_server: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Have beats go through an empty Redis, in this process and in those that it starts."""
    from cadretrain_reports.applets.learning.buffer import connection

    redis_server.client.flushall()
    settings.CADRETRAIN_BEAT_BUFFER = redis_server.url
    monkeypatch.setenv("CADRETRAIN_TEST_BEAT_BUFFER", redis_server.url)
    connection.reset()
    return redis_server


@pytest.fixture(params=["database", "redis"])
def beat_store(request: pytest.FixtureRequest) -> str:
    """Do the test twice: beats are stored one by one, and beats are held in Redis."""
    if request.param == "redis":
        request.getfixturevalue("beat_buffer")
    return str(request.param)


@pytest.fixture
def exports(settings: Any, tmp_path: Path) -> Path:
    """Have packages written to an empty folder."""
    settings.CADRETRAIN_EXPORT_ROOT = str(tmp_path / "exports")
    return tmp_path / "exports"


@pytest.fixture
def import_root(settings: Any, tmp_path: Path) -> Path:
    """Have large tables wait in an empty folder."""
    settings.CADRETRAIN_IMPORT_ROOT = str(tmp_path / "imports")
    return tmp_path / "imports"


def _compile(source: Path, target: Path) -> None:
    with source.open("rb") as po_file:
        catalogue = read_po(po_file, locale=source.parts[-3])
    with target.open("wb") as mo_file:
        write_mo(mo_file, catalogue)
