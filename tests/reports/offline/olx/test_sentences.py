"""Reasons in words."""

from __future__ import annotations

from typing import get_args

import pytest

from cadretrain_reports.offline.olx.sentences import TYPES, clock, parts_text, reason_text
from cadretrain_reports.rules.proposals import (
    Activity,
    Alternatives,
    Content,
    Draw,
    Problem,
    Text,
    TextCount,
    Video,
    propose,
)
from cadretrain_reports.rules.proposals.parts import Why
from cadretrain_reports.rules.proposals.tasks import ACTIVITIES, RESPONSES

SAID: dict[str, tuple[Content, str]] = {
    "video_length": (Video("", stated=90), "length of the video 1:30"),
    "video_clip": (Video("", start=699, end=777), "clip from 11:39 to 12:57"),
    "video_transcript": (Video("", last_cue=3723), "last word of the transcript at 1:02:03"),
    "video_unknown": (
        Video(""),
        "length unknown: neither stated nor to be told from a transcript; look it up and add it",
    ),
    "reading": (Text("", TextCount(300, 20, 1)), "to be read: 300 characters, 20 words, 1 pictures"),
    "answers": (
        Problem("", answers={"stringresponse": 2, "numericalresponse": 1}),
        "answers: short text × 2, numerical answer",
    ),
    "activity": (Activity("", "drag-and-drop-v2", 8), "usual time for: drag and drop, items × 8"),
    "embedded": (Text("", TextCount(), 2), "2 embedded items, whose time is unknown: add it"),
    "unknown_block": (Activity("", "scorm"), "unknown kind of content (scorm): add its time"),
    "drawn": (
        Draw("", (Activity("", "poll"), Activity("", "poll")), 1),
        "1 of 2 problems, drawn at random: their average",
    ),
    "alternatives": (Alternatives("", ((),)), "the longest of 1 groups, of which each learner sees one"),
}


@pytest.mark.parametrize("code", get_args(Why))
def test_each_reason(code: str) -> None:
    content, said = SAID[code]
    reason = propose([content]).parts[0].reason
    assert reason.code == code
    assert reason_text(reason, str) == said


def test_a_long_question() -> None:
    long = propose([Problem("", TextCount(300), {"stringresponse": 1})]).parts[0]
    assert reason_text(long.reason, str) == "answers: short text; a long text: 0:45"


def test_every_kind_that_takes_time_has_a_name() -> None:
    assert RESPONSES.keys() | ACTIVITIES.keys() <= TYPES.keys()


def test_the_parts_line_by_line() -> None:
    proposal = propose([Video("讲座", stated=90), Activity("工具", "lti")])
    assert parts_text(proposal, str) == (
        "1:30 Video 讲座: length of the video 1:30\n? Other 工具: unknown kind of content (external tool): add its time"
    )


def test_the_language_is_the_callers() -> None:
    def quoted(text: str) -> str:
        return f"«{text}»"

    assert parts_text(propose([Video("讲座", stated=90)]), quoted) == "1:30 «Video» 讲座: «length of the video 1:30»"


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00"), (61, "1:01"), (3600, "1:00:00")])
def test_the_clock(seconds: int, text: str) -> None:
    assert clock(seconds) == text
