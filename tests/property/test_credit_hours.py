"""Laws of 3.8: bands are monotone, exact at their edges, and survive writing down."""

import json
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.credit_hours import (
    Band,
    CourseDurationError,
    bands_from,
    bands_to_data,
    course_credit_hours,
)
from cadretrain_reports.rules.minutes import course_minutes, learning_minutes

seconds = st.integers(min_value=1, max_value=10**6)
moments = st.timedeltas(min_value=timedelta(microseconds=1), max_value=timedelta(hours=2))


@st.composite
def site_bands(draw: st.DrawFn) -> tuple[Band, ...]:
    edges = sorted(draw(st.sets(st.integers(1, 10**5), max_size=6)))
    quarters = sorted(draw(st.lists(st.integers(1, 400), min_size=len(edges) + 1, max_size=len(edges) + 1)))
    hours = [Decimal(quarter) / 4 for quarter in quarters]
    return tuple(Band(edge, hour) for edge, hour in zip([*edges, None], hours, strict=True))


def standard_by_arithmetic(microseconds: int) -> Decimal:
    """The standard's bands, computed without a table."""
    started_quarters_of_an_hour = -(-microseconds // (900 * 10**6))
    return Decimal({1: 25, 2: 50}.get(started_quarters_of_an_hour, 100)) / 100


@given(moments)
def test_agrees_with_arithmetic(course_duration: timedelta) -> None:
    microseconds = course_duration // timedelta(microseconds=1)
    assert course_credit_hours(course_duration) == standard_by_arithmetic(microseconds)


@given(seconds)
def test_seconds_and_timedelta_agree(number: int) -> None:
    assert course_credit_hours(number) == course_credit_hours(timedelta(seconds=number))


@given(moments, moments, site_bands())
def test_longer_never_gives_less(one: timedelta, other: timedelta, bands: tuple[Band, ...]) -> None:
    shorter, longer = sorted([one, other])
    assert course_credit_hours(shorter, bands) <= course_credit_hours(longer, bands)


@given(site_bands())
def test_an_edge_belongs_to_its_band_and_nothing_beyond_it(bands: tuple[Band, ...]) -> None:
    for band, following in pairwise(bands):
        assert band.up_to is not None
        edge = timedelta(seconds=band.up_to)
        assert course_credit_hours(edge, bands) == band.credit_hours
        assert course_credit_hours(edge + timedelta(microseconds=1), bands) == following.credit_hours


@given(site_bands())
def test_bands_survive_json(bands: tuple[Band, ...]) -> None:
    assert bands_from(json.loads(json.dumps(bands_to_data(bands)))) == bands


@given(st.one_of(st.integers(max_value=0), st.floats(max_value=0.0), st.sampled_from([float("nan"), float("inf")])))
def test_nothing_that_is_not_positive_and_finite_passes(number: float) -> None:
    with pytest.raises(CourseDurationError):
        course_credit_hours(number)  # type: ignore[arg-type]


@given(seconds)
def test_minutes_enclose_the_seconds_and_the_printed_minutes_keep_the_band(number: int) -> None:
    course, learning = course_minutes(number), learning_minutes(number)
    assert Fraction(number, 60) <= course < Fraction(number, 60) + 1
    assert Fraction(number, 60) - 1 < learning <= Fraction(number, 60)
    assert course_credit_hours(course * 60) == course_credit_hours(number)
