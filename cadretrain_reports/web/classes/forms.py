"""Forms of theme classes: the training plan, the teaching plan and its rows, who serves, who is named (8.3)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses.api import Course, CourseVersion, catalogue
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.theme_classes.api import (
    ActivityLine,
    AssessmentLine,
    Basics,
    ClassActivity,
    ClassAssessment,
    ClassBody,
    CourseLine,
    Parts,
    Proposal,
    Teaching,
    ThemeClass,
)
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.forms import DayInput, PageForm

_BETWEEN: Final = re.compile(r"[\s,，、;；]+")
_HOURS: Final = {"step": "0.25", "min": "0"}


def codes_in(text: str) -> list[str]:
    """Return the codes that somebody wrote with spaces, commas or lines between them, each once."""
    return list(dict.fromkeys(code for code in _BETWEEN.split(text) if code))


class BodiesField(forms.CharField):
    """Bodies named by their codes, in their order, with spaces or commas between them."""

    user: Any = None

    def clean(self, value: Any) -> Any:
        """Return the bodies; one outside the reader's scope is as if not there."""
        codes = codes_in(super().clean(value))
        found = {body.code: body for body in in_scope(Organization.objects.filter(code__in=codes), self.user)}
        for code in codes:
            if code not in found:
                text = _("%(code)s: There is no such body, or it is not for you to see.")
                raise forms.ValidationError(text, params={"code": code})
        return [found[code] for code in codes]


def _long(label: Any, help_text: Any = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(label=label, help_text=help_text, required=False, widget=forms.Textarea({"rows": rows}))


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DayInput(), help_text=help_text)


