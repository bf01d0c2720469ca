"""Forms by which appeals are answered (8.2.5, 9.1.1): the verdict, the reasons, and what puts it right."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports import conf
from cadretrain_reports.applets.appeals.api import Appeal
from cadretrain_reports.applets.learning.api import Span
from cadretrain_reports.rules.periods import zone_named
from cadretrain_reports.web.forms import DayInput, OutcomeForm, PageForm, TimeInput
from cadretrain_reports.workflows.appeals import Remedy
from cadretrain_reports.workflows.assess import Said


class AppealForm(PageForm):
    """What is said to an appeal."""

    putting_right: ClassVar[tuple[str, ...]] = ()
    """The fields that say together what puts it right; all of them are empty where nothing has to be entered."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        widget=forms.RadioSelect,
        choices=[
            ("accept", pgettext_lazy("appeal", "It is accepted")),
            ("reject", pgettext_lazy("appeal", "It is rejected")),
        ],
    )
    answer = forms.CharField(
        label=_("Answer"),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The reasons. The trainee reads them."),
    )

    def clean(self) -> dict[str, Any]:
        """Return what is said; a rejection puts nothing right."""
        said = super().clean() or {}
        if said.get("verdict") == "reject" and self.is_put_right:
            self.add_error("verdict", _("What is rejected is not put right. Leave the fields below empty."))
        return said

    @property
    def is_put_right(self) -> bool:
        """Whether anything is said that puts it right."""
        return any(self.data.get(self.add_prefix(name)) for name in self.putting_right)

    @property
    def remedy(self) -> Remedy:
        """What puts it right."""
        return Remedy()


class TimeAppealForm(AppealForm):
    """What is said to an appeal about learning time: part of one day may be added."""

    putting_right = ("day", "started_at", "ended_at")

    day = forms.DateField(
        label=_("Day on which time is to be added"),
        required=False,
        widget=DayInput(),
        help_text=_("With the two times below; all three stay empty where no time is to be added."),
    )
    started_at = forms.TimeField(label=pgettext_lazy("time", "From"), required=False, widget=TimeInput())
    ended_at = forms.TimeField(label=pgettext_lazy("time", "To"), required=False, widget=TimeInput())

    def clean(self) -> dict[str, Any]:
        """Return what is said; of a span all three parts or none."""
        said = super().clean()
        if self.is_put_right:
            for name in self.putting_right:
                if name in said and said[name] is None:
                    self.add_error(name, _("Say the day and both times, or none of them."))
        return said

    @property
    def remedy(self) -> Remedy:
        """The time that is added, in the site's zone."""
        if not self.is_put_right:
            return Remedy()
        said, zone = self.cleaned_data, zone_named(conf.time_zone())
        began, ended = (datetime.combine(said["day"], said[name], zone) for name in ("started_at", "ended_at"))
        return Remedy(span=Span(began, ended))


class ResultAppealForm(AppealForm, OutcomeForm):
    """What is said to an appeal about an assessment: a further result may take the place of the one on record."""

    putting_right = ("assessed_on", "score", "passed")
    field_order = ("verdict", "answer")

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.fields["assessed_on"].required = False
        self.fields["assessed_on"].help_text = _("Only where a further result takes the place of the one on record.")

    def clean(self) -> dict[str, Any]:
        """Return what is said; a result has its day."""
        said = super().clean()
        if self.is_put_right and "assessed_on" in said and said["assessed_on"] is None:
            self.add_error("assessed_on", _("Say the day of the assessment too."))
        return said

    @property
    def remedy(self) -> Remedy:
        """The result that takes the other's place."""
        if not self.is_put_right:
            return Remedy()
        told = self.cleaned_data
        return Remedy(said=Said(told["assessed_on"], told["score"], told["passed"]))


FORMS: Final[dict[str, type[AppealForm]]] = {
    Appeal.Subject.TIME: TimeAppealForm,
    Appeal.Subject.CREDIT: AppealForm,
    Appeal.Subject.ASSESSMENT: ResultAppealForm,
}
"""The form for each subject; credit-hours are asked for anew once an appeal about them is accepted."""
