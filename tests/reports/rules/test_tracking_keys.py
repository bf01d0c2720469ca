"""Usage keys are found wherever an event's texts hold them, and in the addresses of older pages."""

from __future__ import annotations

import pytest

from cadretrain_reports.rules.tracking_keys import block_key, keys_in, run_in

RUN = "course-v1:edX+DemoX+Demo_Course"
UNIT = "block-v1:edX+DemoX+Demo_Course+type@vertical+block@vertical_0270f6de40fc"
OLD_PAGE = f"http://lms/courses/{RUN}/courseware/d8a6/edx_introduction/?activate_block_id="


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (f"http://lms/xblock/{UNIT}?show_title=0&view=student_view", [UNIT]),
        (f"/courses/{RUN}/xblock/{UNIT}/handler/publish_completion", [UNIT]),
        (UNIT, [UNIT]),
        ("ccx-block-v1:edX+X+R+ccx@1+type@vertical+block@u", ["ccx-block-v1:edX+X+R+ccx@1+type@vertical+block@u"]),
        (
            OLD_PAGE + "block-v1%3AedX%2BDemoX%2BDemo_Course%2Btype%40html%2Bblock%40h1",
            [
                "block-v1:edX+DemoX+Demo_Course+type@html+block@h1",
                "block-v1:edX+DemoX+Demo_Course+type@sequential+block@edx_introduction",
            ],
        ),
        ("/dashboard", []),
        ("block-v1:" + "x" * 300 + "+type@vertical+block@u", []),
    ],
)
def test_keys_in_a_text(text: str, keys: list[str]) -> None:
    assert list(keys_in([text])) == keys


def test_the_nearest_come_first() -> None:
    assert list(keys_in([UNIT.replace("vertical", "problem"), UNIT])) == [UNIT.replace("vertical", "problem"), UNIT]


def test_a_key_of_parts() -> None:
    assert list(block_key(RUN, "video", "0b9e")) == ["block-v1:edX+DemoX+Demo_Course+type@video+block@0b9e"]
    assert not list(block_key("edX/DemoX/Demo", "video", "0b9e"))
    assert not list(block_key(RUN, "video", "a b"))
    assert not list(block_key(RUN, "video", "x" * 250))


def test_the_run_of_an_address() -> None:
    assert run_in(OLD_PAGE) == RUN
    assert run_in("http://lms/courses/course-v1%3Aa%2Bb%2Bc/about") == "course-v1:a+b+c"
    assert run_in("http://lms/dashboard") == ""