class ProposalForm(PageForm):
    """The hosts' training plan of a class (8.3.1). Whoever begins one says in whose name and with which code."""

    host = forms.ChoiceField(label=pgettext_lazy("theme class", "In the name of"))
    code = forms.CharField(label=_("Code of the class"), max_length=64)
    title = forms.CharField(label=pgettext_lazy("theme class", "Title"), max_length=255)
    class_type = forms.ChoiceField(label=_("Type"), choices=ThemeClass.ClassType.choices, widget=forms.RadioSelect)
    number = forms.CharField(label=_("Document number"), max_length=64, required=False)
    text = forms.CharField(label=_("Training plan"), widget=forms.Textarea({"rows": 6}))
    audience = _long(pgettext_lazy("theme class", "Whom it is for"))
    requirement = _long(pgettext_lazy("theme class", "Training requirement"))
    planned_number = forms.IntegerField(label=_("Planned number of trainees"), required=False, min_value=1)
    starts_on = _day(_("First day"))
    ends_on = _day(_("Last day"))
    hosts = BodiesField(label=_("Hosts"), help_text=_("Codes of bodies, with spaces or commas between them."))
    organizers = BodiesField(label=_("Organizers"), help_text=_("The first of them carries the class out."))
    co_organizers = BodiesField(label=_("Co-organizers"), required=False)

    def __init__(self, user: Any, hosts: Iterable[Organization], *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        self._hosts = {body.code: body for body in hosts}
        for name in Parts.__slots__:
            self.fields[name].user = user  # type: ignore[attr-defined]
        if self._hosts:
            self.fields["host"].choices = [(body.code, body.name) for body in self._hosts.values()]  # type: ignore[attr-defined]
        else:
            del self.fields["host"], self.fields["code"]

    def clean_host(self) -> Organization:
        """Return the body in whose name the plan is drawn up."""
        return self._hosts[self.cleaned_data["host"]]

    @property
    def proposal(self) -> Proposal:
        """What the workflow is told."""
        said = self.cleaned_data
        basics = Basics(**{name: said[name] for name in Basics.__slots__})
        parts = Parts(**{name: said[name] for name in Parts.__slots__})
        return Proposal(basics, parts, said["text"], said["number"])


def proposed(theme_class: ThemeClass) -> dict[str, Any]:
    """Return what the form of a training plan begins with: what the class says so far."""
    said = {name: getattr(theme_class, name) for name in Basics.__slots__}
    plan = getattr(theme_class, "training_plan", None)
    rows = list(theme_class.bodies.select_related("organization"))
    part = ClassBody.Part
    for name, which in (("hosts", part.HOST), ("organizers", part.ORGANIZER), ("co_organizers", part.CO_ORGANIZER)):
        said[name] = " ".join(row.organization.code for row in rows if row.part == which)
    return {**said, "text": plan.text if plan else "", "number": plan.number if plan else ""}


class TeachingForm(PageForm):
    """The teaching plan without its rows (8.3.2)."""

    objectives = _long(_("Objectives"), rows=4)
    hour_requirement = forms.DecimalField(
        label=_("Hour requirement"),
        required=False,
        max_digits=7,
        decimal_places=2,
        min_value=0,
        widget=forms.NumberInput(_HOURS),
        help_text=_("Credit-hours that the class asks for, of its courses and activities."),
    )
    pass_mark = forms.IntegerField(
        label=_("Pass mark in percent"), min_value=0, max_value=100, help_text=_("Of all assessments together.")
    )
    registration_until = _day(_("Last day of registration"))

    def teaching(self, rows: dict[str, list[Any]]) -> Teaching:
        """Return what the workflow is told."""
        said: dict[str, Any] = {**self.cleaned_data, **rows}
        return Teaching(**said)


class CourseRowForm(PageForm):
    """A course of the class, by institution and code."""

    course = forms.CharField(
        label=_("Course"),
        help_text=_("Institution and code, as QHGX/FZ-101."),
        widget=forms.TextInput({"list": "courses", "autocomplete": "off"}),
    )
    requirement = forms.ChoiceField(label=_("Required or elective"), choices=CourseVersion.Requirement.choices)
    course_run = forms.CharField(
        label=_("Course run"),
        max_length=255,
        required=False,
        help_text=_("In which confirmed trainees are enrolled; empty for none."),
    )

    def clean_course(self) -> Course:
        """Return the course; it is on offer, or one of the class already."""
        institution, _slash, code = self.cleaned_data["course"].strip().partition("/")
        wanted = Q(institution__code=institution, code=code)
        offered = Q(pk__in=catalogue().values("course")) | Q(class_courses__isnull=False)
        found = Course.objects.filter(wanted & offered).distinct().first()
        if found is None:
            text = _("%(code)s: No such course is on offer. Write institution and code, as QHGX/FZ-101.")
            raise forms.ValidationError(text, params={"code": self.cleaned_data["course"]})
        return found

    def line(self) -> CourseLine:
        """Return what the workflow is told."""
        return CourseLine(**{name: self.cleaned_data[name] for name in CourseLine.__slots__})


class ActivityRowForm(PageForm):
    """An activity of the class."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ClassActivity.Kind.choices)
    title = forms.CharField(label=pgettext_lazy("class activity", "What it is called"), max_length=255)
    starts_at = forms.DateTimeField(
        label=_("Begins"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    ends_at = forms.DateTimeField(
        label=_("Ends"), required=False, widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    place = forms.CharField(label=_("Place or address"), max_length=500, required=False)
    credit_hours = forms.DecimalField(
        label=_("Credit-hours"),
        initial=Decimal(0),
        max_digits=7,
        decimal_places=2,
        min_value=0,
        widget=forms.NumberInput(_HOURS),
    )
    is_required = forms.BooleanField(label=_("Everybody takes part"), required=False, initial=True)

    def line(self) -> ActivityLine:
        """Return what the workflow is told."""
        return ActivityLine(**{name: self.cleaned_data[name] for name in ActivityLine.__slots__})


class AssessmentRowForm(PageForm):
    """One thing by which trainees are assessed."""

    title = forms.CharField(label=pgettext_lazy("class assessment", "What it is called"), max_length=255)
    method = forms.ChoiceField(label=_("How"), choices=ClassAssessment.Method.choices)
    pass_mark = forms.IntegerField(label=_("Pass mark in percent"), initial=60, min_value=0, max_value=100)
    weight = forms.IntegerField(label=_("Weight"), initial=1, min_value=1, max_value=100)
    attempts = forms.IntegerField(label=_("Attempts"), initial=1, min_value=1, max_value=10)

    def line(self) -> AssessmentLine:
        """Return what the workflow is told."""
        return AssessmentLine(**{name: self.cleaned_data[name] for name in AssessmentLine.__slots__})
