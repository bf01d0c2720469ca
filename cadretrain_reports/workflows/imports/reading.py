"""From the cells of a row to values; whatever is wrong in it is found at once, each with its column (6.1.1)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeVar

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.offline.sheets import Row
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.dictionary import NO, YES
from cadretrain_reports.rules.masking import STAR
from cadretrain_reports.workflows.imports.problems import Problem, of_cell, of_refusal

T = TypeVar("T")

_DAY: Final = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月|(\d{2}))(\d{1,2})日?")
_UNMENDED: Final = re.compile(r"[=@]|[+-]?\d(?:\.\d+)?[Ee]\+\d+\Z|.*…\Z", re.DOTALL)
"""How a file of problems shows cells that held a formula, a number without its last digits, or too much."""

_TRUTH: Final[Mapping[str, bool]] = {
    **dict.fromkeys((YES, "y", "yes", "true", "1"), True),
    **dict.fromkeys((NO, "n", "no", "false", "0"), False),
}


class Reading:
    """One row while it is read. ``problems`` grows as cells are taken that cannot be what they should be."""

    def __init__(self, row: Row) -> None:
        self.cells = row.cells
        self.problems: list[Problem] = [of_cell(problem) for problem in row.problems]
        self._bad = {problem.column_key for problem in row.problems}

    def text(self, key: str) -> str:
        """Return a cell as it stands there, empty where it cannot be used."""
        return self.take(key, str, "", needed=False)

    def take(self, key: str, convert: Callable[[str], T], default: T, *, needed: bool = False) -> T:
        """Return what ``convert`` makes of a cell; ``default`` for an empty one, which is a problem if it is needed.

        ``convert`` raises ``Refused``.
        """
        text = self.cells.get(key, "")
        if key in self._bad or not (text or needed):
            return default
        try:
            return convert(_mended(text))
        except Refused as refused:
            self.problems.append(Problem(key, refused.code, of_refusal(refused).reason))
            return default


def _mended(text: str) -> str:
    if not text:
        raise Refused("missing", _("This must not be empty."))
    if _UNMENDED.match(text):
        raise Refused("unmended", _("This cell was refused before and has not been mended. Put in its value."))
    return text


def unmasked(text: str) -> str:
    """Return a text, unless it is masked as in exports: what is hidden there cannot be read back."""
    if STAR in text:
        raise Refused("masked", _("This is masked. Rows of a masked export cannot be read in again."))
    return text


def day(text: str) -> date:
    """Return a day written as ``2026-01-05``, ``2026/1/5``, ``2026.1.5``, ``2026年1月5日`` or ``20260105``."""
    found = _DAY.fullmatch(text.replace(" ", "").removesuffix("00:00:00"))
    try:
        if found:
            year, *months, of_month = found.groups()
            return date(int(year), int(next(filter(None, months))), int(of_month))
    except ValueError:
        pass
    raise Refused("bad_day", _("There is no such day. Write it like 2026-01-05."))


def truth(text: str) -> bool:
    """Return what 是 and 否 say."""
    try:
        return _TRUTH[text.casefold()]
    except KeyError:
        raise Refused("bad_truth", _("Write 是 or 否.")) from None
