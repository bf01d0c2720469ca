"""What takes how long, part by part."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.rules.proposals import (
    Activity,
    Alternatives,
    Draw,
    Problem,
    Text,
    TextCount,
    Video,
    propose,
)
from cadretrain_reports.rules.proposals.tasks import ACTIVITIES, QUESTION_READING_S, RESPONSES

PAGE = Text("页", TextCount(characters=300))
CHOICE = Problem("题", TextCount(characters=50), {"multiplechoiceresponse": 1})


def parts(*contents: Any) -> list[tuple[str, str, int, str]]:
    return [(part.kind, part.title, part.seconds, part.reason.code) for part in propose(contents).parts]


def test_the_parts_in_their_order() -> None:
    assert parts(PAGE, Video("影", stated=90), CHOICE) == [
        ("text", "页", 60, "reading"),
        ("video", "影", 90, "video_length"),
        ("problem", "题", 60, "answers"),
    ]


def test_the_sum_and_the_whole_minutes() -> None:
    proposal = propose([PAGE, Video("", stated=90)])
    assert (proposal.seconds, proposal.course_duration, proposal.is_complete) == (150, 180, True)
    assert propose([PAGE]).course_duration == 60
    assert propose([]).course_duration == 0


def test_rounding_stays_in_the_band() -> None:
    assert propose([Video("", stated=899.5)]).course_duration == 900
    assert propose([Video("", stated=900.5)]).course_duration == 960


def test_nothing_to_read_is_no_part() -> None:
    assert parts(Text("空", TextCount())) == []
    assert not propose([Text("空", TextCount())]).is_complete


def test_what_lies_elsewhere_is_named() -> None:
    assert parts(Text("框", TextCount(), embedded=2)) == [("other", "框", 0, "embedded")]
    assert not propose([PAGE, Text("框", TextCount(), embedded=2)]).is_complete


def test_a_long_question_takes_longer() -> None:
    long = Problem("", TextCount(characters=300), {"multiplechoiceresponse": 1})
    assert propose([long]).seconds == 60 + 60 - QUESTION_READING_S
    assert propose([long]).parts[0].reason.numbers == {"longer": 45}


def test_answers_of_several_kinds() -> None:
    both = Problem("", answers={"stringresponse": 2, "numericalresponse": 1, "unheardof": 5})
    (part,) = propose([both]).parts
    assert part.seconds == 2 * 45 + 90
    assert part.reason.types == {"stringresponse": 2, "numericalresponse": 1}


def test_a_problem_of_a_strange_kind() -> None:
    assert parts(Problem("", TextCount(characters=300), {"unheardof": 1})) == [
        ("text", "", 60, "reading"),
        ("problem", "", 0, "unknown_block"),
    ]


@pytest.mark.parametrize(
    ("activity", "seconds"),
    [
        (Activity("", "poll"), 30),
        (Activity("", "survey", 3), 45),
        (Activity("", "drag-and-drop-v2", 8), 120),
        (Activity("", "done"), 0),
        (Activity("", "poll", -1), 0),
    ],
)
def test_activities(activity: Activity, seconds: int) -> None:
    proposal = propose([activity])
    assert (proposal.seconds, proposal.is_complete) == (seconds, True)


def test_a_strange_block_is_named_with_no_time() -> None:
    (part,) = propose([Activity("工具", "lti")]).parts
    assert (part.seconds, part.is_known, part.reason.types) == (0, False, {"lti": 1})


@pytest.mark.parametrize(("drawn", "seconds"), [(2, 130), (0, 0), (-1, 195), (9, 195), (1, 65)])
def test_problems_drawn_at_random(drawn: int, seconds: int) -> None:
    held = (CHOICE, Problem("", answers={"stringresponse": 1}), Problem("", answers={"numericalresponse": 1}))
    (part,) = propose([Draw("库", held, drawn)]).parts
    assert (part.kind, part.seconds, part.is_known) == ("problem", seconds, True)


def test_a_bank_with_nothing_in_it() -> None:
    assert not propose([Draw("库", (), 2)]).is_complete
    assert not propose([Draw("库", (Activity("", "lti"),), 1)]).is_complete


def test_the_longest_of_the_groups() -> None:
    (part,) = propose([Alternatives("组", ((PAGE,), (PAGE, CHOICE), ()))]).parts
    assert (part.seconds, part.reason.numbers) == (120, {"groups": 3})
    assert propose([Alternatives("", ())]).seconds == 0


def test_what_is_no_content() -> None:
    with pytest.raises(TypeError):
        propose(["a page"])


def test_the_figures_are_of_human_size() -> None:
    times = [*RESPONSES.values(), *ACTIVITIES.values()]
    assert all(0 <= time.seconds <= 900 and time.basis in {"guideline", "own"} for time in times)
    assert all(time.seconds >= QUESTION_READING_S for time in RESPONSES.values())
