"""Forms of acts on courses and reviews (7.1.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.audit.api import LONGEST_REASON
from cadretrain_reports.applets.courses.api import CourseReview, CourseVersion
from cadretrain_reports.refusals import Refused
from cadretrain_reports.web.course_steps import Step
from cadretrain_reports.web.forms import PageForm, ReasonForm


class StepForm(ReasonForm):
    """A step that is to be taken: the reason, where one belongs to it, and that the person saw where it stands.

    The first release alone needs no reason. ``state`` is what the page showed: nobody acts on what they have not seen.
    """

    def __init__(self, version: CourseVersion, step: Step, *args: Any) -> None:
        super().__init__(*args)
        self._state = version.state
        if not step.has_reason:
            del self.fields["reason"]
        elif step.name == "release":
            earlier = CourseVersion.objects.filter(course=version.course_id, released_at__isnull=False)
            self.fields["reason"].required = earlier.exists()

    def clean(self) -> dict[str, Any]:
        """Return what is said, unless somebody has taken a step meanwhile."""
        if self.data.get("state") != self._state:
            raise forms.ValidationError(_("This has changed meanwhile. Look at it again, and then decide."))
        return super().clean() or {}

    @property
    def said(self) -> dict[str, str]:
        """What the workflow is told."""
        return {name: self.cleaned_data[name] for name in self.fields}


class ReviewersForm(PageForm):
    """Who is asked to review, how, and from which angles; those that nobody has passed are proposed."""

    reviewer = forms.CharField(
        label=_("Platform name of the reviewer"),
        max_length=150,
        help_text=_("As the person signs in. No duty is needed: an expert from elsewhere will do."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    method = forms.ChoiceField(
        label=_("How"), choices=CourseReview.Method.choices, widget=forms.RadioSelect, initial="internal"
    )
    angles = forms.MultipleChoiceField(
        label=_("From which angles"), choices=CourseReview.Angle.choices, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, missing: Sequence[str], *args: Any) -> None:
        super().__init__(*args)
        self.fields["angles"].initial = list(missing)

    @property
    def asked(self) -> dict[str, Any]:
        """What the workflow is told."""
        said = self.cleaned_data
        return {"user": said["reviewer"].strip(), "method": said["method"], "angles": said["angles"]}

    def refuse(self, refused: Refused) -> None:
        """Say at the reviewer's field too what is wrong with the account that it names."""
        self.add_error("reviewer", str(refused)) if refused.field == "user" else super().refuse(refused)


class VerdictForm(PageForm):
    """What a reviewer says from one angle."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        widget=forms.RadioSelect,
        choices=[
            (CourseReview.Verdict.PASS, pgettext_lazy("verdict to give", "It passes")),
            (CourseReview.Verdict.RETURN, pgettext_lazy("verdict to give", "It goes back to be mended")),
        ],
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("What goes back needs an opinion that says what to mend. It is kept with the course."),
    )


class NoteForm(PageForm):
    """What a department has to say of what it takes note of; ``seen`` is sent by the page alone."""

    seen = forms.CharField(widget=forms.HiddenInput)
    remarks = forms.CharField(
        label=_("Remarks"), max_length=LONGEST_REASON, required=False, widget=forms.Textarea({"rows": 3})
    )
