"""3.9 and R7: each clause of the rule by which beats become time, with exact figures."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from cadretrain_reports.rules.durations import (
    Beat,
    Interval,
    IntervalError,
    StudyPolicy,
    StudyPolicyError,
    allocate,
    clip,
    credited_intervals,
    learning_duration,
    span_reason,
    unite,
)
from cadretrain_reports.rules.periods import NaiveTimeError

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # nine in the morning in Shanghai
POLICY = StudyPolicy()
NAIVE = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - the very mistake that is tested


def at(seconds: float) -> datetime:
    return NINE + timedelta(seconds=seconds)


def beat(seconds: float, session: str = "a", *, visible: bool = True, active: bool = True) -> Beat:
    return Beat(at(seconds), session, visible, active)


def span(start: float, end: float) -> Interval:
    return at(start), at(end)


def beats(*seconds: float, session: str = "a", active: bool = True) -> list[Beat]:
    return [beat(second, session, active=active) for second in seconds]


class TestPolicy:
    def test_the_defaults(self) -> None:
        assert StudyPolicy(30, 60, 600, 28800, "Asia/Shanghai") == POLICY
        assert (POLICY.period_s, POLICY.grace_s, POLICY.idle_after_s, POLICY.daily_cap_s) == (
            30,
            60,
            600,
            28800,
        )
        assert POLICY.grace == timedelta(minutes=1)
        assert POLICY.idle_after == timedelta(minutes=10)
        assert POLICY.daily_cap == timedelta(hours=8)
        assert POLICY.zone == ZoneInfo("Asia/Shanghai")

    @pytest.mark.parametrize("name", ["period_s", "grace_s", "idle_after_s", "daily_cap_s"])
    @pytest.mark.parametrize("seconds", [0, -1, -0.5, float("nan"), float("inf"), float("-inf")])
    def test_refuses_what_is_not_positive_and_finite(self, name: str, seconds: float) -> None:
        with pytest.raises(StudyPolicyError, match=f"^{name} is positive and finite; got"):
            StudyPolicy(**{name: seconds})  # type: ignore[arg-type]

    @pytest.mark.parametrize("name", ["period_s", "grace_s", "idle_after_s", "daily_cap_s"])
    @pytest.mark.parametrize("seconds", [None, "60", True, timedelta(seconds=60)])
    def test_refuses_what_is_no_number(self, name: str, seconds: object) -> None:
        with pytest.raises(StudyPolicyError, match=f"^{name} is a number of seconds; got"):
            StudyPolicy(**{name: seconds})  # type: ignore[arg-type]

    def test_refuses_an_unknown_zone(self) -> None:
        with pytest.raises(StudyPolicyError, match="time_zone: there is no time zone 'Mars/Utopia'"):
            StudyPolicy(time_zone="Mars/Utopia")
        assert issubclass(StudyPolicyError, ValueError)

    def test_practically_never_is_a_length(self) -> None:
        assert StudyPolicy(idle_after_s=10**400).idle_after == timedelta.max
        endless = StudyPolicy(grace_s=10**18, idle_after_s=10**18, daily_cap_s=10**18)
        assert credited_intervals(beats(0, 10**7), endless) == [span(0, 10**7)]
        assert allocate({"A": [span(0, 10**6)]}, endless) == {"A": [span(0, 10**6)]}

    def test_fractions_of_a_second_are_kept_to_the_microsecond(self) -> None:
        policy = StudyPolicy(period_s=0.1, grace_s=0.3)  # type: ignore[arg-type]
        assert credited_intervals(beats(0, 0.3), policy) == [span(0, 0.3)]
        assert credited_intervals(beats(0, 0.300001), policy) == []


class TestSpanReason:
    @pytest.mark.parametrize(
        ("seconds", "visible", "last_active", "reason"),
        [
            (30, True, 30, None),
            (30, True, 0, None),
            (60, True, 60, None),
            (60.000001, True, 60, "gap"),
            (30, False, 30, "hidden"),
            (30, True, None, "idle"),
            (30, True, -570, None),
            (30, True, -570.000001, "idle"),
            (90, False, None, "hidden"),
            (90, True, None, "gap"),
            (30, False, None, "hidden"),
            (0, True, 0, None),
        ],
    )
    def test_the_reason(self, seconds: float, visible: bool, last_active: float | None, reason: str | None) -> None:
        last_active_at = None if last_active is None else at(last_active)
        assert span_reason(at(0), at(seconds), visible, last_active_at, POLICY) == reason

    def test_zones_do_not_matter(self) -> None:
        chicago, shanghai = ZoneInfo("America/Chicago"), ZoneInfo("Asia/Shanghai")
        previous_at, now = at(0).astimezone(chicago), at(30).astimezone(shanghai)
        assert span_reason(previous_at, now, True, previous_at, POLICY) is None

    def test_refuses_beats_in_the_wrong_order(self) -> None:
        with pytest.raises(IntervalError, match="lies before the start"):
            span_reason(at(1), at(0), True, at(0), POLICY)

    def test_refuses_a_time_without_a_zone(self) -> None:
        for times in ((NAIVE, at(0), None), (at(0), NAIVE, None), (at(0), at(30), NAIVE)):
            with pytest.raises(NaiveTimeError):
                span_reason(times[0], times[1], True, times[2], POLICY)


class TestCreditedIntervals:
    def test_the_first_beat_opens_and_counts_nothing(self) -> None:
        assert credited_intervals([], POLICY) == []
        assert credited_intervals(beats(0), POLICY) == []
        assert credited_intervals([*beats(0), *beats(30, session="b")], POLICY) == []

    def test_each_beat_closes_the_span_since_the_one_before(self) -> None:
        assert credited_intervals(beats(0, 30, 60, 75), POLICY) == [span(0, 75)]

    def test_a_span_of_the_grace_counts_and_a_longer_one_does_not(self) -> None:
        assert credited_intervals(beats(0, 60), POLICY) == [span(0, 60)]
        assert credited_intervals(beats(0, 60.000001), POLICY) == []

    def test_the_beat_after_a_gap_opens_anew(self) -> None:
        assert credited_intervals(beats(0, 30, 500, 530), POLICY) == [span(0, 30), span(500, 530)]

    def test_only_the_closing_beat_must_be_visible(self) -> None:
        stream = [beat(0, visible=False), beat(30), beat(60, visible=False), beat(90)]
        assert credited_intervals(stream, POLICY) == [span(0, 30), span(60, 90)]

    def test_study_goes_on_until_idle_after_the_last_active_beat(self) -> None:
        stream = [beat(0), *beats(*range(30, 1201, 30), active=False)]
        assert credited_intervals(stream, POLICY) == [span(0, 600)]

    def test_idle_is_measured_at_the_span_s_end_to_the_microsecond(self) -> None:
        waiting = [beat(0), *beats(*range(60, 600, 60), active=False)]
        assert credited_intervals([*waiting, beat(600, active=False)], POLICY) == [span(0, 600)]
        assert credited_intervals([*waiting, beat(600.000001, active=False)], POLICY) == [span(0, 540)]

    def test_an_active_closing_beat_ends_idleness_for_its_own_span(self) -> None:
        stream = [beat(0), *beats(*range(30, 901, 30), active=False), beat(930)]
        assert credited_intervals(stream, POLICY) == [span(0, 600), span(900, 930)]

    def test_a_hidden_or_late_beat_may_be_the_last_active_one(self) -> None:
        hidden = [beat(0, active=False), beat(30, visible=False), beat(60, active=False)]
        assert credited_intervals(hidden, POLICY) == [span(30, 60)]
        late = [beat(0, active=False), beat(300), beat(330, active=False)]
        assert credited_intervals(late, POLICY) == [span(300, 330)]

    def test_activity_outlives_a_gap(self) -> None:
        stream = [beat(0), beat(400, active=False), beat(430, active=False)]
        assert credited_intervals(stream, POLICY) == [span(400, 430)]

    def test_a_session_that_was_never_active_counts_nothing(self) -> None:
        assert credited_intervals(beats(0, 30, 60, active=False), POLICY) == []

    def test_spans_before_the_first_active_beat_do_not_count(self) -> None:
        stream = [*beats(0, 30, 60, active=False), beat(90), beat(120, active=False)]
        assert credited_intervals(stream, POLICY) == [span(60, 120)]

    def test_another_session_lends_no_activity(self) -> None:
        stream = [*beats(0, 30, active=False), *beats(10, session="b")]
        assert credited_intervals(stream, POLICY) == []

    def test_beats_at_one_instant_are_one_visible_if_all_are(self) -> None:
        stream = [beat(0), beat(30), beat(30, visible=False), beat(60)]
        assert credited_intervals(stream, POLICY) == [span(30, 60)]
        assert credited_intervals(stream[::-1], POLICY) == [span(30, 60)]

    def test_beats_at_one_instant_are_one_active_if_any_is(self) -> None:
        stream = [beat(0, active=False), beat(30, active=False), beat(30, active=True)]
        assert credited_intervals(stream, POLICY) == [span(0, 30)]
        assert credited_intervals(stream[::-1], POLICY) == [span(0, 30)]

    def test_a_hidden_active_and_a_visible_idle_beat_at_one_instant(self) -> None:
        stream = [
            beat(0, active=False),
            beat(30, visible=False, active=True),
            beat(30, visible=True, active=False),
            beat(60, active=False),
        ]
        assert credited_intervals(stream, POLICY) == [span(30, 60)]

    def test_the_same_instant_in_two_zones_is_one(self) -> None:
        tokyo = timezone(timedelta(hours=9))
        stream = [beat(0), beat(30), Beat(at(30).astimezone(tokyo), "a", False, True), beat(60)]
        assert credited_intervals(stream, POLICY) == [span(30, 60)]

    def test_beats_at_one_instant_in_two_sessions_stay_two(self) -> None:
        stream = [beat(0), beat(30), beat(0, "b"), beat(30, "b", visible=False)]
        assert credited_intervals(stream, POLICY) == [span(0, 30)]

    def test_two_tabs_count_once(self) -> None:
        stream = [*beats(0, 30, 60), *beats(15, 45, 75, session="b")]
        assert credited_intervals(stream, POLICY) == [span(0, 75)]

    def test_touching_spans_of_two_sessions_are_merged(self) -> None:
        assert credited_intervals([*beats(0, 30), *beats(30, 60, session="b")], POLICY) == [span(0, 60)]
        apart = credited_intervals([*beats(0, 30), *beats(30.000001, 60, session="b")], POLICY)
        assert apart == [span(0, 30), span(30.000001, 60)]

    def test_order_and_repetition_do_not_matter_and_any_iterable_does(self) -> None:
        stream = beats(90, 0, 60, 30, 0, 90, 60)
        assert credited_intervals(iter(stream), POLICY) == [span(0, 90)]
        assert credited_intervals(frozenset(stream), POLICY) == [span(0, 90)]
        assert credited_intervals((item for item in stream), POLICY) == [span(0, 90)]

    def test_the_hour_that_comes_twice_lasts_two_hours(self) -> None:
        berlin = ZoneInfo("Europe/Berlin")
        first = datetime(2026, 10, 25, 2, 59, 45, tzinfo=berlin)
        second = datetime(2026, 10, 25, 2, 0, 15, tzinfo=berlin, fold=1)
        stream = [Beat(first, "a", True, True), Beat(second, "a", True, True)]
        counted = credited_intervals(stream, POLICY)
        assert learning_duration(counted) == 30
        assert counted[0][0] == datetime(2026, 10, 25, 0, 59, 45, tzinfo=UTC)

    def test_results_are_in_utc(self) -> None:
        shanghai = ZoneInfo("Asia/Shanghai")
        stream = [Beat(at(second).astimezone(shanghai), "a", True, True) for second in (0, 30)]
        [(start, end)] = credited_intervals(stream, POLICY)
        assert (start.tzinfo, end.tzinfo) == (UTC, UTC)
        assert (start, end) == span(0, 30)

    def test_the_daily_cap_is_not_applied_here(self) -> None:
        stream = beats(*range(0, 36001, 60))
        assert learning_duration(credited_intervals(stream, POLICY)) == 36000

    def test_a_time_without_a_zone_is_refused(self) -> None:
        with pytest.raises(NaiveTimeError):
            Beat(NAIVE, "a", True, True)
        assert issubclass(NaiveTimeError, ValueError)


class TestLearningDuration:
    def test_is_floored_once_and_at_the_end(self) -> None:
        thirds = [span(0, 0.6), span(10, 10.6), span(20, 20.6)]
        assert learning_duration(thirds) == 1
        assert learning_duration(thirds[:1]) == 0
        assert learning_duration([span(0, 0.999999), span(1, 1.000001)]) == 1

    def test_overlap_counts_once(self) -> None:
        assert learning_duration(iter([span(0, 60), span(30, 90), span(30, 40)])) == 90

    def test_nothing_lasts_nothing(self) -> None:
        result = learning_duration([])
        assert result == 0
        assert isinstance(result, int)


class TestUnite:
    def test_sorts_merges_and_leaves_out_the_empty(self) -> None:
        mixed = [
            span(50, 60),
            span(5, 5),
            span(0, 10),
            span(10, 20),
            span(15, 18),
            span(20.5, 21),
            span(60, 60),
        ]
        assert unite(mixed) == [span(0, 20), span(20.5, 21), span(50, 60)]

    def test_an_empty_interval_does_not_hide_behind_a_real_one(self) -> None:
        assert unite([span(0, 0), span(0, 1)]) == [span(0, 1)]

    def test_refuses_an_end_before_its_start(self) -> None:
        with pytest.raises(IntervalError, match=r"the end 2026-03-02T01:00:00\+00:00 lies before the start"):
            unite([span(1, 0)])
        assert issubclass(IntervalError, ValueError)

    def test_refuses_a_time_without_a_zone(self) -> None:
        with pytest.raises(NaiveTimeError):
            unite([(at(0), NAIVE)])


class TestClip:
    def test_keeps_what_lies_within(self) -> None:
        intervals = [span(0, 10), span(20, 30), span(40, 50)]
        assert clip(intervals, at(5), at(45)) == [span(5, 10), span(20, 30), span(40, 45)]
        assert clip(intervals, at(10), at(20)) == []
        assert clip(intervals, at(-5), at(99)) == intervals
        assert clip(intervals, at(25), at(25)) == []

    def test_overlapping_input_is_united_and_generators_do(self) -> None:
        assert clip(iter([span(5, 10), span(0, 7)]), at(1), at(9)) == [span(1, 9)]

    def test_refuses_an_end_before_its_start(self) -> None:
        with pytest.raises(IntervalError):
            clip([], at(1), at(0))


def hours(start: float, end: float) -> Interval:
    """Hours of the clock in Shanghai, counted from midnight of 2 March 2026."""
    midnight = datetime(2026, 3, 2, tzinfo=ZoneInfo("Asia/Shanghai")).astimezone(UTC)
    return midnight + timedelta(hours=start), midnight + timedelta(hours=end)


class TestAllocateOverlap:
    def test_the_course_whose_interval_began_first_keeps_the_overlap(self) -> None:
        given = allocate({"B": [span(0, 100)], "A": [span(50, 150)]}, POLICY)
        assert given == {"B": [span(0, 100)], "A": [span(100, 150)]}

    def test_a_tie_goes_to_the_smaller_code_even_if_its_interval_is_shorter(self) -> None:
        given = allocate({"B": [span(0, 100)], "A": [span(0, 40)]}, POLICY)
        assert given == {"B": [span(40, 100)], "A": [span(0, 40)]}

    def test_an_interval_inside_another_s_gets_nothing_but_keeps_its_key(self) -> None:
        given = allocate({"A": [span(0, 100)], "B": [span(10, 20)], "C": []}, POLICY)
        assert given == {"A": [span(0, 100)], "B": [], "C": []}
        assert list(given) == ["A", "B", "C"]

    def test_it_is_the_interval_that_began_first_not_the_course(self) -> None:
        given = allocate({"A": [span(0, 10), span(60, 100)], "B": [span(50, 80)]}, POLICY)
        assert given == {"A": [span(0, 10), span(80, 100)], "B": [span(50, 80)]}

    def test_the_beginning_is_that_of_the_united_interval(self) -> None:
        given = allocate({"B": [span(0, 30), span(30, 60)], "A": [span(20, 90)]}, POLICY)
        assert given == {"B": [span(0, 60)], "A": [span(60, 90)]}

    def test_three_courses_hand_over_one_to_the_next(self) -> None:
        given = allocate({"C": [span(0, 30)], "A": [span(10, 50)], "B": [span(20, 90)]}, POLICY)
        assert given == {"C": [span(0, 30)], "A": [span(30, 50)], "B": [span(50, 90)]}

    def test_any_iterable_and_any_zone_will_do(self) -> None:
        chicago = ZoneInfo("America/Chicago")

        def source() -> Iterator[Interval]:
            yield at(50).astimezone(chicago), at(150).astimezone(chicago)

        assert allocate({"A": source(), "B": iter([span(0, 100)])}, POLICY) == {
            "A": [span(100, 150)],
            "B": [span(0, 100)],
        }

    def test_nothing_in_nothing_out(self) -> None:
        assert allocate({}, POLICY) == {}


class TestAllocateDailyCap:
    def test_of_a_day_the_first_eight_hours_count(self) -> None:
        assert allocate({"A": [hours(8, 18)]}, POLICY) == {"A": [hours(8, 16)]}

    def test_the_cap_runs_over_all_courses_and_cuts_in_time_order(self) -> None:
        given = allocate({"A": [hours(6, 9), hours(14, 20)], "B": [hours(9, 12), hours(20, 22)]}, POLICY)
        assert given == {"A": [hours(6, 9), hours(14, 16)], "B": [hours(9, 12)]}

    def test_overlap_uses_the_cap_once(self) -> None:
        given = allocate({"A": [hours(8, 14)], "B": [hours(8, 17)]}, POLICY)
        assert given == {"A": [hours(8, 14)], "B": [hours(14, 16)]}

    def test_time_lost_to_the_cap_is_not_given_to_another_course(self) -> None:
        given = allocate({"A": [hours(0, 20)], "B": [hours(10, 22)]}, POLICY)
        assert given == {"A": [hours(0, 8)], "B": []}

    def test_midnight_opens_a_new_day_and_leaves_no_seam(self) -> None:
        assert allocate({"A": [hours(20, 28)]}, POLICY) == {"A": [hours(20, 28)]}

    def test_an_interval_over_midnight_is_cut_in_each_day(self) -> None:
        given = allocate({"A": [hours(12, 36)]}, POLICY)
        assert given == {"A": [hours(12, 20), hours(24, 32)]}

    def test_time_before_midnight_uses_up_its_own_day_only(self) -> None:
        given = allocate({"A": [hours(13, 20)], "B": [hours(22, 34)]}, POLICY)
        assert given == {"A": [hours(13, 20)], "B": [hours(22, 23), hours(24, 32)]}

    def test_days_without_an_end(self) -> None:
        given = allocate({"A": [hours(0, 24 * 30)]}, POLICY)
        assert given["A"] == [hours(24 * day, 24 * day + 8) for day in range(30)]

    def test_a_cap_longer_than_a_day_cuts_nothing(self) -> None:
        assert allocate({"A": [hours(0, 72)]}, StudyPolicy(daily_cap_s=100000)) == {"A": [hours(0, 72)]}

    def test_the_cap_is_exact_to_the_microsecond(self) -> None:
        given = allocate({"A": [span(0, 0.7), span(1, 2)]}, StudyPolicy(daily_cap_s=1))
        assert given == {"A": [span(0, 0.7), span(1, 1.3)]}

    def test_the_day_is_that_of_the_policy_s_zone(self) -> None:
        assert allocate({"A": [hours(20, 30)]}, StudyPolicy(time_zone="UTC")) == {"A": [hours(20, 28)]}

    @pytest.mark.parametrize(("day", "length"), [(29, 23), (28, 24)])
    def test_a_day_with_a_change_of_clocks_is_one_day(self, day: int, length: int) -> None:
        berlin = StudyPolicy(daily_cap_s=24 * 3600, time_zone="Europe/Berlin")
        midnight = datetime(2026, 3, day, tzinfo=berlin.zone).astimezone(UTC)
        given = allocate({"A": [(midnight, midnight + timedelta(hours=30))]}, berlin)
        assert given == {"A": [(midnight, midnight + timedelta(hours=30))]}
        short = StudyPolicy(daily_cap_s=3600, time_zone="Europe/Berlin")
        second_day = midnight + timedelta(hours=length)
        assert allocate({"A": [(midnight, midnight + timedelta(hours=30))]}, short)["A"] == [
            (midnight, midnight + timedelta(hours=1)),
            (second_day, second_day + timedelta(hours=1)),
        ]

    def test_a_midnight_that_comes_twice_stops_nothing(self) -> None:
        policy = StudyPolicy(daily_cap_s=3600, time_zone="America/St_Johns")
        first_midnight = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)
        start, end = first_midnight - timedelta(hours=3), first_midnight + timedelta(hours=25)
        assert allocate({"A": [(start, end)]}, policy) == {
            "A": [
                (start, start + timedelta(hours=1)),
                (first_midnight, first_midnight + timedelta(hours=1)),
            ]
        }
