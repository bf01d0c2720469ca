"""Reading files of strangers: whole ones up to a limit, long ones line by line, never more in memory than a line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cadretrain_reports.offline.messages import gettext as _
from cadretrain_reports.offline.problems import Code, Findings

LONGEST_LINE = 1 << 20
LARGEST_FILE = 16 << 20


def small_file(path: Path, name: str, findings: Findings) -> bytes | None:
    """Return the bytes of a file that is read whole, or ``None`` (and a finding) where it is too large."""
    with path.open("rb") as stream:
        data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        reason = _("The file is larger than %(limit)d MiB and was not read.") % {"limit": LARGEST_FILE >> 20}
        findings.add(Code.TOO_LARGE, name, reason)
        return None
    return data


def lines(path: Path, name: str, findings: Findings) -> Iterator[tuple[int, bytes]]:
    """Yield number (from 1) and bytes of each line, without its newline.

    Stops, with a finding, at a line longer than ``LONGEST_LINE`` and at a last line that has no newline.
    """
    with path.open("rb") as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE + 2):
            number += 1
            if not line.endswith(b"\n"):
                cut = len(line) <= LONGEST_LINE
                reason = (
                    _("The last line does not end with a newline; the file may be cut off.")
                    if cut
                    else _("The line is longer than 1 MiB.")
                )
                findings.add(Code.MALFORMED if cut else Code.TOO_LARGE, name, reason, line_name(number))
                return
            yield number, line[:-1]


def line_name(number: int) -> str:
    """Return how problems name a line that gives no better name."""
    return f"line {number}"
