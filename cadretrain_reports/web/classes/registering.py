"""Who is in a theme class: trainees apply and withdraw, units name, whoever may decides (8.3.1, 8.3.3)."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.people.api import Trainee
from cadretrain_reports.applets.theme_classes.api import (
    ClassPlaces,
    ClassRegistration,
    RegistrationStep,
    ThemeClass,
    about_class,
    about_registration,
    waiting_before,
)
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import allowed, in_scope, may, require
from cadretrain_reports.web.classes.common import (
    REGISTRATION_TONES,
    class_of,
    crumb_of,
    crumbs_to,
    own_registration,
    seen_registrations,
)
from cadretrain_reports.web.classes.forms import BodiesField, codes_in
from cadretrain_reports.web.forms import PageForm, ReasonForm
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.tabs import tabs_of
from cadretrain_reports.workflows import registrations as workflow

_MOST_OFFERED: Final = 200
"""Trainees of one's units that are offered by name; any other is written down by the identifier."""

_State = ClassRegistration.State
_AWAITED: Final = {
    "name_for_class": (_State.REGISTERED,),
    "decide_assigned": (_State.ENDORSED,),
    "run_class": (_State.ENDORSED,),
}


@page("POST", uuid=(ThemeClass, "uuid"))
def apply(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Apply for an open class, for oneself (8.3.3)."""
    try:
        made = workflow.apply(request.user, class_of(request, uuid))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, made.get_state_display())
    return redirect("cadretrain:class", uuid=uuid)


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def leave(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, and withdraw oneself from a class (8.3.3)."""
    found = class_of(request, uuid)
    mine = own_registration(request, found)
    if mine is None:
        raise Http404
    back = reverse("cadretrain:class", args=(uuid,))
    return _withdrawal(request, mine, back, crumbs_to(crumb_of(found), Crumb(_("Withdraw"))))


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def name(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Name people of one's units for an assigned class, within the places of each (8.3.1)."""
    found = class_of(request, uuid)
    if "name_for_class" not in frame_of(request).person.acts:
        raise PermissionDenied
    form = NamingForm(request.user, found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = workflow.name_for_class(request.user, found, form.named)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Named: %(count)s. The department decides on them.") % {"count": len(made)})
            return redirect("cadretrain:class", uuid=uuid)
    places = in_scope(ClassPlaces.objects.select_related("unit").filter(theme_class=found), request.user)
    context = {"class": found, "form": form, "places": places, "back": reverse("cadretrain:class", args=(uuid,))}
    crumbs = crumbs_to(crumb_of(found), Crumb(_("Name people")))
    return show(request, "class_name.html", context, crumbs=crumbs, status=_status(form))


@page("GET", "POST", uuid=(ThemeClass, "uuid"))
def places(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Allot places of an assigned class to units (8.3.1)."""
    found = class_of(request, uuid)
    require(request.user, "rule_class", found, about_class(found))
    form = PlacesForm(request.user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            for unit in form.cleaned_data["unit"]:
                workflow.allot_places(request.user, found, unit, form.cleaned_data["places"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("cadretrain:class-places", uuid=uuid)
    rows = in_scope(ClassPlaces.objects.select_related("unit").filter(theme_class=found), request.user)
    context = {"class": found, "form": form, "places": rows, "back": reverse("cadretrain:class", args=(uuid,))}
    crumbs = crumbs_to(crumb_of(found), Crumb(_("Places")))
    return show(request, "class_places.html", context, crumbs=crumbs, status=_status(form))


@page("GET")
def registrations(request: HttpRequest) -> HttpResponse:
    """List the registrations that wait for a word; with ``show=all`` all that one sees, with ``class`` of one class."""
    person = frame_of(request).person
    if not person.decides_registrations:
        raise PermissionDenied
    seen = _asked(request)
    states = {state for act, awaited in _AWAITED.items() if act in person.acts for state in awaited}
    awaited = seen.filter(state__in=states)
    shows_all = request.GET.get("show") == "all"
    listed = key_page(seen if shows_all else awaited, request.GET)
    parts = [
        ("", pgettext_lazy("class registrations", "to be decided"), awaited.count()),
        ("all", pgettext_lazy("class registrations", "all"), seen.count()),
    ]
    audit.record("read", request.user.pk, audit.Target("class_registration"), rows=len(listed.rows))
    context = {
        "tabs": tabs_of(request.GET, "show", "all" if shows_all else "", parts),
        "rows": [(row, REGISTRATION_TONES[row.state]) for row in listed.rows],
        "page": listed,
    }
    return show(request, "registrations.html", context)


@page("GET", "POST", uuid=(ClassRegistration, "uuid"))
def registration(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show a registration with its history, and take the word of whoever may give one now."""
    found = _found(request, uuid)
    agree = _agreement(request.user, found)
    form = VerdictForm(request.POST if request.method == "POST" else None)
    if form.is_bound and agree is None:
        require(request.user, "decide_assigned", found.trainee, about_registration(found))
        raise PermissionDenied
    if agree and form.is_valid() and _decided(request, found, agree, form):
        return redirect("cadretrain:registrations")
    audit.record("read", request.user.pk, about_registration(found))
    back = reverse("cadretrain:registrations") if frame_of(request).person.decides_registrations else ""
    context = {
        "registration": found,
        "tone": REGISTRATION_TONES[found.state],
        # Of whoever is not in the class any more, its staff sees the registration alone.
        "person": in_scope(Trainee.objects.filter(pk=found.trainee_id), request.user).first(),
        "waiting_before": waiting_before(found) if found.state == _State.WAITING else None,
        "form": form if agree else None,
        "may_withdraw": _may_withdraw(request.user, found),
        "steps": in_scope(RegistrationStep.objects.filter(registration=found).order_by("pk"), request.user),
        "back": back,
    }
    crumbs = [Crumb(_("Registrations"), back), Crumb(found.trainee.name)]
    return show(request, "registration.html", context, crumbs=crumbs, status=_status(form))


@page("GET", "POST", uuid=(ClassRegistration, "uuid"))
def withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, and take a person out of a class (8.3.3)."""
    found = _found(request, uuid)
    back = reverse("cadretrain:registration", args=(uuid,))
    return _withdrawal(request, found, back, [Crumb(found.trainee.name, back), Crumb(_("Take out"))])


class NamingForm(PageForm):
    """Who of one's units is named: ticked, or written down by the agreed identifiers."""

    ticked = forms.MultipleChoiceField(label=_("Trainees"), required=False, widget=forms.CheckboxSelectMultiple)
    further = forms.CharField(
        label=_("Identifiers of trainees"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A column of a list can be pasted here: with lines, spaces or commas between them."),
    )

    def __init__(self, user: Any, theme_class: ThemeClass, *args: Any) -> None:
        super().__init__(*args)
        self._rows = in_scope(Trainee.objects.select_related("unit", "managing_department"), user)
        may_name = allowed(user, "name_for_class")
        there = ClassRegistration.objects.filter(theme_class=theme_class, state__in=(_State.ENDORSED, _State.CONFIRMED))
        units = theme_class.places.filter(places__gt=0).values("unit")
        free = self._rows.filter(unit__in=units).exclude(pk__in=there.values("trainee")).order_by("unit__code", "code")
        offered = [row for row in free[:_MOST_OFFERED] if may_name(row)]
        self.fields["ticked"].choices = [(str(row.uuid), f"{row.name} · {row.unit.name}") for row in offered]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["ticked"]

    def clean_further(self) -> list[Trainee]:
        """Return those who are written down; one outside one's scope is as if not there."""
        codes = codes_in(self.cleaned_data["further"])
        found = {row.code: row for row in self._rows.filter(code__in=codes)}
        for code in codes:
            if code not in found:
                text = _("%(code)s: There is nobody with this identifier, or it is not for you to see.")
                raise forms.ValidationError(text, params={"code": code})
        return list(found.values())

    def clean(self) -> dict[str, Any]:
        """Return what is said; somebody must be named."""
        said = super().clean() or {}
        if not self.errors and not said.get("ticked") and not said.get("further"):
            raise forms.ValidationError(_("Name at least one trainee."))
        return said

    @property
    def named(self) -> list[Trainee]:
        """Those who are named, each once."""
        ticked = self._rows.filter(uuid__in=self.cleaned_data.get("ticked") or ())
        return list(dict.fromkeys([*ticked, *self.cleaned_data["further"]]))


class PlacesForm(PageForm):
    """How many places each of some units gets."""

    unit = BodiesField(label=_("Units"), help_text=_("Codes of bodies, with spaces or commas between them."))
    places = forms.IntegerField(label=_("Places for each"), min_value=0, max_value=200_000)

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        self.fields["unit"].user = user  # type: ignore[attr-defined]


class VerdictForm(PageForm):
    """What is said of a registration."""

    verdict = forms.ChoiceField(
        label=_("Verdict"),
        widget=forms.RadioSelect,
        choices=[
            ("agree", pgettext_lazy("class registration", "Let the person in")),
            ("refuse", pgettext_lazy("class registration", "Turn the person down, with a reason")),
        ],
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        max_length=500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("The trainee reads it. Turning somebody down needs a reason."),
    )


def _asked(request: HttpRequest) -> QuerySet[ClassRegistration]:
    """Return what the list is of: the trainee's own is on the page of the class."""
    seen = seen_registrations(request).exclude(trainee__account__user=request.user.pk)
    key = request.GET.get("class", "")
    try:
        return seen.filter(theme_class__uuid=UUID(key)) if key else seen
    except ValueError:
        raise Http404 from None


def _agreement(user: Any, found: ClassRegistration) -> Callable[..., ClassRegistration] | None:
    """Return how somebody may agree to a registration as it stands, or ``None``."""
    if found.state == _State.REGISTERED:
        return workflow.endorse_registration if may(user, "name_for_class", found.trainee) else None
    if found.state not in (_State.ENDORSED, _State.WAITING):
        return None
    return workflow.approve_registration if _decides(user, found) else None


def _decides(user: Any, found: ClassRegistration) -> bool:
    if found.theme_class.class_type == ThemeClass.ClassType.ASSIGNED:
        return may(user, "decide_assigned", found.trainee)
    return may(user, "run_class", found.theme_class)


def _may_withdraw(user: Any, found: ClassRegistration) -> bool:
    if found.state in (_State.REFUSED, _State.WITHDRAWN):
        return False
    names = found.theme_class.class_type == ThemeClass.ClassType.ASSIGNED and may(user, "name_for_class", found.trainee)
    return names or _decides(user, found) or may(user, "run_class", found.theme_class)


def _decided(request: HttpRequest, found: ClassRegistration, agree: Callable[..., Any], form: VerdictForm) -> bool:
    decide = agree if form.cleaned_data["verdict"] == "agree" else workflow.refuse_registration
    try:
        decided = decide(request.user, found, form.cleaned_data["opinion"])
    except Refused as refused:
        form.add_error("opinion" if refused.field == "reason" else None, str(refused))
        return False
    messages.success(request, decided.get_state_display())
    return True


def _withdrawal(request: HttpRequest, found: ClassRegistration, back: str, crumbs: list[Crumb]) -> HttpResponse:
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].help_text = _("It is kept with the registration.")
    if form.is_valid():
        try:
            workflow.withdraw_registration(request.user, found, form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Withdrawn."))
            return redirect(back)
    context = {
        "form": form,
        "title": _("Withdraw from the class"),
        "about": f"{found.theme_class.title} · {found.trainee.name}",
        "button": _("Withdraw"),
        "back": back,
    }
    return show(request, "confirm.html", context, crumbs=crumbs, status=_status(form))


def _found(request: HttpRequest, uuid: UUID) -> ClassRegistration:
    found = seen_registrations(request).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _status(form: forms.Form) -> int:
    return HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
