"""What a package says of itself, and what a check reads out of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from cadretrain_reports.offline.describe import Frame, HeadError, PackageHead, bag_info, datapackage, read_frame, readme
from cadretrain_reports.offline.digests import Digests
from cadretrain_reports.offline.layout import ENTRIES_FILE, SETS, rows_file, twin_file
from cadretrain_reports.rules.credit_hours import STANDARD_BANDS, bands_from
from cadretrain_reports.rules.dictionary import CLAIM
from tests.reports.offline import build

FILES = {path: Digests("a" * 64, "b" * 64, 7) for name in SETS for path in (rows_file(name), twin_file(name))}
FILES[ENTRIES_FILE] = Digests("c" * 64, "d" * 64, 8)
FRAME = Frame(2026, "2025-12-31T16:00:00Z", "2026-12-31T16:00:00Z", STANDARD_BANDS, "Asia/Shanghai")


def test_a_head_is_read_back_as_its_frame() -> None:
    assert read_frame(datapackage(build.HEAD, FILES)) == FRAME


def test_a_period_may_begin_on_any_day_in_any_zone_under_any_bands() -> None:
    bands = bands_from([[1800, "1"], [None, "2"]])
    head = replace(build.HEAD, period_start=date(2026, 7, 1), period_end=date(2027, 7, 1), bands=bands, time_zone="UTC")
    expected = Frame(2026, "2026-07-01T00:00:00Z", "2027-07-01T00:00:00Z", bands, "UTC")
    assert read_frame(datapackage(head, FILES)) == expected


def test_resources_carry_size_and_digest() -> None:
    document = json.loads(datapackage(build.HEAD, FILES))
    resources = {resource["name"]: resource for resource in document["resources"]}
    assert list(resources) == ["metadata", "metadata-csv", "course", "course-csv", "entries"]
    assert resources["course"]["path"] == "portfolio/course.jsonl"
    assert (resources["entries"]["bytes"], resources["entries"]["hash"]) == (8, f"sha256:{'c' * 64}")
    assert document["description"] == CLAIM
    assert document["bands"] == [[900, "0.25"], [1800, "0.5"], [None, "1"]]


@pytest.mark.parametrize(
    "change",
    [
        {"site": "two words"},
        {"site": "../x"},
        {"year": 2025},
        {"period_end": date(2026, 1, 1)},
        {"period_end": date(2027, 1, 3)},
        {"year": True},
        {"time_zone": "Moon/Sea"},
        {"created_at": datetime(2027, 1, 1)},  # noqa: DTZ001
    ],
)
def test_a_head_that_contradicts_itself_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(HeadError):
        replace(build.HEAD, **change)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"period": {}}', b'{"period": null, "bands": []}', b"\xff"])
def test_what_names_no_period_is_no_frame(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"period|JSON"):
        read_frame(data)


@pytest.mark.parametrize(
    "other",
    [
        {"label": True},
        {"label": 2025},
        {"start": "2020-01-01"},
        {"end": "2035-01-01"},
        {"end": "2026-01-01"},
    ],
)
def test_a_period_is_one_year_labelled_by_its_first_day(other: dict[str, object]) -> None:
    document = json.loads(datapackage(build.HEAD, FILES))
    document["period"].update(other)
    with pytest.raises(HeadError, match="no period of the year"):
        read_frame(json.dumps(document).encode())


@pytest.mark.parametrize(
    ("earned_at", "inside"),
    [
        ("2025-12-31T15:59:59Z", False),
        ("2025-12-31T16:00:00Z", True),
        ("2026-12-31T15:59:59Z", True),
        ("2026-12-31T16:00:00Z", False),
    ],
)
def test_a_credit_falls_into_the_period_by_the_local_day(earned_at: str, inside: bool) -> None:
    credit = build.credit_record(build.study_record(0, 0, learned=900))
    assert FRAME.contains(replace(credit, earned_at=earned_at)) is inside
    assert not FRAME.contains(replace(credit, earned_at=earned_at, year=2025))


@pytest.mark.parametrize(
    ("started_at", "studied_until", "inside"),
    [
        ("2025-12-31T16:00:00Z", "2026-12-31T16:00:00Z", True),
        ("2025-12-31T15:59:59Z", "2026-01-01T00:00:00Z", False),
        ("2026-12-31T15:00:00Z", "2026-12-31T16:00:01Z", False),
    ],
)
def test_study_lies_in_the_period_to_its_very_end(started_at: str, studied_until: str, inside: bool) -> None:
    study = build.study_record(0, 0, learned=900)
    assert FRAME.contains(replace(study, started_at=started_at, studied_until=studied_until)) is inside


def test_bag_info_and_readme_name_the_package() -> None:
    assert bag_info(build.HEAD)["External-Identifier"] == build.HEAD.name
    assert build.HEAD.name == "learner-portfolio_academy.example.cn_2026_20270105T023000"
    text = readme(build.HEAD).decode()
    assert CLAIM in text
    assert "cadretrain verify" in text
    assert "data/portfolio/course.csv" in text


def test_the_default_head_uses_the_standards_bands() -> None:
    head = PackageHead("s", 2026, date(2026, 1, 1), date(2027, 1, 1), build.CREATED)
    assert (head.bands, head.time_zone) == (STANDARD_BANDS, "Asia/Shanghai")
