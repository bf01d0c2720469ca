"""The embedded host's settings on throw-away databases.

``CADRETRAIN_TEST_DATABASE`` is ``sqlite`` (default), ``mariadb`` or ``postgresql``. The servers are looked for where
``MARIADB_HOST``, ``MARIADB_PORT``, ``MARIADB_USER``, ``MARIADB_PASSWORD`` and ``PGHOST``, ``PGPORT``, ``PGUSER``,
``PGPASSWORD`` say, by default on this machine. ``CADRETRAIN_TEST_DATABASE_NAME`` names a database that is there
already: that is how further processes join the one of a test.
"""

import atexit
import os
import shutil
import tempfile

if "CADRETRAIN_HOME" not in os.environ:
    _home = os.environ["CADRETRAIN_HOME"] = tempfile.mkdtemp(prefix="cadretrain-tests-")
    atexit.register(shutil.rmtree, _home, ignore_errors=True)

from cadretrain_reports.demo.settings import *  # noqa: F403
from cadretrain_reports.demo.settings import DATABASES, HOME

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

TEST_DATABASE = os.environ.get("CADRETRAIN_TEST_DATABASE", "sqlite")


def _server(prefix: str, engine: str, port: str, user: str, **options: object) -> dict[str, object]:
    value = os.environ.get
    return {
        "ENGINE": f"django.db.backends.{engine}",
        "HOST": value(f"{prefix}HOST", "127.0.0.1"),
        "PORT": value(f"{prefix}PORT", port),
        "USER": value(f"{prefix}USER", user),
        "PASSWORD": value(f"{prefix}PASSWORD", ""),
        "OPTIONS": options,
    }


_KINDS = {
    "sqlite": DATABASES["default"],
    "mariadb": _server(
        "MARIADB_", "mysql", "3306", "root", charset="utf8mb4", init_command="SET sql_mode='STRICT_TRANS_TABLES'"
    ),
    # Nobody pulls the plug on a test: what is committed need not be on the disk yet.
    "postgresql": _server("PG", "postgresql", "5432", "postgres", options="-c synchronous_commit=off"),
}
# A file even for SQLite, so that other processes can open it; a name of its own, so that runs do not meet.
_own = str(HOME / "test.sqlite3") if TEST_DATABASE == "sqlite" else f"test_cadretrain_{os.getpid()}"
_charset = {"CHARSET": "utf8mb4", "COLLATION": "utf8mb4_unicode_ci"} if TEST_DATABASE == "mariadb" else {}

DATABASES = {
    "default": {
        **_KINDS[TEST_DATABASE],
        "NAME": os.environ.get("CADRETRAIN_TEST_DATABASE_NAME", "postgres" if TEST_DATABASE == "postgresql" else _own),
        "TEST": {"NAME": _own, **_charset},
    }
}

CADRETRAIN_PUBLIC_ADDRESS = "https://lms.example.org"

# A lane of its own: every beat of every test goes through this Redis.
CADRETRAIN_BEAT_BUFFER = os.environ.get("CADRETRAIN_TEST_BEAT_BUFFER", "")
