"""The list of what was issued by us and to us, with the receipts so far (5.2)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext_lazy as _

from cadretrain_reports.applets.plans.api import Issuance, Recipient
from cadretrain_reports.applets.roles.api import today
from cadretrain_reports.scopes.api import allowed, in_scope
from cadretrain_reports.web.forms import PageForm
from cadretrain_reports.web.frame import frame_of, page, show
from cadretrain_reports.web.paging import key_page
from cadretrain_reports.web.plans.common import Said, speaking_for, state_of


class PlanFilter(PageForm):
    """The form above the list."""

    side = forms.ChoiceField(
        label=_("By whom"), required=False, choices=[("", _("all")), ("ours", _("issued by us")), ("to", _("to us"))]
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Issuance.Kind.choices])
    year = forms.ChoiceField(label=_("Year"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *Issuance.State.choices])

    def __init__(self, asked: QueryDict, years: Iterable[int], *, has_sides: bool) -> None:
        super().__init__(asked)
        self.fields["year"].choices = [("", _("all")), *((str(year), year) for year in years)]  # type: ignore[attr-defined]
        if not has_sides:
            del self.fields["side"]

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked for at all."""
        return any(self.data.get(name) for name in self.fields)

    def narrow(self, rows: QuerySet[Issuance], own: Collection[int]) -> QuerySet[Issuance]:
        """Return what is asked for; nothing for what cannot be asked for. ``own`` are the reader's bodies."""
        if not self.is_valid():
            return rows.none()
        asked = self.cleaned_data
        if asked.get("side"):
            ours = Q(issuer__in=own)
            rows = rows.filter(ours if asked["side"] == "ours" else ~ours)
        return rows.filter(**{name: asked[name] for name in ("kind", "year", "state") if asked[name]})


@dataclass(frozen=True, slots=True)
class Row:
    """An issuance in the list: where it stands, how many of the recipients whom one sees have read it, and one's own.

    ``own`` is the receipt that the reader gives, if they speak for a recipient.
    """

    issuance: Issuance
    state: Said
    read: int = 0
    recipients: int = 0
    own: Recipient | None = None


@page("GET")
def plans(request: HttpRequest) -> HttpResponse:
    """Show what the reader sees of what was issued, the newest first; the address says what is asked for."""
    user = request.user
    own = {body.pk for body in speaking_for(user, "refine_plan")}
    seen = in_scope(Issuance.objects.select_related("issuer"), user)
    years = seen.filter(year__isnull=False).order_by("-year").values_list("year", flat=True).distinct()
    asked = PlanFilter(request.GET, years, has_sides=bool(own))
    listed = key_page(asked.narrow(seen, own), request.GET)
    context = {
        "form": asked,
        "rows": _rows(listed.rows, user),
        "page": listed,
        "may_issue": "issue" in frame_of(request).person.acts,
        "has_receipts": bool(own),
    }
    return show(request, "plans.html", context)


def own_receipts(user: Any, issuances: Collection[Issuance]) -> list[Recipient]:
    """Return the rows of the recipients for which somebody speaks; a site operator is asked for none."""
    if user.is_superuser:
        return []
    bodies = [body.pk for body in speaking_for(user, "acknowledge")]
    rows = Recipient.objects.filter(issuance__in=issuances, organization__in=bodies)
    answers = allowed(user, "acknowledge")
    seen = in_scope(rows.select_related("organization", "issuance__issuer").order_by("organization__path"), user)
    return [row for row in seen if answers(row.organization)]


def _rows(issuances: Collection[Issuance], user: Any) -> list[Row]:
    seen = in_scope(Recipient.objects.filter(issuance__in=issuances), user).order_by()
    counted = seen.values_list("issuance").annotate(
        read=Count("pk", filter=Q(acknowledged_at__isnull=False)), there=Count("pk")
    )
    counts = {pk: (read, there) for pk, read, there in counted}
    own = {receipt.issuance_id: receipt for receipt in own_receipts(user, issuances)}
    day = today()
    return [Row(row, state_of(row, day), *counts.get(row.pk, (0, 0)), own.get(row.pk)) for row in issuances]
