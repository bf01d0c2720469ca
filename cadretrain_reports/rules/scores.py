"""Scores of assessments (8.2.5): percent, with two decimals at most, and the pass mark that they are held against."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from cadretrain_reports.rules.values import RecordError

HIGHEST_SCORE: Final = 100
"""Percent that nobody exceeds."""

_CENT: Final = Decimal("0.01")
_SCORE: Final = re.compile(r"(?:0|[1-9][0-9]{0,2})(?:\.[0-9]?[1-9])?")


def is_percent(score: object) -> bool:
    """Tell whether a value is a score: a ``Decimal`` from 0 to 100 with two decimals at most."""
    if not isinstance(score, Decimal) or not score.is_finite() or not 0 <= score <= HIGHEST_SCORE:
        return False
    return bool(score == score.quantize(_CENT))


def score_text(score: Decimal | None) -> str:
    """Return a score as records write it: the shortest decimal text, ``85.5``; empty where none was given.

    Raises ``RecordError`` for what is no score.
    """
    if score is None:
        return ""
    if not is_percent(score):
        raise RecordError("score", f"not from 0 to {HIGHEST_SCORE} with two decimals at most: {score!s:.40}")
    text = f"{score:.2f}".rstrip("0").rstrip(".")
    return text or "0"


def score_value(text: str) -> Decimal:
    """Return the score that ``score_text`` wrote; raise ``RecordError`` on another spelling, the empty one included."""
    if type(text) is not str or not _SCORE.fullmatch(text) or Decimal(text) > HIGHEST_SCORE:
        raise RecordError("score", f"not a score as text: {text!r:.40}")
    return Decimal(text)


def is_score(name: str, value: object) -> None:
    """Ask for a score as ``score_text`` writes it, or an empty text."""
    try:
        if value != "":
            score_value(value)  # type: ignore[arg-type]  # the check is whether it is one
    except RecordError as error:
        raise RecordError(name, error.reason) from None


def is_passed(score: Decimal | None, pass_mark: int, *, verdict: bool) -> bool:
    """Tell whether an assessment is passed: by the score where there is one, else by the assessor's verdict (8.2.5)."""
    return verdict if score is None else score >= pass_mark
