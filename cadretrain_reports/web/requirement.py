"""What a trainee has to learn, as pages say it (8.2.1, R6): each figure with its bar, and in words which line asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.plans.api import Issuance
from cadretrain_reports.rules.credit_hours import credit_hours_text
from cadretrain_reports.rules.requirements import FIGURES, MONTHS, Form, Requirement, Source
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.workflows.requirement import Attainment, attainment_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

_WHOLE: Final = 100
FIGURE_LABELS: Final[Mapping[str, StrPromise]] = {
    "total_hours": gettext_lazy("In all"),
    "required_course_hours": gettext_lazy("Required courses"),
    "elective_course_hours": gettext_lazy("Elective courses"),
}
_NAMES: Final[Mapping[Form, tuple[StrPromise, StrPromise]]] = {
    Form.ONLINE: (
        gettext_lazy("Online study in %(last)s"),
        gettext_lazy("Online study from %(first)s to %(last)s"),
    ),
    Form.CONCENTRATED: (
        gettext_lazy("Concentrated training in %(last)s"),
        gettext_lazy("Concentrated training from %(first)s to %(last)s"),
    ),
}


@dataclass(frozen=True, slots=True)
class Goal:
    """One figure that is asked, in credit-hours; ``done`` is ``None`` where it is not learned on this platform.

    ``reason`` says which line decided it, ``plan`` is the key of that plan where the reader may open it.
    """

    label: StrPromise
    asked: Decimal
    done: Decimal | None
    reason: str
    plan: str

    @property
    def percent(self) -> int:
        """How much is done, 99 at most until all is."""
        if self.done is None:
            return 0
        return _WHOLE if self.done >= self.asked else min(_WHOLE - 1, int(_WHOLE * self.done / self.asked))


@dataclass(frozen=True, slots=True)
class Asked:
    """One requirement as a page shows it; ``notes`` say what changed the figures for this person."""

    name: str
    goals: tuple[Goal, ...]
    notes: tuple[str, ...]
    named: int
    named_done: int
    is_met: bool | None


@dataclass(frozen=True, slots=True)
class Demand:
    """All that a trainee has to learn in an annual period, and of each named course, by its key, why."""

    asked: tuple[Asked, ...]
    courses: Mapping[int, str]


def demand_of(trainee: Trainee, year: int, reader: Any) -> Demand:
    """Return what a trainee has to learn in an annual period and has done of it; a fixed number of queries."""
    # What is learned here comes first: it is what one can do something about on this page.
    found = sorted(attainment_of(trainee, year), key=lambda one: one.done is None)
    plans = _plans(_cited(one.requirement for one in found), reader)
    named = (one.requirement.courses for one in found)
    reasons = {course: _named_by(lines, plans) for courses in named for course, lines in courses.items()}
    return Demand(tuple(_asked(one, year, plans) for one in found), reasons)


def reasons_of(sources: Mapping[str, Source], reader: Any) -> dict[str, str]:
    """Return in words, by figure, which line of a plan asks for it; one query for the plans, one for what is seen."""
    plans = _plans({source.plan for source in sources.values()}, reader)
    return {name: _reason(source, plans) for name, source in sources.items()}


@dataclass(frozen=True, slots=True)
class _Plan:
    title: str
    issuer: str
    is_seen: bool


def _cited(requirements: Iterable[Requirement]) -> set[str]:
    """Return the keys of the plans that decided a figure or name a course."""
    cited: set[str] = set()
    for requirement in requirements:
        cited |= {source.plan for source in requirement.sources.values()}
        cited |= {plan for lines in requirement.courses.values() for plan, _line in lines}
    return cited


def _plans(keys: set[str], reader: Any) -> dict[str, _Plan]:
    """Return plans by key. One that bound somebody in an earlier unit is named, though they cannot open it any more."""
    rows = Issuance.objects.filter(uuid__in=keys)
    seen = set(in_scope(rows, reader).values_list("pk", flat=True))
    return {str(row.uuid): _Plan(row.title, row.issuer.name, row.pk in seen) for row in rows.select_related("issuer")}


def _asked(found: Attainment, year: int, plans: Mapping[str, _Plan]) -> Asked:
    requirement = found.requirement
    once, over = _NAMES[requirement.form]
    name = over if requirement.over_years > 1 else once
    return Asked(
        str(name) % {"first": year - requirement.over_years + 1, "last": year},
        tuple(_goals(found, plans)),
        tuple(_notes(requirement)),
        len(found.courses),
        sum(state != "open" for state in found.courses.values()),
        found.is_met,
    )


def _goals(found: Attainment, plans: Mapping[str, _Plan]) -> Iterator[Goal]:
    for name in FIGURES:
        asked, source = getattr(found.requirement.figures, name), found.requirement.sources.get(name)
        if asked or source:
            done = getattr(found.done, name) if found.done else None
            plan = source.plan if source and plans[source.plan].is_seen else ""
            yield Goal(FIGURE_LABELS[name], asked, done, _reason(source, plans) if source else "", plan)


def _reason(source: Source, plans: Mapping[str, _Plan]) -> str:
    plan, hours = plans[source.plan], credit_hours_text(source.hours)
    said = {"plan": plan.title, "issuer": plan.issuer, "line": source.line, "hours": hours}
    return _("“%(plan)s” of %(issuer)s, line %(line)s, asks for %(hours)s hours.") % said


def _named_by(lines: Iterable[tuple[str, int]], plans: Mapping[str, _Plan]) -> str:
    named = (_("“%(plan)s”, line %(line)s") % {"plan": plans[plan].title, "line": line} for plan, line in lines)
    return _("Required by %(plans)s") % {"plans": pgettext("between names", ", ").join(named)}


def _notes(requirement: Requirement) -> Iterator[str]:
    """Yield what makes the figures of this person others than those of the line, in the order of the rule (R6)."""
    months, whole = requirement.months, requirement.over_years * MONTHS
    if months < whole:
        yield _("You were there for %(months)s of %(all)s months: only their part is asked.") % {
            "months": months,
            "all": whole,
        }
    relief = requirement.relief
    for hours, text in (
        (
            requirement.credited_before,
            _("%(hours)s hours of required courses count as done: they were credited in earlier years."),
        ),
        (relief.let_off, _("%(hours)s hours were let off by approved relief.")),
        (relief.put_off, _("%(hours)s hours were put off into a later year.")),
        (relief.put_here, _("%(hours)s hours were put off from an earlier year and come on top.")),
    ):
        if hours:
            yield text % {"hours": credit_hours_text(hours)}
