"""HTML pages and the XML of problems as contents that take time."""

from __future__ import annotations

from typing import Final

from cadretrain_reports.rules.proposals.contents import Problem, Text
from cadretrain_reports.rules.proposals.reading import count_text
from cadretrain_reports.rules.proposals.seen import Visible, visible

_SHOWN_LATER: Final = frozenset(
    {
        "choicehint",
        "compoundhint",
        "correcthint",
        "demandhint",
        "hintgroup",
        "optionhint",
        "regexphint",
        "solution",
        "stringequalhint",
    }
)
"""What of a problem is shown only after an answer, or when asked for."""

_INPUTS: Final = frozenset(
    {
        "annotationinput",
        "checkboxgroup",
        "choicegroup",
        "formulaequationinput",
        "imageinput",
        "jsinput",
        "optioninput",
        "radiogroup",
        "schematic",
        "textbox",
        "textline",
    }
)


def text_of(title: str, markup: str) -> Text:
    """Return an HTML page as what there is to read, and how many things in it lie elsewhere."""
    seen = visible(markup)
    return Text(title, count_text(seen.text, seen.pictures), seen.embedded)


def problem_of(title: str, markup: str) -> Problem:
    """Return a problem as what is read before answering, and how many answers of which kind it asks for (8.2.5)."""
    seen = visible(markup, _SHOWN_LATER)
    return Problem(title, count_text(seen.text, seen.pictures), _answers(seen))


def _answers(seen: Visible) -> dict[str, int]:
    """Return the answers by kind; where one kind alone has several inputs, each input is an answer."""
    asked = {name: count for name, count in seen.elements.items() if name.endswith("response")}
    inputs = sum(seen.elements[name] for name in _INPUTS)
    return {name: max(count, inputs) for name, count in asked.items()} if len(asked) == 1 else asked
