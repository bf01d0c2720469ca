"""3.8: what a course is worth, at the edges and for every kind of bad duration or bands."""

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from cadretrain_reports.rules.credit_hours import (
    STANDARD_BANDS,
    Band,
    BandsError,
    CourseDurationError,
    bands_from,
    bands_to_data,
    check_bands,
    course_credit_hours,
    credit_hours_text,
)

STANDARD_DATA = [[900, "0.25"], [1800, "0.5"], [None, "1"]]


@pytest.mark.parametrize(
    ("seconds", "hours"),
    [
        (1, "0.25"),
        (899, "0.25"),
        (900, "0.25"),
        (901, "0.5"),
        (1799, "0.5"),
        (1800, "0.5"),
        (1801, "1"),
        (7200, "1"),
        (10**30, "1"),
    ],
)
def test_the_edges_of_the_standard(seconds: int, hours: str) -> None:
    assert course_credit_hours(seconds) == Decimal(hours)
    assert str(course_credit_hours(seconds)) == hours


@pytest.mark.parametrize(
    ("course_duration", "hours"),
    [
        (timedelta(minutes=15), "0.25"),
        (timedelta(minutes=15, microseconds=1), "0.5"),
        (timedelta(minutes=15, milliseconds=500), "0.5"),
        (timedelta(minutes=30), "0.5"),
        (timedelta(minutes=30, microseconds=1), "1"),
        (timedelta(microseconds=1), "0.25"),
        (timedelta.max, "1"),
    ],
)
def test_a_timedelta_is_compared_to_the_microsecond(course_duration: timedelta, hours: str) -> None:
    assert course_credit_hours(course_duration) == Decimal(hours)


@pytest.mark.parametrize(
    ("course_duration", "hours"),
    [
        (900.0, "0.25"),
        (900.0000001, "0.5"),
        (Decimal(900), "0.25"),
        (Decimal("900.00000000000000000000000000000000001"), "0.5"),
        (Fraction(1, 3), "0.25"),
        (Fraction(1800 * 7 + 1, 7), "1"),
    ],
)
def test_other_finite_numbers_are_compared_exactly(course_duration: object, hours: str) -> None:
    assert course_credit_hours(course_duration) == Decimal(hours)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("course_duration", "reason"),
    [
        (0, "longer than zero"),
        (-1, "longer than zero"),
        (0.0, "longer than zero"),
        (Decimal("-0.5"), "longer than zero"),
        (timedelta(), "longer than zero"),
        (timedelta(microseconds=-1), "longer than zero"),
        (timedelta.min, "longer than zero"),
        (float("nan"), "finite"),
        (float("inf"), "finite"),
        (float("-inf"), "finite"),
        (Decimal("NaN"), "finite"),
        (Decimal("sNaN"), "finite"),
        (Decimal("Infinity"), "finite"),
        (None, "number of seconds or a timedelta"),
        (True, "number of seconds or a timedelta"),
        ("900", "number of seconds or a timedelta"),
        (b"900", "number of seconds or a timedelta"),
        ([900], "number of seconds or a timedelta"),
        (900j, "number of seconds or a timedelta"),
    ],
)
def test_what_is_no_duration_is_refused_with_the_reason(course_duration: object, reason: str) -> None:
    with pytest.raises(CourseDurationError, match=reason):
        course_credit_hours(course_duration)  # type: ignore[arg-type]


def test_the_error_is_a_value_error_and_shows_what_came() -> None:
    with pytest.raises(ValueError, match=r"got -1$"):
        course_credit_hours(-1)


def test_a_site_may_band_otherwise() -> None:
    provincial = (Band(1800, Decimal("0.5")), Band(None, Decimal("1.5")))
    assert course_credit_hours(1, provincial) == Decimal("0.5")
    assert course_credit_hours(1800, provincial) == Decimal("0.5")
    assert course_credit_hours(1801, bands=provincial) == Decimal("1.5")


def test_one_open_band_is_a_rule() -> None:
    assert course_credit_hours(5, (Band(None, Decimal(2)),)) == Decimal(2)


@pytest.mark.parametrize("up_to", [0, -900, True, 900.0, "900"])
def test_a_band_refuses_a_bad_edge(up_to: object) -> None:
    with pytest.raises(BandsError, match="positive whole number of seconds"):
        Band(up_to, Decimal(1))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "hours",
    [
        Decimal(0),
        Decimal("-0.25"),
        Decimal("0.3"),
        Decimal("NaN"),
        Decimal("Infinity"),
        Decimal("1000.25"),
        Decimal("1E+999999"),
        0.25,
        "0.25",
        None,
    ],
)
def test_a_band_refuses_hours_that_are_no_quarters(hours: object) -> None:
    with pytest.raises(BandsError, match=r"multiple of 0\.25"):
        Band(900, hours)  # type: ignore[arg-type]


