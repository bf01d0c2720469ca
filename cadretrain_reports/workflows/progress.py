"""How far trainees have come in the online study of a year, and what is left (8.2.3, 8.2.4, R6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.theme_classes.api import ClassRegistration
from cadretrain_reports.rules.periods import Period, local_day, period_by_label, zone_named
from cadretrain_reports.rules.reminders import Left, left_of, percent_done, points_behind
from cadretrain_reports.rules.requirements import Figures, Form
from cadretrain_reports.workflows.class_progress import ClassProgress, planned_of, progress_of
from cadretrain_reports.workflows.requirement import Attainment, attainments_of


@dataclass(frozen=True, slots=True)
class Progress:
    """What one trainee has to learn online in a year, has done of it, and what is left.

    ``behind`` are the points of a hundred by which they are behind the calendar.
    """

    asked: Figures
    done: Figures
    left: Left
    behind: int

    @property
    def percent(self) -> int:
        """How much of the hours in all is done; 99 at most until nothing is left."""
        done = percent_done(self.asked.total_hours, self.done.total_hours)
        return done if self.left.is_nothing else min(done, 99)


def today() -> date:
    """Return the day of now in the site's zone."""
    return local_day(clock.now(), zone_named(conf.time_zone()))


def class_progress_of(trainee_id: int) -> list[ClassProgress]:
    """Return how far a trainee is in each class that they are confirmed in and that runs: what is left of it (8.3.4).

    The class that they registered in first comes first. A fixed number of queries for each class.
    """
    rows = ClassRegistration.objects.filter(
        trainee=trainee_id, state=ClassRegistration.State.CONFIRMED, theme_class__state__in=class_life.TAUGHT
    )
    found = rows.select_related("theme_class", "trainee").order_by("registered_at", "pk")
    return [progress_of(planned_of(row.theme_class), [row])[0] for row in found]


def progress_in(trainee_ids: Iterable[int], year: int) -> dict[int, Progress]:
    """Return by trainee how far they are; whoever has nothing to learn online is left out. A fixed number of queries.

    What is asked over several years has no deadline in this one: it is left aside.
    """
    period, day = period_by_label(year, conf.period_rule()), today()
    found = {}
    for trainee, attained in attainments_of(trainee_ids, year).items():
        for one in attained:
            if one.requirement.form == Form.ONLINE and one.requirement.over_years == 1 and one.done is not None:
                found[trainee] = _progress(one, one.done, period, day)
    return found


def _progress(one: Attainment, done: Figures, period: Period, day: date) -> Progress:
    asked = one.requirement.figures
    courses = sum(state == "open" for state in one.courses.values())
    behind = points_behind(period, day, asked.total_hours, done.total_hours)
    return Progress(asked, done, left_of(asked, done, courses), behind)
