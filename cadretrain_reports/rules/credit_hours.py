"""Credit-hours of a course by its duration (3.6, 3.7, 3.8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from typing import Final

QUARTER: Final = Decimal("0.25")
"""The step of credit-hours: every figure is a multiple of it (3.6)."""

MAX_BAND_CREDIT_HOURS: Final = Decimal(1000)
"""More hours for one course than this is a typing error in a site's bands."""


_MOST_PLACES: Final = 1000


class CourseDurationError(ValueError):
    """A course duration is absent, zero, negative, not finite or no duration at all (3.7)."""


class BandsError(ValueError):
    """A site's bands are no rule that gives every course its hours; the message says which band and why."""


def _is_positive_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _is_of_human_size(value: Decimal) -> bool:
    """Tell whether exact arithmetic on a finite decimal ends: neither giant nor of countless decimal places."""
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -_MOST_PLACES and value.adjusted() <= _MOST_PLACES


def is_quarters(value: object) -> bool:
    """Tell whether these are hours that a band can give (3.6): a ``Decimal``, a positive multiple of 0.25."""
    # The size is looked at first: arithmetic on a Decimal with a giant exponent never ends.
    if not isinstance(value, Decimal) or not value.is_finite():
        return False
    return 0 < value <= MAX_BAND_CREDIT_HOURS and _is_of_human_size(value) and value % QUARTER == 0


@dataclass(frozen=True, slots=True)
class Band:
    """Courses of up to ``up_to`` seconds, the edge included, give ``credit_hours``; ``None``: of any length.

    Raises ``BandsError`` if the edge is not a positive whole number or the hours are not positive quarters.
    """

    up_to: int | None
    credit_hours: Decimal

    def __post_init__(self) -> None:
        if self.up_to is not None and not _is_positive_int(self.up_to):
            raise BandsError(f"a band ends at a positive whole number of seconds or at none; got {self.up_to!r}")
        if not is_quarters(self.credit_hours):
            raise BandsError(
                f"the credit-hours of a band are a Decimal, a positive multiple of {QUARTER}, "
                f"at most {MAX_BAND_CREDIT_HOURS}; got {self.credit_hours!r}"
            )


STANDARD_BANDS: Final = (
    Band(15 * 60, Decimal("0.25")),
    Band(30 * 60, Decimal("0.5")),
    Band(None, Decimal(1)),
)
"""The bands of the standard (3.8): to 15 minutes, to 30 minutes, longer."""


def course_credit_hours(course_duration: int | timedelta, bands: Sequence[Band] = STANDARD_BANDS) -> Decimal:
    """Return the credit-hours of a course of this duration (3.8).

    ``course_duration`` is in seconds or a ``timedelta``; fractions are compared exactly, so that 15:00 gives
    0.25 and any more gives 0.5. Raises ``CourseDurationError`` if it is absent, zero, negative or not finite,
    and ``BandsError`` if ``bands`` is no complete rule.
    """
    seconds = _exact_seconds(course_duration)
    check_bands(bands)
    return next(band.credit_hours for band in bands if band.up_to is None or seconds <= band.up_to)


def check_bands(bands: Sequence[Band]) -> None:
    """Raise ``BandsError`` unless bands ascend, only the last is open, and longer never gives less (3.8).

    What is no sequence of ``Band`` is a ``BandsError`` as well.
    """
    _check_sequence(bands)
    if not bands or bands[-1].up_to is not None:
        raise BandsError("the last band must be open (no upper edge), so that every course has its hours")
    for number, (band, following) in enumerate(pairwise(bands), start=1):
        if band.up_to is None:
            raise BandsError(f"band {number} is open, but only the last band may be")
        if following.up_to is not None and following.up_to <= band.up_to:
            raise BandsError(f"band {number + 1} ends at {following.up_to} s, not after band {number} ({band.up_to} s)")
        if following.credit_hours < band.credit_hours:
            raise BandsError(f"band {number + 1} gives fewer hours than band {number}, which is shorter")


def _check_sequence(bands: object) -> None:
    if isinstance(bands, (str, bytes)) or not isinstance(bands, Sequence):
        raise BandsError(f"bands are a list or tuple of Band; got {bands!r:.80}")
    for number, band in enumerate(bands, start=1):
        if not isinstance(band, Band):
            raise BandsError(f"band {number} is no Band: {band!r:.80}")


def bands_from(data: object) -> tuple[Band, ...]:
    """Return the bands that a site's setting or an export names: ``[[900, "0.25"], …, [null, "1"]]``.

    Each item is an upper edge in seconds (``null`` for the last) and the hours. Raises ``BandsError`` that
    names the item.
    """
    if isinstance(data, (str, bytes)) or not isinstance(data, Iterable):
        raise BandsError(f"bands are a list of [seconds, hours]; got {data!r}")
    bands = tuple(_band_from(number, item) for number, item in enumerate(data, start=1))
    check_bands(bands)
    return bands


def bands_to_data(bands: Sequence[Band]) -> list[list[int | str | None]]:
    """Return bands as plain data for settings and exports; ``bands_from`` reads it back."""
    return [[band.up_to, credit_hours_text(band.credit_hours)] for band in bands]


def credit_hours_text(credit_hours: Decimal) -> str:
    """Return hours (3.6) as the shortest plain decimal: ``0.25``, ``0.5``, ``1``, ``10``."""
    return f"{credit_hours.normalize():f}"


def _band_from(number: int, item: object) -> Band:
    if not isinstance(item, (list, tuple)) or len(item) != 2:  # noqa: PLR2004 - a pair
        raise BandsError(f"band {number} is not a pair of seconds and hours: {item!r}")
    up_to, hours = item
    try:
        return Band(up_to, _decimal(hours))
    except BandsError as error:
        raise BandsError(f"band {number}: {error}") from None


def _decimal(hours: object) -> Decimal:
    # A binary float is read exactly: quarters survive it, anything else is refused as no quarter.
    if isinstance(hours, bool) or not isinstance(hours, (str, int, float, Decimal)):
        raise BandsError(f"credit-hours are a decimal number; got {hours!r}")
    try:
        return Decimal(hours)
    except InvalidOperation:
        raise BandsError(f"credit-hours are a decimal number; got {hours!r}") from None


def _exact_seconds(course_duration: object) -> Fraction:
    """Return the duration as an exact number of seconds; raise ``CourseDurationError`` if it is none."""
    if isinstance(course_duration, timedelta):
        seconds = Fraction(course_duration // timedelta(microseconds=1), 10**6)
    elif isinstance(course_duration, bool) or not isinstance(course_duration, (int, float, Decimal, Fraction)):
        raise CourseDurationError(f"a course duration is a number of seconds or a timedelta; got {course_duration!r}")
    elif (
        isinstance(course_duration, Decimal) and course_duration.is_finite() and not _is_of_human_size(course_duration)
    ):
        raise CourseDurationError("a course duration is a number of seconds of human size")
    else:
        try:
            seconds = Fraction(course_duration)
        except (ValueError, OverflowError):
            raise CourseDurationError(f"a course duration is finite; got {course_duration!r}") from None
    if seconds <= 0:
        raise CourseDurationError(f"a course duration is longer than zero; got {course_duration!r}")
    return seconds
