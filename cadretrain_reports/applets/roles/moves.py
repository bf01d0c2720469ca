"""The steps of a duty as data: which step leads from which states to which, and who may take it (6.2-6.4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.roles.models import RoleAssignment, RoleStep, State, Step
from cadretrain_reports.refusals import Refused


def is_over(assignment: RoleAssignment, day: date) -> bool:
    """Tell whether a duty is no longer held on a day."""
    return assignment.ends_on is not None and assignment.ends_on <= day


def _always(state: State) -> Callable[[RoleAssignment, date], State]:
    return lambda _assignment, _day: state


def begun(assignment: RoleAssignment, day: date) -> State:
    """Return the state of what has been approved: active, unless its first day is still to come."""
    return State.APPROVED if assignment.starts_on > day else State.ACTIVE


def _ended(assignment: RoleAssignment, day: date) -> State:
    return State.ENDED if is_over(assignment, day) else State(assignment.state)


def _as_it_was(assignment: RoleAssignment, _day: date) -> State:
    return State(assignment.state)


IN_OFFICE: Final = frozenset({State.APPROVED, State.ACTIVE, State.SUSPENDED})


@dataclass(frozen=True, slots=True)
class Move:
    """A step of the state machine: from which states it leads, and into which on a given day.

    ``answers`` is the declaration that it decides on; ``reasoned``: a reason must be given; ``declares``: it only
    asks, so anybody may take it for oneself too; ``lasting``: it makes no sense once the term is over.
    """

    leads_from: frozenset[State]
    leads_to: Callable[[RoleAssignment, date], State]
    answers: Step | None = None
    reasoned: bool = False
    declares: bool = False
    lasting: bool = True


MOVES: Final[Mapping[Step, Move]] = {
    Step.DECLARE: Move(frozenset({State.RETURNED}), _always(State.DECLARED), declares=True, lasting=False),
    Step.APPROVE: Move(frozenset({State.DECLARED}), begun, answers=Step.DECLARE),
    Step.RETURN: Move(frozenset({State.DECLARED}), _always(State.RETURNED), reasoned=True, lasting=False),
    Step.SUSPEND: Move(frozenset({State.APPROVED, State.ACTIVE}), _always(State.SUSPENDED), reasoned=True),
    Step.RESUME: Move(frozenset({State.SUSPENDED}), begun),
    Step.DECLARE_ENDING: Move(IN_OFFICE, _as_it_was, reasoned=True, declares=True),
    Step.APPROVE_ENDING: Move(IN_OFFICE, _ended, answers=Step.DECLARE_ENDING),
    Step.RETURN_ENDING: Move(IN_OFFICE, _as_it_was, reasoned=True),
    Step.END: Move(IN_OFFICE, _ended, reasoned=True),
}


def check(step: Step, assignment: RoleAssignment, by: Any, day: date) -> None:
    """Raise ``Refused`` if the platform user ``by`` may not take a step of an assignment on a day.

    ``not_possible`` in its state, ``over`` after its last day, ``own_duty`` for one's own, ``ending_declared`` while
    that is to be decided on, ``no_ending`` where there is none, ``four_eyes`` for what one has declared oneself.
    """
    move = MOVES[step]
    if assignment.state not in move.leads_from:
        state = State(assignment.state).label
        raise Refused("not_possible", _("This cannot be done now. The duty is: %(state)s."), state=state)
    if move.lasting and is_over(assignment, day):
        raise Refused("over", _("The term of this duty is over."))
    if not move.declares and by.pk == assignment.user_id:
        raise own_duty()
    _check_ending(step, assignment)
    if move.answers and by.pk == _last_taker(assignment, move.answers):
        raise Refused("four_eyes", _("Whoever declared this cannot approve it. Another person must decide."))


def _check_ending(step: Step, assignment: RoleAssignment) -> None:
    """An ending that was declared is decided on before anything else ends the duty."""
    if step == Step.END and assignment.ending_on is not None:
        raise Refused("ending_declared", _("An ending has been declared: decide on it first."))
    if step in (Step.APPROVE_ENDING, Step.RETURN_ENDING) and assignment.ending_on is None:
        raise Refused("no_ending", _("No ending has been declared."))


def _last_taker(assignment: RoleAssignment, step: Step) -> int | None:
    taken = RoleStep.objects.filter(assignment=assignment, step=step).order_by("-pk")
    return taken.values_list("by", flat=True).first()


def own_duty() -> Refused:
    """Return the refusal for whoever decides on a duty of their own."""
    return Refused("own_duty", _("Nobody decides on a duty of their own. Another person must."))
