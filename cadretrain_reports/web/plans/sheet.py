"""The form of an issuance and those of its lines, held together: one sheet that is filled in, sent and mended."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import Q

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.organizations.api import Organization, Service, subtree
from cadretrain_reports.applets.plans.api import Content, Issuance
from cadretrain_reports.refusals import Refused
from cadretrain_reports.web.plans.forms import IssuanceForm, LineForm
from cadretrain_reports.web.plans.named import named_courses
from cadretrain_reports.web.plans.writing import Written, line_count

_MOST_OFFERED: Final = 60
"""Bodies that are offered by name; any other is written down by its code."""

_MOST_COURSES: Final = 300
_MANY: Final = frozenset({"recipients", "named"})


class Sheet:
    """What is written of one draft. With ``is_checked`` the fields also say what is wrong with them."""

    def __init__(self, user: Any, issuance: Issuance, written: Written, *, is_checked: bool) -> None:
        self._issuance, self._written, self._is_checked = issuance, written, is_checked
        self.is_plan = issuance.kind == Issuance.Kind.ANNUAL_PLAN
        self.form = IssuanceForm(user, issuance, self._bodies(), **self._given(IssuanceForm, ""))
        count = line_count(written) if self.is_plan else 0
        self.lines = [LineForm(self._titles, **self._given(LineForm, f"line-{number}")) for number in range(count)]

    def offered_courses(self) -> list[courses.CourseVersion]:
        """Return courses that are offered while one writes down which are named."""
        return list(courses.catalogue().order_by("course__institution__code", "course__code")[:_MOST_COURSES])

    def content(self) -> Content | None:
        """Return what the sheet says, or ``None`` where a field cannot be read; the fields say why."""
        are_good = [form.is_valid() for form in (self.form, *self.lines)]
        return self.form.content(line.content() for line in self.lines) if all(are_good) else None

    def refuse(self, refused: Refused) -> None:
        """Say what was refused at the field that it names, ``lines.N.field`` of a line, or above all."""
        where, _dot, rest = refused.field.partition(".")
        number, _dot, field = rest.partition(".")
        if where == "lines" and number.isdigit() and int(number) < len(self.lines):
            line = self.lines[int(number)]
            line.add_error(field if field in line.fields else None, str(refused))
        else:
            self.form.refuse(refused)

    def _given(self, kind: type[IssuanceForm] | type[LineForm], prefix: str) -> dict[str, Any]:
        """Return the arguments of a form: bound to what was written, or only filled with it."""
        if self._is_checked:
            return {"data": self._written, "prefix": prefix}
        start = f"{prefix}-" if prefix else ""
        initial = {
            name: self._written.getlist(start + name) if name in _MANY else self._written.get(start + name)
            for name in kind.base_fields
        }
        return {"initial": initial, "prefix": prefix}

    def _bodies(self) -> list[Organization]:
        """Return the bodies offered as recipients: those the draft names, the issuer, and what is nearest below it."""
        issuer = self._issuance.issuer
        below = Q(pk__in=subtree(issuer).order_by().values("pk"))
        if self._issuance.refines_id:
            below |= Q(pk__in=Service.objects.filter(institution=issuer, standing=True).values("unit"))
        nearest = Organization.objects.filter(below, active_until=None).order_by("depth", "path")[:_MOST_OFFERED]
        named = Organization.objects.filter(received_issuances__issuance=self._issuance)
        return sorted({*nearest, *named}, key=lambda body: body.path)

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        """What the named courses are called, by key; two queries, however many lines."""
        names = [name for name in self._written if name.endswith("-named")]
        keys = {key for name in names for key in self._written.getlist(name) if _is_key(key)}
        rows = courses.Course.objects.filter(uuid__in=keys).select_related("institution")
        return {str(one.course.uuid): f"{one.title}  {one.code}".strip() for one in named_courses(rows).values()}


def _is_key(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
