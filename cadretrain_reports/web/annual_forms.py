"""What can be done with the annual assessment on its pages (8.2.1): with a whole year, or with one finding."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.assessments.api import SETTLED, AnnualAssessment, State
from cadretrain_reports.applets.audit.api import LONGEST_REASON
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.scopes.api import may
from cadretrain_reports.web.duty import posted_for
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.workflows import annual as workflow
from cadretrain_reports.workflows.standing import current_year

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True, slots=True)
class Step:
    """What may be done with one finding in some ``states``: by the institution, or the department, with a reason."""

    name: str
    label: StrPromise
    act: str
    states: tuple[State, ...]
    take: Callable[..., AnnualAssessment]
    has_reason: bool = False


STEPS: Final = (
    Step(
        "confirm",
        pgettext_lazy("annual assessment", "It is confirmed, and archived"),
        "assess_year",
        (State.PROPOSED,),
        workflow.confirm_finding,
    ),
    Step(
        "send_back",
        pgettext_lazy("annual assessment", "It is wrong: another proposal is needed"),
        "assess_year",
        (State.PROPOSED,),
        workflow.return_proposal,
        has_reason=True,
    ),
    Step(
        "report",
        pgettext_lazy("annual assessment", "It is reported to the department"),
        "assess_year",
        (State.CONFIRMED,),
        workflow.report_finding,
    ),
    Step(
        "receive",
        pgettext_lazy("annual assessment", "The department takes note of it"),
        "answer_year",
        (State.REPORTED,),
        workflow.receive_year,
    ),
    Step(
        "return",
        pgettext_lazy("annual assessment", "The department returns it"),
        "answer_year",
        (State.REPORTED,),
        workflow.return_year,
        has_reason=True,
    ),
    Step(
        "reopen",
        pgettext_lazy("annual assessment", "It is opened again: a further finding takes its place"),
        "assess_year",
        SETTLED,
        workflow.reopen_year,
        has_reason=True,
    ),
)


def steps_of(user: Any, found: AnnualAssessment) -> list[Step]:
    """Return what somebody may do with a finding that stands; nobody confirms what they had proposed themselves."""
    if not found.standing:
        return []
    bodies = {"assess_year": found.institution, "answer_year": found.department}
    acts = {act for act, body in bodies.items() if may(user, act, body)}
    is_own = found.proposed_by_id == user.pk
    possible = (step for step in STEPS if found.state in step.states and step.act in acts)
    return [step for step in possible if not (is_own and step.name == "confirm")]


class FindingForm(PageForm):
    """What is done with one finding."""

    step = forms.ChoiceField(label=_("What to do"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What is returned or opened again needs one. It goes on record."),
    )

    def __init__(self, steps: Sequence[Step], *args: Any) -> None:
        super().__init__(*args)
        self._steps = {step.name: step for step in steps}
        self.fields["step"].choices = [(step.name, step.label) for step in steps]  # type: ignore[attr-defined]
        if not any(step.has_reason for step in steps):
            del self.fields["reason"]

    def take(self, actor: Any, found: AnnualAssessment) -> AnnualAssessment:
        """Take the step; raise ``Denied`` or ``Refused``."""
        step = self._steps[self.cleaned_data["step"]]
        return step.take(actor, found, *((self.cleaned_data["reason"],) if step.has_reason else ()))


class YearForm(PageForm):
    """What is done with the whole year of an institution."""

    organization = forms.ChoiceField(label=_("Training institution"))
    year = forms.IntegerField(label=_("Year"))
    act = forms.ChoiceField(
        label=_("What to do"),
        widget=forms.RadioSelect,
        choices=[
            ("propose", pgettext_lazy("year", "Propose what is found of everybody")),
            ("confirm", pgettext_lazy("year", "Confirm what others had proposed")),
            ("report", pgettext_lazy("year", "Report to the departments what is confirmed")),
        ],
    )

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        self._institutions = posted_for(user, "assess_year")
        named = [(code, body.name) for code, body in self._institutions.items()]
        self.fields["organization"].choices = named  # type: ignore[attr-defined]
        self.fields["year"].initial = current_year() - 1

    def clean_organization(self) -> Organization:
        """Return the institution."""
        return self._institutions[self.cleaned_data["organization"]]
