"""Where tables wait: a private folder, or a storage that the site names."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from cadretrain_reports.applets.imports import api as imports


def test_a_file_is_kept_private_until_it_is_discarded(import_root: Path, tmp_path: Path) -> None:
    name = imports.store("rows.csv", BytesIO(b"a,b\n"))
    (kept,) = import_root.iterdir()
    assert (kept.stat().st_mode & 0o777, import_root.stat().st_mode & 0o777) == (0o600, 0o700)
    imports.fetch(name, tmp_path / "copy.csv")
    assert (tmp_path / "copy.csv").read_bytes() == b"a,b\n"
    with imports.opened(name) as stored:
        assert stored.read() == b"a,b\n"
    for _ in range(2):
        imports.discard(name)
    imports.discard("")
    assert [*import_root.iterdir()] == []
    with pytest.raises(FileNotFoundError):
        imports.fetch(name, tmp_path / "copy.csv")


def test_a_site_whose_workers_share_no_folder_names_a_storage(settings: Any, tmp_path: Path) -> None:
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {
        **settings.STORAGES,
        "cadretrain": {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path / "shared")}},
    }
    imports.store("rows.csv", BytesIO(b"a,b\n"))
    assert [path.name for path in (tmp_path / "shared").iterdir()] == ["rows.csv"]
