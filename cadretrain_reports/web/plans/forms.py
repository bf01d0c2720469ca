"""The forms of an issuance and of the lines of a plan; whether it can be kept is for the workflow to say (5.2, 8.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses.api import Course, catalogue
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.plans.api import Content, Issuance, LineContent, PlanLine
from cadretrain_reports.rules.credit_hours import credit_hours_text
from cadretrain_reports.rules.levels import STEPS
from cadretrain_reports.rules.values import FIRST_YEAR, LAST_YEAR
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.forms import DayInput, PageForm
from cadretrain_reports.web.plans.levels import level_choices

_BETWEEN: Final = re.compile(r"[\s,，、;；]+")
_BETWEEN_NAMES: Final = re.compile(r"[,，、;；\n]+")
_OF_PLANS: Final = ("year", "goals", "construction_targets")
_PLAIN: Final = ("title", "number", "text", "link", "goals", "construction_targets")
_DAYS: Final = ("valid_from", "valid_until", "in_force_from")


def _long(label: Any, help_text: Any = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, widget=forms.Textarea({"rows": rows}), strip=True
    )


def _hours(label: Any) -> forms.DecimalField:
    widget = forms.NumberInput({"step": "0.25", "min": "0"})
    return forms.DecimalField(label=label, required=False, max_digits=8, decimal_places=2, min_value=0, widget=widget)


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput(), help_text=help_text)


class IssuanceForm(PageForm):
    """What is issued and to whom, without its lines. ``bodies`` are offered as recipients by name.

    Only an annual plan has year, goals and targets; one that amends or refines another keeps that one's year.
    """

    title = forms.CharField(label=pgettext_lazy("issuance", "Title"), max_length=255)
    number = forms.CharField(label=_("Document number"), max_length=64, required=False)
    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    goals = _long(_("Goals"))
    construction_targets = _long(_("Targets of course construction"))
    text = _long(pgettext_lazy("issuance", "Text"), rows=8)
    link = forms.CharField(
        label=_("Link"),
        max_length=500,
        required=False,
        help_text=_("Where a file of it lies: https://…"),
        widget=forms.TextInput({"inputmode": "url"}),
    )
    recipients = forms.MultipleChoiceField(
        label=_("Recipients"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each stands for itself and all below it."),
    )
    further = forms.CharField(
        label=_("Further recipients"),
        required=False,
        help_text=_("Codes of bodies that are not named above, with spaces or commas between them."),
    )
    to_all_below = forms.BooleanField(
        label=_("Every body below the recipients is to acknowledge it too"), required=False
    )
    in_force_from = _day(_("In force from"), _("The day of issue, if it is left empty. No day that has passed."))
    valid_from = _day(_("Valid from"))
    valid_until = _day(_("Valid until"))

    def __init__(self, user: Any, issuance: Issuance, bodies: Iterable[Organization], *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._user, self._issuance = user, issuance
        offered = [(body.code, f"{body.name}  {body.code}") for body in bodies]
        self.fields["recipients"].choices = offered  # type: ignore[attr-defined]
        if issuance.kind != Issuance.Kind.ANNUAL_PLAN:
            for name in _OF_PLANS:
                del self.fields[name]
        elif issuance.replaces_id or issuance.refines_id:
            self.fields["year"].disabled = True
            self.fields["year"].initial = issuance.year
            self.fields["year"].help_text = _("That of the plan which this one amends or refines.")
        if not offered:
            del self.fields["recipients"]

    def clean_further(self) -> tuple[Organization, ...]:
        """Return the bodies whose codes are written down; each must lie in the scope of whoever writes."""
        codes = [code for code in _BETWEEN.split(self.cleaned_data["further"]) if code]
        found = self._named(codes)
        for code in codes:
            if code not in found:
                text = _("%(code)s: There is no such body, or it is not for you to see.")
                raise forms.ValidationError(text, params={"code": code})
        return tuple(found[code] for code in codes)

    def content(self, lines: Iterable[LineContent]) -> Content:
        """Return what the form says, with the lines of a plan, as the workflow takes it."""
        said = self.cleaned_data
        ticked = said.get("recipients") or []
        named = self._named(ticked)
        return Content(
            kind=self._issuance.kind,
            year=said.get("year"),
            to_all_below=said["to_all_below"],
            recipients=(*(named[code] for code in ticked if code in named), *said["further"]),
            lines=tuple(lines),
            **{name: said.get(name, "") for name in _PLAIN},
            **{name: said[name] for name in _DAYS},
        )

    def _named(self, codes: Iterable[str]) -> dict[str, Organization]:
        bodies = in_scope(Organization.objects.filter(code__in=list(codes)), self._user)
        return {body.code: body for body in bodies}


class LineForm(PageForm):
    """One line of a plan: for whom, how much, which courses. ``titles`` says what courses by key are called."""

    form = forms.ChoiceField(label=_("Form of training"), choices=PlanLine.Form.choices)
    over_years = forms.TypedChoiceField(
        label=_("Over how many years"), choices=[(str(number), number) for number in range(1, 6)], coerce=int
    )
    cadre_categories = forms.CharField(
        label=_("Cadre categories"),
        required=False,
        help_text=_("With commas between them. Empty: everybody."),
    )
    highest_level = forms.ChoiceField(label=_("From the level"), required=False)
    lowest_level = forms.ChoiceField(label=_("Down to the level"), required=False)
    total_hours = _hours(_("Hours in all"))
    required_course_hours = _hours(_("Of required courses"))
    elective_course_hours = _hours(_("Of elective courses"))
    named = forms.MultipleChoiceField(
        label=_("Named required courses"), required=False, widget=forms.CheckboxSelectMultiple
    )
    courses = forms.CharField(
        label=_("Name courses"),
        required=False,
        help_text=_("Institution and code, as QHGX/FZ-101, with commas between several."),
        widget=forms.TextInput({"list": "courses", "autocomplete": "off"}),
    )
    note = forms.CharField(label=pgettext_lazy("plan line", "Note"), max_length=500, required=False)

    def __init__(self, titles: Mapping[str, str], *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        ticked = self._ticked()
        for name, open_end in (("highest_level", _("up to the top")), ("lowest_level", _("down to the bottom"))):
            level = self[name].value()
            # A draft written elsewhere may hold a label in place of a code: it must not get lost here.
            others = [(level, level)] if level and level not in STEPS else []
            self.fields[name].choices = [*level_choices(open_end), *others]  # type: ignore[attr-defined]
        self.fields["named"].choices = [(key, titles[key]) for key in ticked if key in titles]  # type: ignore[attr-defined]
        if not ticked:
            del self.fields["named"]

    def _ticked(self) -> list[str]:
        if self.is_bound:
            sent: Any = self.data
            return [str(key) for key in sent.getlist(self.add_prefix("named"))]
        return list(self.initial.get("named", ()))

    def clean_courses(self) -> list[Course]:
        """Return the courses that are written down; each must be on offer."""
        written = [code for code in _BETWEEN.split(self.cleaned_data["courses"]) if code]
        wanted = Q()
        for one in written:
            institution, _slash, code = one.partition("/")
            wanted |= Q(course__institution__code=institution, course__code=code)
        rows = catalogue().filter(wanted) if written else []
        found = {f"{row.course.institution.code}/{row.course.code}": row.course for row in rows}
        for one in written:
            if one not in found:
                text = _("%(code)s: No such course is on offer. Write institution and code, as QHGX/FZ-101.")
                raise forms.ValidationError(text, params={"code": one})
        return [found[one] for one in written]

    def content(self) -> LineContent:
        """Return what the line says, as the workflow takes it."""
        said = dict(self.cleaned_data)
        ticked = Course.objects.filter(uuid__in=said.pop("named", ())) if said.get("named") else ()
        for name in ("total_hours", "required_course_hours", "elective_course_hours"):
            said[name] = said[name] or Decimal(0)
        categories = (name.strip() for name in _BETWEEN_NAMES.split(said["cadre_categories"]))
        said["cadre_categories"] = tuple(filter(None, categories))
        named = tuple(dict.fromkeys((*ticked, *said.pop("courses"))))
        said.pop("named", None)
        return replace(LineContent(), **said, courses=named)


def _written(hours: Decimal) -> str:
    return credit_hours_text(hours) if hours else ""


def initial_of(content: Content) -> dict[str, Any]:
    """Return what the fields of an issuance begin with."""
    said = {name: getattr(content, name) for name in (*_PLAIN, *_DAYS, "year", "to_all_below")}
    return {**said, "recipients": [body.code for body in content.recipients]}


def initial_of_line(line: LineContent) -> dict[str, Any]:
    """Return what the fields of a line begin with."""
    names = ("form", "over_years", "highest_level", "lowest_level", "note")
    hours = ("total_hours", "required_course_hours", "elective_course_hours")
    return {
        **{name: getattr(line, name) for name in names},
        **{name: _written(getattr(line, name)) for name in hours},
        "cadre_categories": "、".join(line.cadre_categories),
        "named": [str(course.uuid) for course in line.courses],
    }
