"""Files on their way in, bounded before the first byte of them is kept (7.2, 8.2.5)."""

from __future__ import annotations

from typing import Any, Final

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from cadretrain_reports import conf

AROUND: Final = 1 << 20
"""Bytes of a body that are not the file."""


class BoundedFile(TemporaryFileUploadHandler):
    """Keeps a file on the disk, and nothing of a body that is too long for one (7.2)."""

    def handle_raw_input(
        self, _input_data: Any, _meta: Any, content_length: int, _boundary: Any, _encoding: str | None = None
    ) -> None:
        """Raise ``RequestDataTooBig`` for a body that is too long; no server reads more than its length says."""
        if content_length > conf.largest_file() + AROUND:
            raise RequestDataTooBig
