"""What the tests of imports share: reasons are read in English, and an officer sends the files."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from cadretrain_reports.workflows.imports import Outcome, import_file
from tests import factories
from tests.factories_imports import Said, table
from tests.factories_people import officer

Send = Callable[..., Outcome]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Have reasons said in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def sender() -> Any:
    """Return an officer of the department above BUREAU and OFFICE."""
    for unit in ("BUREAU", "OFFICE"):
        factories.organization(unit)
    return officer()


@pytest.fixture
def send(sender: Any, tmp_path: Path) -> Send:
    """Return what sends rows of a kind as a CSV file."""

    def sent(kind: str, *rows: Said, actor: Any = None, **options: Any) -> Outcome:
        return import_file(actor or sender, kind, table(tmp_path / f"{kind}.csv", kind, rows), **options)

    return sent


@pytest.fixture
def matching_key(settings: Any, tmp_path: Path) -> None:
    """Let the site take identity numbers."""
    path = tmp_path / "matching-key"
    path.write_text(secrets.token_hex(32), encoding="ascii")
    settings.CADRETRAIN_MATCHING_KEY_FILE = str(path)
