"""Forms for declared hours (8.2.5)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.declarations.api import HoursDeclaration, Training
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.forms import DayInput, PageForm


class TrainingForm(PageForm):
    """What training was had, and the file that proves it."""

    form = forms.ChoiceField(
        label=pgettext_lazy("declared hours", "How"), choices=HoursDeclaration.Form.choices, widget=forms.RadioSelect
    )
    title = forms.CharField(label=_("What the training was called"), max_length=255)
    organizer = forms.CharField(label=_("Who held it"), max_length=255)
    began_on = forms.DateField(label=_("First day"), widget=DayInput())
    ended_on = forms.DateField(label=_("Last day"), widget=DayInput())
    credit_hours = forms.DecimalField(label=_("Credit-hours"), max_digits=7, decimal_places=2, min_value=0)
    witness = forms.CharField(
        label=_("Witness"), max_length=128, required=False, help_text=_("Who can say that you were there.")
    )
    file = forms.FileField(
        label=_("Evidence"), help_text=_("A certificate, a list of those present, or the like, as a PDF or a picture.")
    )

    @property
    def training(self) -> Training:
        """What is declared."""
        return Training(**{name: said for name, said in self.cleaned_data.items() if name not in ("file", "trainee")})


class TraineesTrainingForm(TrainingForm):
    """What training a trainee of one's unit had."""

    trainee = forms.CharField(label=_("Identifier of the trainee"), max_length=64)
    field_order = ("trainee",)

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        self._user = user

    def clean_trainee(self) -> Trainee:
        """Return the trainee; one outside one's scope is as if not there."""
        rows = Trainee.objects.select_related("unit", "managing_department")
        code = self.cleaned_data["trainee"].strip()
        found: Trainee | None = in_scope(rows.filter(code=code), self._user).first()
        if found is None:
            raise forms.ValidationError(_("There is nothing here, or it is not for you to see."))
        return found


class HoursVerdictForm(PageForm):
    """What a reviewer says of declared hours."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        widget=forms.RadioSelect,
        choices=[
            ("agree", pgettext_lazy("declared hours", "They were had as declared")),
            ("return", pgettext_lazy("declared hours", "They go back with a reason")),
        ],
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The trainee reads it. What goes back needs a reason."),
    )
