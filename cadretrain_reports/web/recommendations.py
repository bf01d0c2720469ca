"""Where units and institutions recommend courses, see what stands, and take it back (3.12, 8.2.1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.choices import api as choices
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.codes import POSITION_LEVEL
from cadretrain_reports.scopes.api import ACTS, in_scope, posts_of
from cadretrain_reports.web.duty import covers
from cadretrain_reports.web.forms import DayInput, PageForm, ReasonForm
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.workflows import recommendations as workflow

_MOST_NAMED: Final = 300
"""Bodies that are offered by name; any other is found by its code."""

_USUAL: Final = timedelta(days=60)
"""How long a recommendation lasts unless another day is chosen."""


class RecommendForm(PageForm):
    """Who recommends a course, to whom, until when and why."""

    organization = forms.ChoiceField(label=_("Recommended by"))
    audience = forms.CharField(
        label=_("Recommended to"),
        max_length=64,
        help_text=_("Code of a unit: yours, one below it, or one that your institution serves; all below it too."),
        widget=forms.TextInput({"list": "bodies", "autocomplete": "off"}),
    )
    position_level = forms.ChoiceField(
        label=_("Only for the position level"),
        required=False,
        choices=[("", _("all")), *POSITION_LEVEL.entries.items()],
    )
    until = forms.DateField(label=_("Until"), widget=DayInput(), help_text=_("The last day on which it is shown."))
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Why the course is needed. Trainees read it."),
    )

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        self._user = user
        own = list(_recommending(user))
        self.fields["organization"].choices = [(body.code, body.name) for body in own]  # type: ignore[attr-defined]
        self.fields["until"].initial = today() + _USUAL
        seen = in_scope(Organization.objects.filter(is_employing_unit=True), user)
        self.bodies = list(seen.order_by("path")[:_MOST_NAMED])

    def clean_organization(self) -> Organization:
        """Return the body that recommends."""
        return self._body(self.cleaned_data["organization"])

    def clean_audience(self) -> Organization:
        """Return the body that it is meant for, if it is in the scope of whoever recommends."""
        return self._body(self.cleaned_data["audience"].strip())

    def clean_until(self) -> date:
        """Return the last day; said here too, so that all that is wrong is said at once."""
        until: date = self.cleaned_data["until"]
        if until < today():
            raise forms.ValidationError(str(choices.RecommendationRefused("past")))
        return until

    def _body(self, code: str) -> Organization:
        found: Organization | None = in_scope(Organization.objects.filter(code=code), self._user).first()
        if found is None:
            raise forms.ValidationError(_("There is nothing here, or it is not for you to see."))
        return found


@page("GET")
def recommendations(request: HttpRequest) -> HttpResponse:
    """List what was recommended by the bodies that one speaks for, or to them, the newest first."""
    _require_act(request)
    seen = in_scope(choices.Recommendation.objects.select_related("course", "organization", "audience"), request.user)
    listed = key_page(seen, request.GET)
    versions = courses.latest_versions(row.course_id for row in listed.rows)
    may_withdraw = covers(request.user, "recommend")
    rows = [
        {
            "recommendation": row,
            "title": versions[row.course_id].title,
            "level": POSITION_LEVEL.entries.get(row.position_level, ""),
            "state": "standing" if row.standing and row.until >= today() else "over" if row.standing else "withdrawn",
            "may_withdraw": bool(row.standing and may_withdraw(row.organization)),
        }
        for row in listed.rows
    ]
    return show(request, "recommendations.html", {"rows": rows, "page": listed})


@page("GET", "POST", uuid=(courses.Course, "uuid"))
def recommend(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show the form, or recommend what it says; what is wrong in it is said at its fields."""
    _require_act(request)
    version = courses.catalogue().filter(course__uuid=uuid).first()
    if version is None:
        raise Http404
    form = RecommendForm(request.user, *([request.POST] if request.method == "POST" else []))
    if form.is_valid() and _made(request, version.course, form):
        messages.success(request, _("Recommended. It is shown first in the catalogue of those whom it is meant for."))
        return redirect("cadretrain:recommendations")
    crumbs = [
        Crumb(_("Course catalogue"), reverse("cadretrain:catalogue")),
        Crumb(version.title, reverse("cadretrain:course", args=(uuid,))),
        Crumb(_("Recommend")),
    ]
    return show(request, "recommend.html", {"form": form, "version": version}, crumbs=crumbs, status=_status(form))


@page("GET", "POST", uuid=(choices.Recommendation, "uuid"))
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, and take the recommendation back."""
    _require_act(request)
    seen = in_scope(choices.Recommendation.objects.select_related("course", "organization", "audience"), request.user)
    found = seen.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            workflow.withdraw(request.user, found, form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Withdrawn."))
            return redirect("cadretrain:recommendations")
    back = reverse("cadretrain:recommendations")
    context = {
        "form": form,
        "title": _("Withdraw a recommendation"),
        "about": courses.latest_version(found.course_id).title,
        "button": _("Withdraw"),
        "back": back,
    }
    crumbs = [Crumb(_("Recommendations"), back), Crumb(_("Withdraw"))]
    return show(request, "confirm.html", context, crumbs=crumbs, status=_status(form))


def _made(request: HttpRequest, course: courses.Course, form: RecommendForm) -> bool:
    try:
        workflow.recommend(request.user, choices.Advice(course, **form.cleaned_data))
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _status(form: forms.Form) -> int:
    return 400 if form.is_bound else 200


def _require_act(request: HttpRequest) -> None:
    if "recommend" not in frame_of(request).person.acts:
        raise PermissionDenied


def _recommending(user: Any) -> Iterable[Organization]:
    """Return the bodies for which somebody may recommend, those that the duties themselves name."""
    if user.is_superuser:
        named = Q(is_training_institution=True) | Q(is_employing_unit=True)
    else:
        named = Q(pk__in=[post.organization for post in posts_of(user) if post.role in ACTS["recommend"]])
    bodies: Iterable[Organization] = Organization.objects.filter(named).order_by("path")[:_MOST_NAMED]
    return bodies
