"""Certificates on pages: a trainee's own, those of a class, and what authority does to them (8.3.6)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.certificates import api as certificates
from cadretrain_reports.applets.certificates.api import Certificate
from cadretrain_reports.applets.theme_classes.api import ThemeClass
from cadretrain_reports.refusals import Refused
from cadretrain_reports.scopes.api import in_scope, may, require
from cadretrain_reports.web.forms import ReasonForm
from cadretrain_reports.web.frame import Crumb, frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.workflows import certificates as workflow

_OF_CLASS = "registration__theme_class__institution"


@page("GET")
def my_certificates(request: HttpRequest) -> HttpResponse:
    """List one's own certificates, the newest first."""
    account = frame_of(request).person.account
    if account is None:
        return show(request, "no_trainee.html", {})
    own = Certificate.objects.filter(registration__trainee=account.pk).select_related("revocation", "replacement")
    rows = [{"certificate": row, "facts": certificates.facts_of(row)} for row in own.order_by("-pk")]
    return show(request, "my_certificates.html", {"rows": rows})


@page("GET", uuid=(Certificate, "uuid"))
def download(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand out a certificate's file; of a revoked one there is none."""
    found = _found(request, uuid)
    try:
        data = workflow.hand_out(request.user, found)
    except Refused:
        raise Http404 from None
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{certificates.file_name(found)}"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@page("GET")
def class_certificates(request: HttpRequest) -> HttpResponse:
    """List the classes that have certificates and that one has authority over."""
    if "revoke_certificate" not in frame_of(request).person.acts:
        raise PermissionDenied
    of = "registrations__certificates"
    counted = ThemeClass.objects.select_related("institution").annotate(
        issued=Count(of, distinct=True), revoked=Count(f"{of}__revocation", distinct=True)
    )
    listed = key_page(in_scope(counted.filter(Q((f"{of}__isnull", False))), request.user), request.GET)
    context = {
        "rows": listed.rows,
        "page": listed,
        "may_design": "design_certificate" in frame_of(request).person.acts,
    }
    return show(request, "class_certificates.html", context)


@page("GET", uuid=(ThemeClass, "uuid"))
def of_class(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """List the certificates of one class."""
    found = _class(request, uuid)
    rows = Certificate.objects.filter(registration__theme_class=found)
    rows = in_scope(rows.select_related("registration__trainee", "revocation", "replacement"), request.user)
    listed = key_page(rows, request.GET)
    audit.record("read", request.user.pk, audit.Target("certificate"), rows=len(listed.rows))
    context = {
        "theme_class": found,
        "rows": listed.rows,
        "page": listed,
        "may_revoke": may(request.user, "revoke_certificate", found.institution),
    }
    crumbs = [_way_back(), Crumb(found.title)]
    return show(request, "of_class.html", context, crumbs=crumbs)


@page("GET", uuid=(ThemeClass, "uuid"))
def zipped(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Hand out the valid certificates of a class as one ZIP, while it is made."""
    found = _class(request, uuid)
    try:
        pieces = workflow.hand_out_class(request.user, found)
    except Refused:
        raise Http404 from None
    attached = {"Content-Disposition": f'attachment; filename="{found.uuid}.zip"'}
    answer: Any = StreamingHttpResponse(pieces, content_type="application/zip", headers=attached)
    streamed: HttpResponse = answer
    return streamed


@page("GET", "POST", uuid=(Certificate, "uuid"))
def revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, and revoke a certificate for good."""
    title, button = _("Revoke a certificate"), pgettext_lazy("certificate", "Revoke")
    return _by_authority(request, uuid, workflow.revoke_certificate, title, button)


@page("GET", "POST", uuid=(Certificate, "uuid"))
def reissue(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for the reason, and issue another in the place of a certificate."""
    title, button = _("Issue a certificate anew"), pgettext_lazy("certificate", "Issue anew")
    return _by_authority(request, uuid, workflow.reissue_certificate, title, button)


def _by_authority(request: HttpRequest, uuid: UUID, act: Any, title: Any, button: Any) -> HttpResponse:
    found = _found(request, uuid)
    theme_class = found.registration.theme_class
    require(request.user, "revoke_certificate", theme_class.institution, certificates.about_certificate(found))
    form = ReasonForm(request.POST if request.method == "POST" else None)
    form.fields["reason"].help_text = _("Everybody reads it on the page of the certificate.")
    back = reverse("cadretrain:of-class", args=(theme_class.uuid,))
    if form.is_valid():
        try:
            act(request.user, found, form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Done. The page of the certificate and the archive say so."))
            return redirect(back)
    crumbs = [_way_back(), Crumb(theme_class.title, back), Crumb(found.number)]
    context = {"form": form, "title": title, "about": found.number, "button": button, "back": back}
    return show(request, "confirm.html", context, crumbs=crumbs, status=400 if form.is_bound else 200)


def _way_back() -> Crumb:
    return Crumb(pgettext_lazy("navigation", "Certificates"), reverse("cadretrain:class-certificates"))


def _class(request: HttpRequest, uuid: UUID) -> ThemeClass:
    found: ThemeClass | None = in_scope(
        ThemeClass.objects.select_related("institution").filter(uuid=uuid), request.user
    ).first()
    if found is None:
        raise Http404
    return found


def _found(request: HttpRequest, uuid: UUID) -> Certificate:
    rows = Certificate.objects.select_related(_OF_CLASS, "registration__trainee", "revocation", "replaces", "template")
    found: Certificate | None = in_scope(rows.filter(uuid=uuid), request.user).first()
    if found is None:
        raise Http404
    return found
