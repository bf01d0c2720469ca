"""What a trainee narrows the catalogue by (3.12): words, need, category, hours, lecturer, institution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.choices.api import Recommendation
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.rules.credit_hours import credit_hours_text
from cadretrain_reports.web.forms import PageForm

_ANY: Final = ("", _("all"))


class CatalogueFilter(PageForm):
    """The form above the catalogue. What nothing can be found by is not offered.

    ``advice`` are the recommendations to this trainee, ``required`` the courses that a plan line names, both by course
    id.
    """

    words = forms.CharField(label=_("Words"), max_length=100, required=False)
    need = forms.ChoiceField(label=_("For me"), required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    hours = forms.ChoiceField(label=_("Credit-hours"), required=False)
    institution = forms.ChoiceField(label=_("Training institution"), required=False)
    lecturer = forms.CharField(label=_("Lecturer"), max_length=100, required=False)

    def __init__(
        self, asked: QueryDict, advice: Mapping[int, Recommendation], required: Mapping[int, str] | None = None
    ) -> None:
        super().__init__(asked)
        self._advice, self._required = advice, required or {}
        self.fields["words"].widget.attrs["type"] = "search"
        self._offer("need", self._needs())
        self._offer("category", ((name, name) for name in _values("category") if name))
        self._offer("hours", ((credit_hours_text(hours),) * 2 for hours in _values("credit_hours")))
        bodies = courses.catalogue().order_by("course__institution__code")
        self._offer("institution", bodies.values_list("course__institution__code", "course__institution__name"))

    @cached_property
    def is_asked(self) -> bool:
        """Whether anything is asked for at all."""
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, versions: QuerySet[courses.CourseVersion]) -> QuerySet[courses.CourseVersion]:
        """Return what of the catalogue is asked for; nothing for what cannot be asked for."""
        if not self.is_valid():
            return versions.none()
        asked = self.cleaned_data
        versions = courses.found(versions, asked["words"])
        if asked.get("need"):
            versions = self._needed(versions, asked["need"])
        if asked.get("category"):
            versions = versions.filter(category=asked["category"])
        if asked.get("hours"):
            versions = versions.filter(credit_hours=Decimal(asked["hours"]))
        if asked.get("institution"):
            versions = versions.filter(course__institution__code=asked["institution"])
        return courses.taught_by(versions, asked["lecturer"]) if asked["lecturer"].strip() else versions

    def _needs(self) -> list[tuple[str, Any]]:
        offered: list[tuple[str, Any]] = [("recommended", _("recommended to me"))] if self._advice else []
        if self._required:
            offered += [("required", _("required of me")), ("elective", _("elective for me"))]
        return offered

    def _needed(self, versions: QuerySet[courses.CourseVersion], need: str) -> QuerySet[courses.CourseVersion]:
        if need == "elective":
            return versions.exclude(course__in=list(self._required))
        return versions.filter(course__in=list(self._advice if need == "recommended" else self._required))

    def _offer(self, name: str, offered: Iterable[tuple[Any, Any]]) -> None:
        """Let one of some values be chosen; a filter between less than two things is none."""
        choices = list(dict.fromkeys(tuple(choice) for choice in offered))
        if (len(choices) < 2 and name != "need") or not choices:  # noqa: PLR2004 - of one value there is no choice
            del self.fields[name]
            return
        self.fields[name].choices = [_ANY, *choices]  # type: ignore[attr-defined]


def _values(name: str) -> list[Any]:
    """Return the values of a column that are on offer, in their order."""
    return list(courses.catalogue().order_by(name).values_list(name, flat=True).distinct())
