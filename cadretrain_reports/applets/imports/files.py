"""Where tables lie that wait for a worker, and refused rows until they are fetched: in the site's private storage."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.core.files import File

from cadretrain_reports import conf


def store(name: str, content: IO[bytes] | File[bytes]) -> str:
    """Keep a file and return the name under which it is found again."""
    return str(conf.import_storage().save(name, content if isinstance(content, File) else File(content)))


def fetch(name: str, path: Path) -> None:
    """Copy a stored file to ``path``. Raises ``FileNotFoundError``."""
    with conf.import_storage().open(name, "rb") as stored, path.open("wb") as copy:
        shutil.copyfileobj(stored, copy)


def opened(name: str) -> Any:
    """Return a stored file to read. Raises ``FileNotFoundError``."""
    return conf.import_storage().open(name, "rb")


def discard(name: str) -> None:
    """Remove a stored file; one that is gone already is gone."""
    if name:
        with suppress(FileNotFoundError):
            conf.import_storage().delete(name)