QUARTER, HALF, ONE = Decimal("0.25"), Decimal("0.5"), Decimal(1)


@pytest.mark.parametrize(
    ("bands", "reason"),
    [
        ((), "last band must be open"),
        ((Band(900, QUARTER),), "last band must be open"),
        ((Band(None, QUARTER), Band(900, HALF), Band(None, ONE)), "band 1 is open"),
        ((Band(900, QUARTER), Band(900, HALF), Band(None, ONE)), "band 2 ends at 900 s, not after band 1"),
        ((Band(900, QUARTER), Band(600, HALF), Band(None, ONE)), "band 2 ends at 600 s, not after band 1"),
        ((Band(900, HALF), Band(1800, QUARTER), Band(None, ONE)), "band 2 gives fewer hours than band 1"),
        ((Band(900, QUARTER), Band(1800, ONE), Band(None, HALF)), "band 3 gives fewer hours than band 2"),
    ],
)
def test_bands_that_are_no_rule_are_refused_by_name(bands: tuple[Band, ...], reason: str) -> None:
    with pytest.raises(BandsError, match=reason):
        check_bands(bands)
    with pytest.raises(BandsError, match=reason):
        course_credit_hours(600, bands)


@pytest.mark.parametrize(
    ("bands", "reason"),
    [
        (None, "bands are a list or tuple of Band; got None"),
        (5, "bands are a list or tuple of Band; got 5"),
        ("900", "bands are a list or tuple of Band"),
        (iter(STANDARD_BANDS), "bands are a list or tuple of Band"),
        ([[900, "0.25"], [None, "1"]], "band 1 is no Band"),
        ((Band(900, QUARTER), None), "band 2 is no Band: None"),
    ],
)
def test_what_is_no_sequence_of_bands_is_refused(bands: object, reason: str) -> None:
    with pytest.raises(BandsError, match=reason):
        check_bands(bands)  # type: ignore[arg-type]
    with pytest.raises(BandsError, match=reason):
        course_credit_hours(600, bands)  # type: ignore[arg-type]


def test_equal_hours_in_neighbouring_bands_are_allowed() -> None:
    assert course_credit_hours(901, (Band(900, HALF), Band(None, HALF))) == HALF


def test_the_standard_is_read_from_a_setting_and_written_back() -> None:
    assert bands_from(STANDARD_DATA) == STANDARD_BANDS
    assert bands_to_data(STANDARD_BANDS) == STANDARD_DATA


@pytest.mark.parametrize("hours", ["1", "1.00", 1, 1.0, Decimal(1), "1e0"])
def test_hours_of_a_setting_may_be_any_exact_number(hours: object) -> None:
    assert bands_from([[None, hours]]) == (Band(None, Decimal(1)),)
    assert bands_to_data(bands_from([(None, hours)])) == [[None, "1"]]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "bands are a list"),
        (900, "bands are a list"),
        ("900", "bands are a list"),
        ([], "last band must be open"),
        ([[900, "0.25"]], "last band must be open"),
        ([[900]], "band 1 is not a pair"),
        ([[900, "0.25"], "x"], "band 2 is not a pair"),
        ([{"up_to": 900}], "band 1 is not a pair"),
        ([[900, "0.25"], ["1800", "0.5"]], "band 2: a band ends at a positive whole number"),
        ([[900, "quarter"]], "band 1: credit-hours are a decimal number; got 'quarter'"),
        ([[900, None]], "band 1: credit-hours are a decimal number; got None"),
        ([[900, True]], "band 1: credit-hours are a decimal number; got True"),
        ([[900, 0.1]], r"band 1: the credit-hours of a band are a Decimal, a positive multiple of 0\.25"),
        ([[900, "0.25"], [None, "NaN"]], "band 2: the credit-hours"),
    ],
)
def test_a_bad_setting_is_refused_with_the_item(data: object, reason: str) -> None:
    with pytest.raises(BandsError, match=reason):
        bands_from(data)


@pytest.mark.parametrize(
    ("hours", "text"),
    [("0.25", "0.25"), ("0.50", "0.5"), ("1.00", "1"), ("10", "10"), ("1E+2", "100"), ("0", "0")],
)
def test_hours_are_written_plainly(hours: str, text: str) -> None:
    assert credit_hours_text(Decimal(hours)) == text


@pytest.mark.parametrize("text", ["1E-9999999999", "1E-999999999999999", "1E9999999999", "0.25E-5000"])
def test_numbers_that_no_arithmetic_ends_on_are_refused_at_once(text: str) -> None:
    with pytest.raises(CourseDurationError):
        course_credit_hours(Decimal(text))  # type: ignore[arg-type]
    with pytest.raises(BandsError):
        bands_from([[None, text]])
