"""What a check has to say: one ``Problem`` for each thing that is not as it was signed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from cadretrain_reports.offline.messages import gettext as _

LIMIT = 200
"""How many problems of one code in one file are listed."""

_NAME_LENGTH = 200
_REASON_LENGTH = 600


class Code(StrEnum):
    """The kinds of problems, stable names for programs; ``reason`` says the same to people."""

    MISSING_FILE = "missing_file"
    UNLISTED_FILE = "unlisted_file"
    ODD_PATH = "odd_path"
    ALTERED_FILE = "altered_file"
    MANIFEST_DIFFERS = "manifest_differs"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    BAD_SIGNATURE = "bad_signature"
    WRONG_KEY = "wrong_key"
    COUNT_DIFFERS = "count_differs"
    ROOT_DIFFERS = "root_differs"
    NOT_IN_LOG = "not_in_log"
    ENTRY_MISSING = "entry_missing"
    ENTRY_UNSIGNED = "entry_unsigned"
    OUT_OF_ORDER = "out_of_order"
    BAD_RECORD = "bad_record"
    WRONG_HOURS = "wrong_hours"
    SECOND_CREDIT = "second_credit"
    OUTSIDE_PERIOD = "outside_period"
    UNIT_DIFFERS = "unit_differs"
    FIELD_DIFFERS = "field_differs"
    ROW_MISSING = "row_missing"
    ROW_UNFOUNDED = "row_unfounded"
    ROW_DUPLICATED = "row_duplicated"
    REVOKED = "revoked"
    TWIN_DIFFERS = "twin_differs"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the file (relative to the bag), the record in it (or empty), its code and a sentence."""

    file: str
    record: str
    code: Code
    reason: str

    def as_data(self) -> dict[str, str]:
        """Return the problem as the JSON output shows it."""
        return {"file": self.file, "record": self.record, "code": self.code.value, "reason": self.reason}


class Unreadable(Exception):  # noqa: N818 - a verdict, as the command line names it
    """The path holds nothing that could be checked; the message says why and how to mend it."""


def shown(value: object, length: int = _NAME_LENGTH) -> str:
    """Return ``value`` as text that is safe in a terminal: nothing unprintable, at most ``length`` characters.

    Packages come from strangers: a file name may hold escape sequences or bytes that are no text at all.
    """
    text = str(value)[: length + 1]
    text = text if len(text) <= length else f"{text[: length - 1]}…"
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


@dataclass(slots=True)
class Findings:
    """Collects problems, each once, at most ``LIMIT`` of one code in one file so that no package fills the memory."""

    _problems: dict[tuple[str, str, Code], str] = field(default_factory=dict)
    _counts: dict[tuple[str, Code], int] = field(default_factory=dict)

    def add(self, code: Code, file: str, reason: str, record: object = "") -> None:
        """Note that ``file`` (and ``record`` in it) has the problem ``code``."""
        key = (shown(file), shown(record), code)
        if key in self._problems:
            return
        count = self._counts.get((key[0], code), 0)
        self._counts[key[0], code] = count + 1
        if count < LIMIT:
            self._problems[key] = shown(reason, _REASON_LENGTH)

    def leave_out(self, code: Code, file: str, count: int) -> None:
        """Note that ``count`` more problems of this kind are not told one by one."""
        self._counts[shown(file), code] = self._counts.get((shown(file), code), 0) + count

    def problems(self) -> tuple[Problem, ...]:
        """Return the problems in the order in which they were found, then how many were left out."""
        found = [Problem(file, record, code, reason) for (file, record, code), reason in self._problems.items()]
        for (file, code), count in self._counts.items():
            if count > LIMIT:
                reason = _("%(count)d more problems of the kind %(code)s in this file are not listed.")
                found.append(Problem(file, "", Code.MORE, reason % {"count": count - LIMIT, "code": code.value}))
        return tuple(found)
