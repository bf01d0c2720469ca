"""Forms of questions and of who answers them (8.2.3)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.questions.api import ANSWERING, LONGEST_QUESTION, LONGEST_REPLY, Place
from cadretrain_reports.applets.roles.api import RoleAssignment, in_force, today
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.version_parts import names_of


class QuestionForm(PageForm):
    """What somebody asks."""

    text = forms.CharField(
        label=_("Your question"), max_length=LONGEST_QUESTION, widget=forms.Textarea({"rows": 4}), strip=False
    )


class ReplyForm(PageForm):
    """What is answered or added."""

    text = forms.CharField(
        label=_("Your reply"), max_length=LONGEST_REPLY, widget=forms.Textarea({"rows": 4}), strip=False
    )


class AnswererForm(PageForm):
    """Who is to answer: one of the institution's staff."""

    assignment: Any = forms.ModelChoiceField(RoleAssignment.objects.none(), label=_("Staff of the institution"))

    def __init__(self, place: Place, data: Any = None) -> None:
        super().__init__(data)
        staff = in_force(today()).filter(organization=place.institution_id, role__in=ANSWERING).select_related("user")
        names = names_of(duty.user for duty in staff)
        self.fields["assignment"].queryset = staff.order_by("pk")  # type: ignore[attr-defined]
        self.fields["assignment"].label_from_instance = (  # type: ignore[attr-defined]
            lambda duty: f"{names[duty.user_id]} · {duty.get_role_display()}"
        )
