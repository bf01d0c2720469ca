"""What is found of a trainee's elective learning in an annual period, with the arithmetic behind it (8.2.1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from cadretrain_reports.rules.requirements import FIGURES, NO_RELIEF, NONE, Figures, Requirement
from cadretrain_reports.rules.values import sum_text


class Finding(StrEnum):
    """What an assessment of a year comes to."""

    MET = "met"
    NOT_MET = "not_met"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding, and the figures from which it follows as JSON: texts of hours, and how many named courses are open."""

    finding: Finding
    arithmetic: dict[str, object]


def propose(requirement: Requirement | None, done: Figures, done_courses: Collection[int] = ()) -> Proposal:
    """Return what is found of a year, given what was asked of a trainee online in it and what is done.

    Nothing is asked where no plan touches the trainee, or where relief (减免, 缓训) has taken everything off: then the
    assessment is waived. Of less relief what remains is asked.
    """
    if requirement is None:
        return Proposal(Finding.WAIVED, _arithmetic(Figures(), done))
    open_courses = requirement.courses.keys() - {*done_courses, *requirement.done_before}
    figures, relief = requirement.figures, requirement.relief
    is_nothing_asked = all(getattr(figures, name) == NONE for name in FIGURES)
    if is_nothing_asked and (relief != NO_RELIEF or not open_courses):
        finding = Finding.WAIVED
    else:
        finding = Finding.MET if requirement.is_met(done, done_courses) else Finding.NOT_MET
    arithmetic = _arithmetic(figures, done)
    arithmetic |= {name: sum_text(getattr(relief, name)) for name in ("let_off", "put_off", "put_here")}
    arithmetic |= {"credited_before": sum_text(requirement.credited_before), "months": requirement.months}
    arithmetic |= {"named_courses": len(requirement.courses), "open_courses": len(open_courses)}
    arithmetic["sources"] = {
        name: {"plan": source.plan, "line": source.line, "hours": sum_text(source.hours)}
        for name, source in requirement.sources.items()
    }
    return Proposal(finding, arithmetic)


def _arithmetic(asked: Figures, done: Figures) -> dict[str, object]:
    """Return by figure what is asked and what is done."""
    return {
        "asked": {name: sum_text(getattr(asked, name)) for name in FIGURES},
        "done": {name: sum_text(getattr(done, name)) for name in FIGURES},
    }
