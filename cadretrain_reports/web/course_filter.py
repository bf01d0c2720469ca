"""What academic affairs narrows the list of courses by (7.1.2): words, category, institution and state."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.tabs import Tab, tabs_of

_ANY: Final = ("", _("all"))
_State = courses.CourseVersion.State


class CourseFilter(PageForm):
    """The form above the list; ``seen`` are all the versions that it can show. The states are tabs beside it."""

    words = forms.CharField(label=_("Words"), max_length=100, required=False)
    category = forms.ChoiceField(label=_("Category"), required=False)
    institution = forms.ChoiceField(label=_("Training institution"), required=False)
    state = forms.ChoiceField(required=False, choices=[_ANY, *_State.choices], widget=forms.HiddenInput)

    def __init__(self, asked: QueryDict, seen: QuerySet[courses.CourseVersion]) -> None:
        super().__init__(asked)
        self._asked, self._seen = asked, seen
        self.fields["words"].widget.attrs["type"] = "search"
        named = seen.order_by("category").values_list("category", flat=True).distinct()
        self._offer("category", [(name, name) for name in named if name], 1)
        bodies = seen.order_by("course__institution__code")
        names = bodies.values_list("course__institution__code", "course__institution__name").distinct()
        self._offer("institution", list(names), 2)

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked for at all."""
        return any(self.data.get(name) for name in self.fields)

    def narrow(self) -> QuerySet[courses.CourseVersion]:
        """Return what is asked for, in every state; nothing for what cannot be asked for."""
        if not self.is_valid():
            return self._seen.none()
        asked, found = self.cleaned_data, courses.found(self._seen, self.cleaned_data["words"])
        if asked.get("category"):
            found = found.filter(category=asked["category"])
        if asked.get("institution"):
            found = found.filter(course__institution__code=asked["institution"])
        return found

    def in_state(self, found: QuerySet[courses.CourseVersion]) -> QuerySet[courses.CourseVersion]:
        """Return what of ``found`` is in the state that is asked for."""
        state = self.cleaned_data.get("state")
        return found.filter(state=state) if state else found

    def tabs(self, found: QuerySet[courses.CourseVersion]) -> list[Tab]:
        """Return a tab for each state, with the number of versions of ``found`` in it; one query."""
        rows = found.order_by().values("state").annotate(rows=Count("pk"))
        counts = {row["state"]: row["rows"] for row in rows}
        everything = ("", pgettext_lazy("courses in every state", "all"), sum(counts.values()))
        parts: list[tuple[str, Any, int]] = [(state, state.label, counts.get(state, 0)) for state in _State]
        return tabs_of(self._asked, "state", self.cleaned_data.get("state", ""), [everything, *parts])

    def _offer(self, name: str, offered: list[tuple[str, str]], least: int) -> None:
        """Let one of some values be chosen, if there are enough to choose from."""
        if len(offered) < least:
            del self.fields[name]
        else:
            self.fields[name].choices = [_ANY, *offered]  # type: ignore[attr-defined]
