"""Where a trainee stands in courses: chosen, studying, earned, exempt (3.12, 8.2.5). Reads, changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.archives import api as archives
from cadretrain_reports.applets.choices import api as choices
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.rules.periods import period_of

_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one trainee stands in one course; ``learning_duration`` is in whole seconds.

    ``state`` is ``open``, ``chosen``, ``studying``, ``earned`` in this annual period, or ``exempt``: credited in an
    earlier one or elsewhere, so that it moves no hours any more (8.2.5).
    """

    state: str = "open"
    choice: choices.CourseChoice | None = None
    learning_duration: int = 0
    credit: credits.CreditEntry | None = None

    @property
    def is_done(self) -> bool:
        """Whether the hours of the course are there, so that there is nothing to choose or to drop."""
        return self.state in ("earned", "exempt")

    def percent(self, required_duration: int) -> int:
        """Return how much of the time that a course asks for is learned, 99 at most until the credit falls."""
        if self.is_done:
            return _WHOLE
        return min(_WHOLE - 1, _WHOLE * self.learning_duration // required_duration) if required_duration else 0


@dataclass(frozen=True, slots=True)
class OwnCourse:
    """A line of a trainee's own list: what the course says now, where one stands, and why it is required, if it is."""

    version: courses.CourseVersion
    standing: Standing
    is_on_offer: bool
    required: str = ""

    @property
    def is_public(self) -> bool:
        """Whether the course has a page: a plan may name one that is still to be released."""
        return self.is_on_offer or self.version.released_at is not None

    @property
    def percent(self) -> int:
        """How much of the time is learned."""
        return self.standing.percent(self.version.required_duration)


def current_year() -> int:
    """Return the label of the annual period of now (9.1.2)."""
    return period_of(clock.now(), conf.period_rule()).label


def standings(trainee: people.Trainee, versions: Iterable[courses.CourseVersion]) -> dict[int, Standing]:
    """Return where a trainee stands in each of these courses, by course id; five queries at most."""
    asked = {version.course_id: version for version in versions}
    chosen = {choice.course_id: choice for choice in choices.chosen(trainee.pk, asked)}
    begun = set(learning.begun(trainee.pk, asked))
    earned = {entry.study.course_id: entry for entry in credits.standing_credits(trainee.pk, asked)}
    elsewhere = {subject for _trainee, subject in archives.credited_elsewhere([trainee.pk])}
    learned = learning.learned_in_each(trainee.pk) if begun - earned.keys() else {}
    year, found = current_year(), {}
    for pk, version in asked.items():
        credit = earned.get(pk)
        if credit is not None:
            state = "earned" if credit.year == year else "exempt"
        elif archives.course_subject(version.course.institution.code, version.course.code) in elsewhere:
            state = "exempt"
        else:
            state = "studying" if pk in begun else "chosen" if pk in chosen else "open"
        found[pk] = Standing(state, chosen.get(pk), learned.get(pk, 0), credit)
    return found


def own_list(trainee: people.Trainee, required: Mapping[int, str] | None = None) -> list[OwnCourse]:
    """Return every course that a trainee has chosen or begun, or has to learn, as long as its credit is to come.

    ``required`` says of course ids by which plan line they are named (8.2.1, R6): these are listed in any case, and of
    the others those that were credited elsewhere. What was earned here stands in the list of its annual period.
    Required ones come first, then what was begun, then what was chosen.
    """
    required = required or {}
    wanted = {*required, *choices.chosen(trainee.pk).values_list("course", flat=True), *learning.begun(trainee.pk)}
    versions, on_offer = _as_they_are_now(wanted)
    found = standings(trainee, versions)
    listed = [
        OwnCourse(version, found[pk], pk in on_offer, required.get(pk, ""))
        for version in versions
        if (pk := version.course_id) in required or found[pk].credit is None
    ]
    return sorted(listed, key=lambda own: (not own.required, own.standing.state != "studying", -own.version.pk))


def _as_they_are_now(course_ids: Collection[int]) -> tuple[list[courses.CourseVersion], set[int]]:
    """Return the version of each course that is on offer, else the newest, and the ids of the courses on offer."""
    offered = {version.course_id: version for version in courses.catalogue().filter(course__in=course_ids)}
    others = courses.latest_versions(set(course_ids) - offered.keys())
    return [*offered.values(), *others.values()], set(offered)
