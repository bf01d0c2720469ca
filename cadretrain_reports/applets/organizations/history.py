"""How a body, and the whole tree, stood at an instant (9.1.2).

Only what was recorded is known: before a body was entered here it stood nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from cadretrain_reports.applets.organizations.closing import day_of
from cadretrain_reports.applets.organizations.models import Organization, OrganizationSpell


@dataclass(frozen=True, slots=True)
class Stood:
    """How a body stood: ``above`` is the code of the body above, empty at the top; ``names`` go from the top down."""

    code: str
    name: str
    above: str
    names: tuple[str, ...]


def spell_at(body: Organization, at: datetime) -> OrganizationSpell | None:
    """Return the spell in which an instant lies, or ``None`` before the first."""
    return _spells(at).filter(organization=body).first()


def name_at(body: Organization, at: datetime) -> str | None:
    """Return what a body was called at an instant, or ``None`` where it was not recorded yet.

    A body that has ended is called what it was called last.
    """
    spell = _last(body.pk, at)
    return spell.name if spell else None


def path_of_names_at(body: Organization, at: datetime) -> list[str]:
    """Return the names from the top of the tree down to the body, as place and names were at an instant.

    Of a body that has ended they are those of its last place.
    """
    return list(_names(_last(body.pk, at), lambda above: _last(above, at)))


def tree_at(at: datetime) -> Iterator[Stood]:
    """Yield every body that there was at an instant, those above first, in one query.

    A body is left out from the day on which it was closed, and before the day from which it was active.
    """
    day = day_of(at)
    spells = {spell.organization_id: spell for spell in _spells(at).select_related("organization", "parent")}
    stood = [(_names(spell, spells.get), spell) for spell in spells.values() if _is_active(spell.organization, day)]
    for names, spell in sorted(stood, key=lambda pair: (pair[0], pair[1].organization.code)):
        yield Stood(spell.organization.code, spell.name, spell.parent.code if spell.parent else "", names)


def _last(body: int, at: datetime) -> OrganizationSpell | None:
    """Return the spell that began last by then, whether or not it is over."""
    return OrganizationSpell.objects.filter(organization=body, since__lte=at).order_by("-since", "-pk").first()


def _spells(at: datetime) -> QuerySet[OrganizationSpell]:
    return OrganizationSpell.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


def _names(spell: OrganizationSpell | None, find: Callable[[int], OrganizationSpell | None]) -> tuple[str, ...]:
    """Return the names from the top down; servers whose clocks differ may have written a ring, which is cut."""
    names: dict[int, str] = {}
    while spell and spell.organization_id not in names:
        names[spell.organization_id] = spell.name
        spell = find(spell.parent_id) if spell.parent_id else None
    return tuple(reversed(names.values()))


def _is_active(body: Organization, day: date) -> bool:
    has_begun = body.active_from is None or body.active_from <= day
    return has_begun and (body.active_until is None or body.active_until > day)
