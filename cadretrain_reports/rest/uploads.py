"""Files that come in: bounded before the first byte of them is kept, and put where nobody else can read (9.2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from cadretrain_reports.applets.resources.api import AROUND
from cadretrain_reports.offline.sheets import Limits, SheetError
from cadretrain_reports.offline.sheets.faults import FILE_TOO_LARGE

LARGEST_FILE: Final = Limits().file_size
"""Bytes of a file that is taken."""


class BoundedUpload(TemporaryFileUploadHandler):
    """Keeps files on the disk, and none of a body that is too long for a table."""

    def handle_raw_input(
        self, _input_data: Any, _meta: Any, content_length: int, _boundary: Any, _encoding: str | None = None
    ) -> None:
        """Raise ``SheetError`` for a body that is too long; no server reads more of it than its length says."""
        if content_length > LARGEST_FILE + AROUND:
            raise SheetError(FILE_TOO_LARGE, {"limit": LARGEST_FILE >> 20})


@contextmanager
def kept(upload: UploadedFile[bytes]) -> Iterator[Path]:
    """Give the path of an upload in a folder of its own, which is gone afterwards; its name says CSV or XLSX."""
    suffix = ".csv" if (upload.name or "").lower().endswith(".csv") else ".xlsx"
    with TemporaryDirectory(prefix="cadretrain-") as folder:
        path = Path(folder, f"rows{suffix}")
        with path.open("wb") as stream:
            stream.writelines(upload.chunks())
        yield path
