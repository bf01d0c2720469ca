"""What packages and their files are called."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from cadretrain_reports.offline.layout import package_name, rows_file, twin_file

AT = datetime(2027, 1, 5, 10, 30, 7, tzinfo=timezone(timedelta(hours=8)))


def test_names() -> None:
    assert package_name("a.example-1.cn", 2026, AT) == "learner-portfolio_a.example-1.cn_2026_20270105T023007"
    assert (rows_file("course"), twin_file("course")) == ("data/portfolio/course.jsonl", "data/portfolio/course.csv")


@pytest.mark.parametrize("site", ["", "a/b", "../x", "a_b", "课程", "a b", ".hidden", "x" * 101])
def test_a_site_that_cannot_name_a_directory(site: str) -> None:
    with pytest.raises(ValueError, match="cannot be named"):
        package_name(site, 2026, AT)


def test_a_time_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="cannot be named"):
        package_name("site", 2026, datetime.now(UTC).replace(tzinfo=None))
