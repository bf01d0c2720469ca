from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from cadretrain_reports.demo.settings import DATABASES, _secret_key


def test_the_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "secret-key"
    secret = _secret_key(path)
    assert len(secret) >= 50
    assert _secret_key(path) == secret
    assert path.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [path]


def test_a_secret_that_another_process_made_meanwhile_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret-key"
    path.write_text("theirs", encoding="ascii")
    monkeypatch.setattr(Path, "exists", lambda _path: False)
    assert _secret_key(path) == "theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_the_plugin_is_found_by_the_plugin_machinery() -> None:
    assert "cadretrain_reports.apps.ReportsConfig" in settings.INSTALLED_APPS
    assert apps.get_app_config("cadretrain_reports").name == "cadretrain_reports"
    assert settings.CADRETRAIN_TIME_ZONE == "Asia/Shanghai"  # set by the plugin's own settings


@pytest.mark.django_db
@pytest.mark.database("sqlite")
def test_sqlite_writes_ahead_and_locks_at_once() -> None:
    assert DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone() == ("wal",)
