"""A duration as authors type and read it."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_xblock.contract import MAX_COURSE_DURATION_S
from cadretrain_xblock.typed_duration import DurationFormatError, format_course_duration, parse_course_duration


class TestDurations:
    @pytest.mark.parametrize(
        ("typed", "seconds"),
        [
            ("16", 960),
            (" 16 ", 960),
            ("15.5", 930),
            ("15.05", 903),
            ("0.01", 1),
            ("15:01", 901),
            ("0:01", 1),
            ("90:00", 5400),
            ("1:05:00", 3900),
            ("1:5:00", 3900),
            ("16分钟", 960),
            ("16 分", 960),
            ("16 min", 960),
            ("16 MINUTES", 960),
            ("1 minute", 60),
            ("007", 420),
            ("200:00:00", MAX_COURSE_DURATION_S),
            ("12000", MAX_COURSE_DURATION_S),
            ("\uff11\uff16", 960),
            ("\uff11\uff15\uff1a\uff10\uff11", 901),
            ("15\uff1a01", 901),
            ("\uff11\uff1a\uff10\uff15\uff1a\uff10\uff10", 3900),
            ("\uff11\uff15\uff0e\uff15", 930),
            ("15\u30025", 930),
            ("\u300016\u3000分钟\u3000", 960),
            ("\uff12\uff13\uff14\uff17\uff18\uff19", 234789 * 60),
        ],
    )
    def test_what_authors_type(self, typed: str, seconds: int) -> None:
        if seconds > MAX_COURSE_DURATION_S:
            assert self.code_of(typed) == "too_long"
        else:
            assert parse_course_duration(typed) == seconds

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("", "empty"),
            (" \t\u3000", "empty"),
            ("abc", "format"),
            ("15:60", "format"),
            ("15:1", "format"),
            ("1:60:00", "format"),
            ("1:2:3:4", "format"),
            ("15,5", "format"),
            ("15.505", "format"),
            ("15.", "format"),
            (".5", "format"),
            ("1e3", "format"),
            ("NaN", "format"),
            ("十六", "format"),
            ("1小时", "format"),
            ("15²", "format"),
            ("١٥", "format"),
            ("--5", "format"),
            ("-abc", "format"),
            ("-", "format"),
            ("0", "not_positive"),
            ("0.00", "not_positive"),
            ("0:00", "not_positive"),
            ("\uff10", "not_positive"),
            ("0分钟", "not_positive"),
            ("-5", "not_positive"),
            ("\uff0d5", "not_positive"),
            ("\u22125:00", "not_positive"),
            ("12001", "too_long"),
            ("200:00:01", "too_long"),
            ("999999999", "too_long"),
        ],
    )
    def test_what_is_no_course_duration(self, typed: str, code: str) -> None:
        assert self.code_of(typed) == code

    @pytest.mark.parametrize(("seconds", "text"), [(960, "16"), (901, "15:01"), (1, "0:01"), (3900, "65")])
    def test_as_an_author_types_it(self, seconds: int, text: str) -> None:
        assert format_course_duration(seconds) == text

    @given(st.integers(1, MAX_COURSE_DURATION_S))
    def test_nothing_is_lost_between_form_and_field(self, seconds: int) -> None:
        assert parse_course_duration(format_course_duration(seconds)) == seconds

    @given(st.text(max_size=20))
    def test_any_text_is_a_duration_within_bounds_or_an_error(self, typed: str) -> None:
        with contextlib.suppress(DurationFormatError):
            assert 1 <= parse_course_duration(typed) <= MAX_COURSE_DURATION_S

    @staticmethod
    def code_of(typed: str) -> str:
        with pytest.raises(DurationFormatError) as caught:
            parse_course_duration(typed)
        return caught.value.code
