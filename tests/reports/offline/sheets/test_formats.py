"""Number formats say which numbers are dates."""

from __future__ import annotations

import time

import pytest

from cadretrain_reports.offline.sheets.formats import GENERAL, Format, Formats, format_of
from cadretrain_reports.offline.sheets.markup import parse_whole
from tests.reports.offline.sheets.test_markup import stream


def read(xml: str) -> Formats:
    formats = Formats()
    parse_whole(stream(xml), formats)
    return formats


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("General", GENERAL),
        ("@", GENERAL),
        ("0.00", GENERAL),
        ('0"days"', GENERAL),
        ("yyyy-mm-dd", Format(date=True)),
        ("[h]:mm", Format(date=True, span=True)),
        ("000", Format(digits=3)),
        ("", GENERAL),
    ],
)
def test_format_of(code: str, found: Format) -> None:
    assert format_of(code) == found


def test_a_hostile_code_takes_no_time() -> None:
    begun = time.perf_counter()
    format_of("[" * 1_000_000)
    assert time.perf_counter() - begun < 1


def test_only_the_formats_of_cells_count() -> None:
    formats = read(
        '<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy-mm-dd"/></numFmts>'
        '<cellStyleXfs><xf numFmtId="14"/><xf numFmtId="14"/><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf/></cellXfs>'
        '<dxfs><dxf><numFmt numFmtId="176" formatCode="0"/></dxf></dxfs></styleSheet>'
    )
    assert [formats[number].date for number in range(4)] == [False, True, False, False]
    assert formats[-1] == GENERAL
    assert formats[10**9] == GENERAL


def test_a_style_sheet_without_end_is_refused() -> None:
    with pytest.raises(ValueError, match="damaged"):
        read(f"<styleSheet><cellXfs>{'<xf/>' * 100_001}</cellXfs></styleSheet>")
    assert read(f"<styleSheet><cellXfs>{'<xf/>' * 100_000}</cellXfs></styleSheet>")[99_999] == GENERAL
