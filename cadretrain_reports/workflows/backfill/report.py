"""What a backfill comes to, in figures alone: no name, no number of a person, no address stands in it (9.2.3)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.backfill.api import Backfill

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

TEXTS: Final[Mapping[str, StrPromise]] = {
    "files": _("Files read: %(count)d"),
    "known_files": _("Files that were read to their end before: %(count)d"),
    "unreadable": _("Files that break off or cannot be read: %(count)d"),
    "lines": _("Lines: %(count)d"),
    "rows": _("Rows of the platform's tables: %(count)d"),
    "line.blank": _("Blank lines: %(count)d"),
    "line.too_long": _("Lines too long to be read: %(count)d"),
    "line.not_json": _("Damaged lines: %(count)d"),
    "line.not_an_event": _("Lines that are no event: %(count)d"),
    "line.bad_time": _("Events without a time of the server: %(count)d"),
    "line.not_study": _("Events of other things than study: %(count)d"),
    "event.future": _("Events from the future: %(count)d"),
    "event.after_start": _("Events from after the end of the backfill: %(count)d"),
    "event.anonymous": _("Events of nobody who was signed in: %(count)d"),
    "event.unknown_user": _("Events of persons who are no trainees: %(count)d"),
    "event.unmarked": _("Signs of trainees in what is marked as no course: %(count)d"),
    "event.course": _("Signs of trainees in courses: %(count)d"),
    "event.fact": _("Completions, grades and enrolments of trainees: %(count)d"),
    "table.missing": _("Tables that this platform does not have: %(count)d"),
    "span.gap": _("Gaps longer than the idle limit, nothing counted: %(count)d"),
    "span.beyond_video": _("Spans cut at the length of the video: %(count)d"),
    "span.unpaired": _("Videos started without a stop, or stopped without a start: %(count)d"),
    "span.repeated": _("Signs that came more than once: %(count)d"),
    "trainees": _("Trainees with new time: %(count)d"),
    "studies": _("Courses of trainees with new time: %(count)d"),
    "intervals": _("Intervals inferred: %(count)d"),
    "seconds": _("Seconds inferred: %(count)d"),
    "seconds.uncounted": _("Of these in several courses at once or over the daily cap: %(count)d"),
    "facts": _("Completions, grades and enrolments kept: %(count)d"),
}
"""Every figure of a report with its sentence, in the order in which they are told."""

_ALWAYS: Final = ("files", "lines", "intervals", "seconds")
_YEAR: Final = "year."


@dataclass(frozen=True, slots=True)
class Report:
    """What a backfill came to; ``counts`` has the keys of ``TEXTS``, and ``year.2024`` for the seconds of a year."""

    backfill: str
    trial: bool
    counts: Mapping[str, int]

    def as_data(self) -> dict[str, Any]:
        """Return the report as JSON data."""
        return {"backfill": self.backfill, "trial": self.trial, "counts": dict(sorted(self.counts.items()))}

    def sentences(self) -> Iterator[str]:
        """Yield the report in the language of whoever reads it."""
        for key, text in TEXTS.items():
            count = self.counts.get(key, 0)
            if count or key in _ALWAYS:
                yield str(text) % {"count": count}
        for key in sorted(key for key in self.counts if key.startswith(_YEAR)):
            values = {"year": key.removeprefix(_YEAR), "count": self.counts[key]}
            yield str(_("Seconds inferred of the year %(year)s: %(count)d")) % values


def report_of(run: Backfill, **more: int) -> Report:
    """Return the report of a backfill, with the figures that only this call to it knows."""
    return Report(str(run.uuid), run.trial, {**run.counts, **{key: count for key, count in more.items() if count}})
