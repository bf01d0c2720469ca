"""How long a video is: by the clip that is set, by its stated length, else by its transcript."""

from __future__ import annotations

from math import ceil, isfinite

from cadretrain_reports.rules.proposals.contents import Video
from cadretrain_reports.rules.proposals.parts import Part, Reason, unknown
from cadretrain_reports.rules.proposals.transcripts import LONGEST_VIDEO_S


def video_part(video: Video) -> Part:
    """Return what of a video is shown: from its start to its end, where these are set, within its stated length.

    A transcript's last cue stands in for a length that nobody has stated; it says nothing against a later end, since
    much may be shown after the last word.
    """
    stated, start = _stated(video), max(0, video.start)
    if start < video.end <= LONGEST_VIDEO_S:
        end = min(video.end, stated) if stated > start else video.end
        return Part("video", video.title, end - start, Reason("video_clip", {"start": start, "end": end}))
    if stated > start:
        return Part("video", video.title, stated - start, Reason("video_length", {"seconds": stated - start}))
    heard = video.last_cue or 0
    if heard > start:
        return Part("video", video.title, heard - start, Reason("video_transcript", {"seconds": heard - start}))
    return unknown("video", video.title, Reason("video_unknown"))


def _stated(video: Video) -> int:
    said = video.stated
    return ceil(said) if said is not None and isfinite(said) and 0 < said <= LONGEST_VIDEO_S else 0
