"""What all lists have in common."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from cadretrain_reports.applets.audit import api as audit


class ReadOnlyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A list to look at: every write goes through a workflow."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Refuse."""
        return False


class PersonalAdmin(ReadOnlyAdmin):
    """A list of personal data: that it was looked at is kept in the audit log (9.2.3)."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Keep that the list was read, and by which filters; what was searched for may itself be a name."""
        self._keep(request, "", filters=sorted(request.GET))
        return super().changelist_view(request, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Keep that one object was read."""
        self._keep(request, object_id or "")
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _keep(self, request: HttpRequest, key: str, **details: Any) -> None:
        audit.record("read", request.user.pk, audit.Target(str(self.opts.model_name), key[:64]), admin=True, **details)
