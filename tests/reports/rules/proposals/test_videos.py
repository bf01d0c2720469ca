"""How long a video is: clip, stated length, transcript, in this order."""

from __future__ import annotations

import pytest

from cadretrain_reports.rules.proposals import Video, propose


@pytest.mark.parametrize(
    ("video", "seconds", "code"),
    [
        (Video("", stated=600.2), 601, "video_length"),
        (Video("", stated=600, last_cue=500), 600, "video_length"),
        (Video("", stated=600, start=60), 540, "video_length"),
        (Video("", last_cue=500), 500, "video_transcript"),
        (Video("", last_cue=500, start=20), 480, "video_transcript"),
        (Video("", start=699, end=777, last_cue=2991), 78, "video_clip"),
        (Video("", end=777), 777, "video_clip"),
        (Video("", end=777, stated=600), 600, "video_clip"),
        (Video("", end=777, last_cue=500), 777, "video_clip"),
        (Video("", start=60, end=30, stated=600), 540, "video_length"),
        (Video("", start=700, stated=600), 0, "video_unknown"),
        (Video("", start=-5, stated=600), 600, "video_length"),
        (Video(""), 0, "video_unknown"),
        (Video("", stated=0.0), 0, "video_unknown"),
        (Video("", stated=float("nan")), 0, "video_unknown"),
        (Video("", stated=float("inf"), last_cue=5), 5, "video_transcript"),
        (Video("", stated=1e9), 0, "video_unknown"),
        (Video("", end=10**9, last_cue=5), 5, "video_transcript"),
    ],
)
def test_the_length(video: Video, seconds: int, code: str) -> None:
    (part,) = propose([video]).parts
    assert (part.kind, part.seconds, part.reason.code) == ("video", seconds, code)
    assert part.is_known is (code != "video_unknown")
