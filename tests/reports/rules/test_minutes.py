"""R8: course minutes round up, learning minutes round down."""

import pytest

from cadretrain_reports.rules.minutes import SecondsError, course_minutes, learning_minutes


@pytest.mark.parametrize(
    ("seconds", "course", "learning"),
    [(0, 0, 0), (1, 1, 0), (59, 1, 0), (60, 1, 1), (61, 2, 1), (900, 15, 15), (901, 16, 15), (1801, 31, 30)],
)
def test_rounds_course_up_and_learning_down(seconds: int, course: int, learning: int) -> None:
    assert course_minutes(seconds) == course
    assert learning_minutes(seconds) == learning


def test_is_exact_for_durations_no_float_can_hold() -> None:
    seconds = 60 * (2**60) + 1
    assert course_minutes(seconds) == 2**60 + 1
    assert learning_minutes(seconds) == 2**60


@pytest.mark.parametrize("seconds", [-1, 1.0, "60", None, True])
def test_refuses_what_is_no_whole_number_of_seconds(seconds: object) -> None:
    with pytest.raises(SecondsError, match="whole number of seconds"):
        course_minutes(seconds)  # type: ignore[arg-type]
    with pytest.raises(SecondsError, match="whole number of seconds"):
        learning_minutes(seconds)  # type: ignore[arg-type]
