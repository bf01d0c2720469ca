"""Forms of the pages: what a workflow refuses is said at the field that it names."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.audit.api import LONGEST_REASON
from cadretrain_reports.refusals import Refused


class PageForm(forms.Form):
    """The base of all forms."""

    required_css_class = "required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def refuse(self, refused: Refused) -> None:
        """Say what was refused at its field, or above the form where it names none."""
        self.add_error(refused.field if refused.field in self.fields else None, str(refused))


class ReasonForm(PageForm):
    """Why something is taken back; it goes on record (9.2.3)."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("It is kept in the audit log."),
    )


class DayInput(forms.DateInput):
    """A day, chosen from the browser's calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    """A time of the day, to the second where the browser lets one."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__({"step": "1"}, format="%H:%M:%S")


class OutcomeForm(PageForm):
    """What an assessment of a day came to (8.2.5): a score, or only whether it was passed."""

    assessed_on = forms.DateField(label=_("Day of the assessment"), widget=DayInput())
    score = forms.DecimalField(label=_("Score in percent"), max_digits=5, decimal_places=2, required=False)
    passed = forms.NullBooleanField(
        label=pgettext_lazy("assessment", "Passed"),
        required=False,
        help_text=_("Only where there is no score."),
        widget=forms.Select(choices=[("", "–"), ("true", _("yes")), ("false", _("no"))]),
    )
