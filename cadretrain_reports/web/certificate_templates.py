"""Where an institution says what its certificates look like, and sees it while it writes (8.3.6)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.certificates import api as certificates
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import ACTS, posts_of
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import Crumb, page, show
from cadretrain_reports.workflows.certificates import keep_template

_BASES = (
    ("classic", pgettext_lazy("certificate template", "Classic: red and gold")),
    ("plain", pgettext_lazy("certificate template", "Plain")),
    ("bilingual", pgettext_lazy("certificate template", "Bilingual")),
)


class TemplateForm(PageForm):
    """Which institution's, on which shipped template it is based, and what it is instead."""

    institution = forms.ChoiceField(label=_("Training institution"))
    basis = forms.ChoiceField(label=_("Shipped template"), choices=_BASES, widget=forms.RadioSelect)
    source = forms.CharField(
        label=_("Your own template"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 18, "spellcheck": "false", "class": "code"}),
        help_text=_("In the language of Typst. Leave it empty to use the shipped template as it is."),
    )

    def __init__(self, user: Any, *args: Any) -> None:
        super().__init__(*args)
        posted = {post.organization for post in posts_of(user) if post.role in ACTS["design_certificate"]}
        bodies = Organization.objects.filter(pk__in=posted, is_training_institution=True).order_by("path")
        self.bodies = {body.code: body for body in bodies}
        self.fields["institution"].choices = [(code, body.name) for code, body in self.bodies.items()]  # type: ignore[attr-defined]

    def clean_institution(self) -> Organization:
        """Return the institution."""
        body: Organization = self.bodies[self.cleaned_data["institution"]]
        return body


@page("GET", "POST")
def certificate_template(request: HttpRequest) -> HttpResponse:
    """Show the template in use, and keep another once a specimen has been set by it."""
    form = _form(request)
    if form.is_valid():
        said = form.cleaned_data
        try:
            kept = keep_template(request.user, said["institution"], said["basis"], said["source"])
        except Refused as refused:
            form.refuse(refused)
        else:
            text = _("Kept as version %(version)d. Certificates that are issued from now on look so.")
            messages.success(request, text % {"version": kept.version})
            return redirect("cadretrain:certificate-template")
    crumbs = [
        Crumb(pgettext_lazy("navigation", "Certificates"), reverse("cadretrain:class-certificates")),
        Crumb(_("What certificates look like")),
    ]
    context = {"form": form, "shipped": [(name, certificates.shipped_source(name)) for name, _label in _BASES]}
    return show(request, "certificate_template.html", context, crumbs=crumbs, status=400 if form.errors else 200)


@page("POST")
def preview_template(request: HttpRequest) -> HttpResponse:
    """Answer a picture of a specimen by the template that is being written, or why there is none."""
    form = _form(request)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=HTTPStatus.BAD_REQUEST, content_type="text/plain")
    try:
        picture = certificates.picture(form.cleaned_data["basis"], form.cleaned_data["source"])
    except Refused as refused:
        return HttpResponse(str(refused), status=HTTPStatus.BAD_REQUEST, content_type="text/plain; charset=utf-8")
    return HttpResponse(picture, content_type="image/png")


def _form(request: HttpRequest) -> TemplateForm:
    """Return the form, with what is in use; 403 for whoever designs for no institution."""
    form = TemplateForm(request.user, *([request.POST] if request.method == "POST" else []))
    if not form.bodies:
        raise PermissionDenied
    body = form.bodies.get(request.GET.get("institution", ""), next(iter(form.bodies.values())))
    used = certificates.template_in_use(body.pk)
    form.initial = {
        "institution": body.code,
        "basis": used.basis if used else "classic",
        "source": used.source if used else "",
    }
    return form
