"""Files that come in are bounded, and lie where nobody else reads them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cadretrain_reports.offline.sheets import SheetError
from cadretrain_reports.rest import uploads
from cadretrain_reports.rest.uploads import BoundedUpload, kept


def test_a_body_that_is_too_long_is_refused_before_it_is_read() -> None:
    with pytest.raises(SheetError) as fault:
        BoundedUpload().handle_raw_input(None, {}, uploads.LARGEST_FILE * 2, b"x")
    assert fault.value.code == "file_too_large"
    BoundedUpload().handle_raw_input(None, {}, uploads.LARGEST_FILE, b"x")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("学员.csv", ".csv"), ("A.CSV", ".csv"), ("学员.xlsx", ".xlsx"), ("../../etc/passwd", ".xlsx"), ("csv", ".xlsx")],
)
def test_an_upload_is_kept_for_a_while_under_a_name_of_ours(name: str, suffix: str) -> None:
    with kept(SimpleUploadedFile(name, b"abc")) as path:
        assert (path.name, path.read_bytes()) == (f"rows{suffix}", b"abc")
        assert path.parent.stat().st_mode & 0o077 == 0
        folder: Path = path.parent
    assert not folder.exists()


def test_nothing_stays_behind_a_fault() -> None:
    with pytest.raises(ZeroDivisionError), kept(SimpleUploadedFile("a.csv", b"abc")) as path:
        raise ZeroDivisionError
    assert not path.parent.exists()
