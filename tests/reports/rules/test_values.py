"""Each value has one spelling: what is written is read back, and nothing else is read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules import values
from cadretrain_reports.rules.values import RecordError, hours_number, hours_text, hours_value, instant, instant_text


def test_an_instant_is_written_in_utc_to_the_second() -> None:
    at = datetime(2026, 3, 1, 16, 0, 59, 999_999, tzinfo=timezone(timedelta(hours=8)))
    assert instant_text(at) == "2026-03-01T08:00:59Z"
    assert instant("2026-03-01T08:00:59Z") == datetime(2026, 3, 1, 8, 0, 59, tzinfo=UTC)
    assert instant("2026-03-01T08:00:59Z").utcoffset() == timedelta(0)


@given(st.datetimes(timezones=st.timezones()))
def test_an_instant_survives_being_written_down(at: datetime) -> None:
    try:
        text = instant_text(at)
    except OverflowError:  # a zone beside the first or the last year
        return
    assert instant_text(instant(text)) == text
    assert timedelta(0) <= at - instant(text) < timedelta(seconds=1)


def test_a_naive_time_is_no_instant() -> None:
    with pytest.raises(RecordError, match="without a zone"):
        instant_text(datetime(2026, 3, 1))  # noqa: DTZ001 - the point of the test


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026-03-01",
        "2026-03-01T08:00:00",
        "2026-03-01T08:00Z",
        "2026-03-01 08:00:00Z",
        "2026-03-01t08:00:00z",
        "2026-03-01T08:00:00+00:00",
        "2026-03-01T08:00:00.0Z",
        "2026-02-29T08:00:00Z",
        "2026-13-01T08:00:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T08:00:60Z",
        "0000-03-01T08:00:00Z",
        "２０２６-03-01T08:00:00Z",
        "2026-03-01T08:00:00Z\n",
        None,
        20260301,
    ],
)
def test_other_spellings_of_an_instant_are_refused(text: Any) -> None:
    with pytest.raises(RecordError) as caught:
        instant(text)
    assert caught.value.field == "instant"


@pytest.mark.parametrize(
    ("hours", "text", "number"),
    [("0.25", "0.25", 0.25), ("0.50", "0.5", 0.5), ("1.00", "1", 1), ("1E+1", "10", 10), ("100.75", "100.75", 100.75)],
)
def test_hours_are_the_shortest_decimal(hours: str, text: str, number: float) -> None:
    assert hours_text(Decimal(hours)) == text
    assert hours_value(text) == Decimal(hours)
    assert hours_number(Decimal(hours)) == number
    assert type(hours_number(Decimal(hours))) is type(number)


@given(st.integers(1, 4000))
def test_quarters_survive_being_written_down(quarters: int) -> None:
    hours = Decimal(quarters) / 4
    assert hours_value(hours_text(hours)) == hours
    assert hours_number(hours) * 4 == quarters


@pytest.mark.parametrize(
    "hours", ["0", "-0.25", "0.1", "0.3", "1000.25", "NaN", "Infinity", "1E+999999", "1E-999999", "1E-9999999999"]
)
def test_other_figures_are_no_hours(hours: str) -> None:
    with pytest.raises(RecordError, match=r"not a positive multiple of 0.25"):
        hours_text(Decimal(hours))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "0.0",
        "0.50",
        "1.0",
        "01",
        ".5",
        "+1",
        "-1",
        "1e1",
        "0.3",
        "0.125",
        "９",
        "1\n",
        " 1",
        "1000.25",
        "9999",
        1,
        0.5,
        None,
    ],
)
def test_other_spellings_of_hours_are_refused(text: Any) -> None:
    with pytest.raises(RecordError, match="credit_hours: "):
        hours_value(text)


GOOD = [
    (values.is_uuid, "6f1c2b1e-7a55-4c39-9a52-0d6a3f0f2f11"),
    (values.is_code, "K-101"),
    (values.is_code, "甲 01/02"),
    (values.is_code, "x" * values.MAX_CODE),
    (values.is_institution, "XZ"),
    (values.is_text, " 公文\t写作\n"),
    (values.is_text, "题" * values.MAX_TEXT),
    (values.is_whole(1, 3), 1),
    (values.is_whole(1, 3), 3),
    (values.is_whole(0), 2**53 - 1),
    (values.is_one_of("a", "b"), "b"),
    (values.is_flag, False),
    (values.is_instant, "2026-03-01T08:00:00Z"),
    (values.is_hours, "0.75"),
    (values.is_bands, [[900, "0.25"], [None, "1"]]),
]
BAD = [
    (values.is_uuid, "6F1C2B1E-7A55-4C39-9A52-0D6A3F0F2F11"),
    (values.is_uuid, "6f1c2b1e7a554c399a520d6a3f0f2f11"),
    (values.is_uuid, "{6f1c2b1e-7a55-4c39-9a52-0d6a3f0f2f11}"),
    (values.is_uuid, "nobody"),
    (values.is_uuid, None),
    (values.is_code, ""),
    (values.is_code, " K"),
    (values.is_code, "K\u3000"),
    (values.is_code, "K\n1"),
    (values.is_code, "K\u200b1"),
    (values.is_code, "\ud800"),
    (values.is_code, "x" * (values.MAX_CODE + 1)),
    (values.is_code, 7),
    (values.is_institution, "XZ/1"),
    (values.is_institution, ""),
    (values.is_text, ""),
    (values.is_text, " \n"),
    (values.is_text, "题" * (values.MAX_TEXT + 1)),
    (values.is_text, "\udc00"),
    (values.is_text, None),
    (values.is_whole(1, 3), 0),
    (values.is_whole(1, 3), 4),
    (values.is_whole(0), 2**53),
    (values.is_whole(0, 1), True),
    (values.is_whole(0), 1.0),
    (values.is_whole(0), "1"),
    (values.is_one_of("a", "b"), "c"),
    (values.is_one_of("a", "b"), None),
    (values.is_one_of("a", "b"), ["a"]),
    (values.is_flag, 0),
    (values.is_flag, None),
    (values.is_instant, "2026-03-01"),
    (values.is_instant, None),
    (values.is_hours, "0.50"),
    (values.is_hours, 0.5),
    (values.is_bands, None),
    (values.is_bands, "[]"),
    (values.is_bands, []),
    (values.is_bands, [[900, "0.25"]]),
    (values.is_bands, [[900, "0.250"], [None, "1"]]),
    (values.is_bands, [[900, 0.25], [None, 1]]),
    (values.is_bands, [[900, 1], [None, "1"]]),
    (values.is_bands, ((900, "0.25"), (None, "1"))),
    (values.is_bands, [(900, "0.25"), [None, "1"]]),
]


@pytest.mark.parametrize(("check", "value"), GOOD)
def test_good_values_pass(check: values.Check, value: object) -> None:
    check("it", value)


@pytest.mark.parametrize(("check", "value"), BAD)
def test_bad_values_are_named(check: values.Check, value: object) -> None:
    with pytest.raises(RecordError) as caught:
        check("it", value)
    assert caught.value.field == "it"
    assert str(caught.value) == f"it: {caught.value.reason}"
