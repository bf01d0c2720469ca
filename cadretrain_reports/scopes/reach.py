"""How far a person sees, as arms: each is a query of its own that an index answers.

An ``OR`` over several tables would have the largest of them read whole; so the arms are united by ``UNION ALL`` inside
one subquery, and the table that is asked for is read by its keys. There is never a list of ids, and the number of
queries does not grow with what is seen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import QuerySet, Subquery

Arms = tuple[QuerySet[Any], ...]
LazyArms = Callable[[], Arms]
"""Arms that are built where they are asked for: a read needs few of all that there are."""


def nothing() -> Arms:
    """Return no arms."""
    return ()


@dataclass(frozen=True, slots=True)
class Reach:
    """What a person sees. Each field gives arms over one model.

    ``organizations``, ``trainees`` and ``classes`` are seen with all that belongs to them. Of ``known_organizations``
    no more is seen than the entry in the tree and who is liaison officer there, of ``known_trainees`` the basic
    information, as a class needs it, and of ``known_classes`` the class and who serves it; of
    ``open_classes``, in which anybody may register now, no more than what is planned. ``kept_accounts`` are the
    trainees of whom basic information and account are seen, ``units`` those that one speaks for where a trainee goes
    from one to another, and ``governed`` the bodies that one answers for as a department: their audit log is seen, and
    which trainees are on their way to them. ``departments`` are those of them that manage trainees: they, and the
    ``units``, keep what they had of trainees who were theirs (R9). ``institutions`` are the bodies of whose staff or
    department one is: their courses are seen in every state. ``reviewed`` are the versions of courses that one was
    asked to review. ``issuers`` are the bodies at and above one's own: of them only what they issue downwards is seen.
    ``posted_at`` are the bodies in whose name one writes: their drafts are seen. ``issued`` is what was issued to one's
    bodies, or touches oneself. ``oneself`` is the platform account: whoever is signed in has it.

    For what an institution offers: ``staffed`` are the institutions of whose staff one is, ``supported`` those whose
    learning support one gives, ``serving`` those that serve one's unit, ``above_oneself`` the bodies at and above a
    trainee's unit, and ``studied`` the courses that a trainee studies.

    For questions: ``joined`` are the classes that oneself is confirmed in, ``answered`` those in which one is named to
    answer.
    """

    organizations: LazyArms = nothing
    known_organizations: LazyArms = nothing
    units: LazyArms = nothing
    governed: LazyArms = nothing
    institutions: LazyArms = nothing
    reviewed: LazyArms = nothing
    departments: LazyArms = nothing
    issuers: LazyArms = nothing
    posted_at: LazyArms = nothing
    issued: LazyArms = nothing
    trainees: LazyArms = nothing
    kept_accounts: LazyArms = nothing
    known_trainees: LazyArms = nothing
    classes: LazyArms = nothing
    known_classes: LazyArms = nothing
    open_classes: LazyArms = nothing
    staffed: LazyArms = nothing
    supported: LazyArms = nothing
    serving: LazyArms = nothing
    above_oneself: LazyArms = nothing
    studied: LazyArms = nothing
    joined: LazyArms = nothing
    answered: LazyArms = nothing
    oneself: LazyArms = nothing

    def __or__(self, other: Reach) -> Reach:
        """Return what either sees."""
        return Reach(*(_either(getattr(self, field.name), getattr(other, field.name)) for field in fields(self)))


def _either(one: LazyArms, other: LazyArms) -> LazyArms:
    if one is nothing or other is nothing:
        return other if one is nothing else one
    return lambda: one() + other()


class _Union(Subquery):
    """Several queries as one that can be joined: MySQL would ask a bare ``IN (… UNION …)`` again for every row."""

    template = "(SELECT * FROM (%(subquery)s) united)"


def union(arms: Sequence[QuerySet[Any]], column: str = "pk") -> Any:
    """Return what ``…__in`` takes: ``column`` of every row that an arm finds. There is at least one arm."""
    columns = [arm.order_by().values_list(column) for arm in arms]
    return columns[0] if len(columns) == 1 else _Union(columns[0].union(*columns[1:], all=True))
