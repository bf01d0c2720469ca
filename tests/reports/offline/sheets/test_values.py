"""Whatever is written becomes text."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from cadretrain_reports.offline.sheets.values import Value, value_text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("", ""),
        (" 张三 ", "张三"),
        ("a\x00b", "a\ufffdb"),
        (7, "7"),
        (110101199001010010, "110101199001010010"),
        (Decimal("0.25"), "0.25"),
        (Decimal("1E+3"), "1000"),
        (True, "是"),
        (False, "否"),
        (date(2026, 1, 5), "2026-01-05"),
        (datetime(2026, 1, 5, 9, 30, 1, 999, tzinfo=UTC), "2026-01-05 09:30:01+00:00"),
    ],
)
def test_value_text(value: Value, text: str) -> None:
    assert value_text(value) == text
