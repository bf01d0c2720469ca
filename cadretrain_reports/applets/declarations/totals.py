"""Declared hours that count, by trainee and by unit: always beside the online ones, never among them (R6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet, Sum

from cadretrain_reports.applets.declarations.models import HoursDeclaration

_FACE_TO_FACE = HoursDeclaration.Form.FACE_TO_FACE


@dataclass(frozen=True, slots=True)
class Declared:
    """Approved hours of one annual period: of face-to-face training (面授), and of training elsewhere."""

    face_to_face: Decimal = Decimal(0)
    outside: Decimal = Decimal(0)

    def plus(self, form: str, hours: Decimal) -> Declared:
        """Return these hours and further ones of a form."""
        if form == _FACE_TO_FACE:
            return Declared(self.face_to_face + hours, self.outside)
        return Declared(self.face_to_face, self.outside + hours)


def declared_in(trainee_ids: Iterable[int], year: int) -> Mapping[int, Declared]:
    """Return by trainee what counts of an annual period, nothing for those who are not named; one query."""
    return _by("trainee", HoursDeclaration.objects.filter(trainee__in=list(trainee_ids)), year)


def declared_by_unit(declarations: QuerySet[HoursDeclaration], year: int) -> Mapping[int, Declared]:
    """Return by unit, that of the time of handing in (R9), what counts of ``declarations`` in a period; one query."""
    return _by("unit", declarations, year)


def _by(column: str, declarations: QuerySet[HoursDeclaration], year: int) -> Mapping[int, Declared]:
    counted = declarations.filter(year=year, state=HoursDeclaration.State.APPROVED)
    sums = counted.order_by().values_list(column, "form").annotate(hours=Sum("credit_hours"))
    found: dict[int, Declared] = defaultdict(Declared)
    for key, form, hours in sums:
        found[key] = found[key].plus(form, hours)
    return found
