"""Each line says one thing or nothing, in both shapes, and no line whatever it holds breaks the reading."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.tracking import Event, Fact, read_line
from tests import services

RUN = "course-v1:SASW+CADRE+2019"
BASE = "block-v1:SASW+CADRE+2019+type@"
AT = datetime(2019, 3, 4, 1, 0, tzinfo=UTC)


def said(name: str, data: Any = None, **other: Any) -> Any:
    context = {"user_id": 7, "course_id": RUN, "session": "s1", **other.pop("context", {})}
    event = {"name": name, "timestamp": "2019-03-04T09:00:00+08:00", "data": data or {}, "context": context, **other}
    return read_line(json.dumps(event).encode())


def test_a_video_in_the_shape_of_the_backends() -> None:
    event = said("play_video", {"id": "0b9e", "duration": 195, "currentTime": 12.5})
    assert isinstance(event, Event)
    assert (event.at, event.user_id, event.sign, event.course_run, event.length) == (AT, 7, "play", RUN, 195)
    assert event.keys == (f"{BASE}video+block@0b9e", f"{BASE}course+block@course")
    assert event.video
    assert event.session


def test_the_same_in_the_shape_of_the_log() -> None:
    context = {"user_id": 7, "course_id": RUN}
    line = {
        "event_type": "play_video",
        "time": "2019-03-04T01:00:00+00:00",
        "event": json.dumps({"id": "0b9e", "duration": 195}),
        "context": context,
        "session": "s1",
        "page": f"http://lms/xblock/{BASE}vertical+block@u1",
    }
    event = read_line(b"Mar 4 host INFO [tracking] logger.py - " + json.dumps(line).encode())
    other = said("play_video", {"id": "0b9e", "duration": 195}, context={"page": line["page"]})
    assert event == other
    assert event.keys[1] == f"{BASE}vertical+block@u1"


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("edx.video.played", "play"),
        ("speed_change_video", "seek"),
        ("stop_video", "pause"),
        ("edx.ui.lms.sequence.next_selected", "page"),
        ("problem_check", "act"),
        ("edx.problem.hint.demandhint_displayed", "act"),
        ("edx.special_exam.timed.attempt.created", "act"),
        ("edx.forum.thread.viewed", "page"),
        ("page_close", "leave"),
        (f"/courses/{RUN}/courseware/c/s/", "page"),
        (f"/xblock/{BASE}vertical+block@u1", "page"),
    ],
)
def test_what_kind_of_sign_it_is(name: str, sign: str) -> None:
    assert said(name).sign == sign


@pytest.mark.parametrize(
    "name", ["edx.bi.x", "/dashboard", f"/courses/{RUN}/xblock/{BASE}html+block@h/handler/publish_completion", "/event"]
)
def test_what_is_no_study(name: str) -> None:
    assert said(name) == "not_study"


def test_where_a_link_leads_is_what_counts() -> None:
    page = {"page": f"http://lms/xblock/{BASE}vertical+block@u1"}
    away = said("edx.ui.lms.link_clicked", {"target_url": "http://elsewhere/"}, context=page)
    assert away.keys == ()
    there = said("edx.ui.lms.link_clicked", {"target_url": f"/courses/{RUN}/courseware/c/s2/"}, context=page)
    assert there.keys == (f"{BASE}sequential+block@s2", f"{BASE}course+block@course")
    assert said("edx.forum.thread.viewed", context=page).keys == ()


@pytest.mark.parametrize(
    ("name", "data", "fact"),
    [
        ("edx.course.enrollment.activated", {"course_id": RUN, "user_id": 8}, Fact("enrolled", 8, "", RUN)),
        (
            "edx.completion.block_completion.changed",
            {"block_id": f"{BASE}html+block@h", "completion": 1.0},
            Fact("completed", 7, "", f"{BASE}html+block@h", 1.0),
        ),
        (
            "edx.grades.course.grade_calculated",
            {"course_id": RUN, "user_id": "8", "percent_grade": 0.5},
            Fact("graded", 8, "", RUN, 0.5),
        ),
        (
            "edx.grades.subsection.grade_calculated",
            {
                "block_id": f"{BASE}sequential+block@s",
                "user_id": "8",
                "weighted_graded_earned": 3,
                "weighted_graded_possible": 4,
            },
            Fact("graded", 8, "", f"{BASE}sequential+block@s", 0.75),
        ),
    ],
)
def test_what_the_platform_noted(name: str, data: dict[str, Any], fact: Fact) -> None:
    assert said(name, data).fact == fact


@pytest.mark.parametrize("value", [None, "1", 2, -0.1, True])
def test_a_share_that_is_none_is_no_fact(value: object) -> None:
    data = {"course_id": RUN, "user_id": 8, "percent_grade": value}
    assert said("edx.grades.course.grade_calculated", data) == "not_study"


def test_who_completes_for_somebody_else_did_not_study() -> None:
    event = said(
        "edx.completion.block_completion.changed", {"block_id": f"{BASE}x+block@h", "completion": 1.0, "user_id": 8}
    )
    assert (event.sign, event.fact.user_id) == ("", 8)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"{", "not_json"),
        (b"\xff\x00", "not_json"),
        (b'["name"]', "not_json"),
        (b'{"a": 1}', "not_an_event"),
        (b'{"name": 7}', "not_an_event"),
        (b'{"name": "play_video"}', "bad_time"),
        (b'{"name": "play_video", "time": "2019-03-04T01:00:00"}', "bad_time"),
        (b'{"name": "play_video", "time": "0001-01-01T00:00:00+14:00"}', "bad_time"),
        (b'{"name": "play_video", "time": 7}', "bad_time"),
        (b"{" * 100_000, "not_json"),
    ],
)
def test_a_line_that_says_nothing(line: bytes, why: str) -> None:
    assert read_line(line) == why


@pytest.mark.parametrize("user", ["", None, "x", -1, 1 << 40, True, [7]])
def test_a_user_that_is_none(user: object) -> None:
    assert said("play_video", context={"user_id": user}).user_id is None


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.text(), x)
)


@given(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(
                ["play_video", "problem_check", "edx.completion.block_completion.changed", "/xblock/x"]
            )
        },
        optional=dict.fromkeys(("context", "data", "event", "page", "session", "username", "event_type"), JSON),
    )
)
def test_nothing_breaks_the_reading(event: dict[str, Any]) -> None:
    line = json.dumps({**event, "time": "2019-03-04T01:00:00Z"}).encode()
    assert isinstance(read_line(line), Event | str)


@given(st.binary())
def test_no_bytes_break_the_reading(line: bytes) -> None:
    assert isinstance(read_line(line), Event | str)


def test_the_real_sample_is_read() -> None:
    events = [read_line(line) for line in services.real_input("tracking-events.jsonl").read_bytes().splitlines()]
    signs = [event.sign for event in events if isinstance(event, Event)]
    assert {"play", "seek", "pause", "act", "page"} <= set(signs)
    assert {event for event in events if isinstance(event, str)} <= {"not_study"}
