"""The last cue of a transcript, in all its forms."""

from __future__ import annotations

import pytest

from cadretrain_reports.rules.proposals import clock_seconds, last_cue

SRT = "0\n00:00:00,000 --> 00:00:04,500\n你好\n\n1\n00:02:37,900 --> 00:02:38,001\n再见\n"
VTT = "WEBVTT\n\n00:01.000 --> 00:04.000 line:0\nHello\n\n01:00:01.000 --> 01:00:02.000\nBye\n"


@pytest.mark.parametrize(
    ("transcript", "seconds"),
    [
        (SRT, 159),
        ("\ufeff" + SRT.replace("\n", "\r\n"), 159),
        (VTT, 3602),
        ('{"start": [0, 1000], "end": [900, 61001], "text": ["a", "b"]}', 62),
        ("00:00:05,000 --> 00:00:09,000\nb\n\n00:00:00,000 --> 00:00:04,000\na", 9),
        ("", None),
        ("text without cues", None),
        ("{", None),
        ('{"end": "x"}', None),
        ('{"end": [null, "1", NaN, Infinity, -5, 1e300]}', None),
        ("[1]", None),
        ('{"a":' * 10_000, None),
        ("00:00:00,000 --> 9999:00:00,000", None),
        ("00:00:00 --> 00:00:00", None),
    ],
)
def test_the_last_cue(transcript: str, seconds: int | None) -> None:
    assert last_cue(transcript) == seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("00:12:57", 777), ("1:02:03", 3723), ("2:03", 123), ("00:00:10.5", 10), ("", 0), ("x", 0), ("-00:01:00", 0)],
)
def test_the_clock_of_a_clip(text: str, seconds: int) -> None:
    assert clock_seconds(text) == seconds
