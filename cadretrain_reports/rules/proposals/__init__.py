"""Durations proposed from content (3.7): what there is to watch, to read and to answer, and how long that takes.

Pure: whoever calls has read the content. ``markup`` turns HTML and problems into what is seen of them.
"""

from cadretrain_reports.rules.proposals.contents import (
    Activity,
    Alternatives,
    Content,
    Draw,
    Problem,
    Text,
    Video,
)
from cadretrain_reports.rules.proposals.markup import problem_of, text_of
from cadretrain_reports.rules.proposals.parts import Part, Reason
from cadretrain_reports.rules.proposals.proposal import Proposal, propose
from cadretrain_reports.rules.proposals.reading import TextCount, count_text, reading_seconds
from cadretrain_reports.rules.proposals.transcripts import clock_seconds, last_cue

__all__ = [
    "Activity",
    "Alternatives",
    "Content",
    "Draw",
    "Part",
    "Problem",
    "Proposal",
    "Reason",
    "Text",
    "TextCount",
    "Video",
    "clock_seconds",
    "count_text",
    "last_cue",
    "problem_of",
    "propose",
    "reading_seconds",
    "text_of",
]
