"""How long it takes to answer and to do things, as data: seconds each, and on what the figure rests.

Each figure includes the reading of an ordinary question; a text longer than that is added (see ``proposal``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

Basis = Literal["guideline", "own"]
"""``guideline``: "Tips on Constructing Tests", Center for Teaching Excellence, Lansing Community College: 30 s for a
true/false item, 60 s for multiple choice, 30 to 50 s for a fill-in, 30 to 60 s for matching, 2 to 5 minutes for a short
answer, 15 minutes for an essay. ``own``: a reasoned default of this project, with nothing but the reason behind it."""

QUESTION_READING_S: Final = 15
"""What an ordinary question takes to be read, about 60 words or 75 characters: part of every figure below."""


class TaskTime(NamedTuple):
    """What one of its kind takes: whole ``seconds``, and the ``basis`` of the figure."""

    seconds: int
    basis: Basis


RESPONSES: Final[Mapping[str, TaskTime]] = {
    "annotationresponse": TaskTime(60, "guideline"),  # a choice about a passage
    "choiceresponse": TaskTime(90, "own"),  # each box is a true/false item, judged together
    "choicetextresponse": TaskTime(90, "own"),  # a choice and a fill-in
    "coderesponse": TaskTime(900, "guideline"),  # a program is an essay
    "customresponse": TaskTime(120, "guideline"),  # graded by a script: a short answer
    "formularesponse": TaskTime(180, "guideline"),  # a short answer that needs working out
    "imageresponse": TaskTime(45, "guideline"),  # a point on a picture: matching
    "multiplechoiceresponse": TaskTime(60, "guideline"),
    "numericalresponse": TaskTime(90, "own"),  # a fill-in that is reckoned first
    "optionresponse": TaskTime(30, "guideline"),  # a dropdown: matching
    "schematicresponse": TaskTime(600, "own"),  # a circuit is drawn and tried out
    "stringresponse": TaskTime(45, "guideline"),  # a fill-in
    "symbolicresponse": TaskTime(180, "guideline"),
    "truefalseresponse": TaskTime(30, "guideline"),
}
"""Seconds for one answer, by the element that asks for it in a problem (8.2.5)."""

ACTIVITIES: Final[Mapping[str, TaskTime]] = {
    "discussion": TaskTime(300, "own"),  # reading what others wrote, and a paragraph of one's own
    "done": TaskTime(0, "own"),  # a button
    "drag-and-drop-v2": TaskTime(15, "own"),  # an item: half of matching, since all answers lie on the page
    "edx_sga": TaskTime(900, "guideline"),  # an essay, handed in as a file
    "openassessment": TaskTime(900, "guideline"),  # an essay, and looking at those of others
    "poll": TaskTime(30, "guideline"),  # a question without a right answer
    "staffgradedxblock": TaskTime(0, "own"),  # points given elsewhere
    "submit-and-compare": TaskTime(120, "guideline"),
    "survey": TaskTime(15, "own"),  # a question, in a table that is read once
    "word_cloud": TaskTime(60, "own"),
}
"""Seconds for one item of a block, by the block's type; a type that is not here takes nobody knows how long."""
