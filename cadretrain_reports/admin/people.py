"""Trainees and their accounts (6.1)."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cadretrain_reports import models
from cadretrain_reports.admin.base import PersonalAdmin
from cadretrain_reports.scopes.api import Denied
from cadretrain_reports.workflows import accounts


@admin.register(models.Trainee)
class TraineeAdmin(PersonalAdmin):
    """Trainees (6.1.3)."""

    list_display = ("code", "name", "unit", "position", "rank")
    list_select_related = ("unit",)
    search_fields = ("code", "name")


@admin.register(models.TraineeSpell)
class TraineeSpellAdmin(PersonalAdmin):
    """Where trainees stood (6.1.3, R9)."""

    list_display = ("trainee", "unit", "managing_department", "position", "rank", "since", "until")
    list_select_related = ("trainee", "unit", "managing_department")
    search_fields = ("trainee__code",)
    ordering = ("-since", "-pk")


@admin.register(models.Account)
class AccountAdmin(PersonalAdmin):
    """Accounts (6.1.3)."""

    list_display = ("trainee", "user", "status", "opened_at")
    list_select_related = ("trainee", "user")
    list_filter = ("status",)
    actions = ("suspend", "revive")

    @admin.action(description=_("Suspend the selected accounts"), permissions=["set_status"])
    def suspend(self, request: HttpRequest, queryset: QuerySet[models.Account]) -> None:
        """Suspend each account: from the next beat on none of its time counts."""
        reason = gettext("suspended by the operator of the site")
        self._each(request, queryset, lambda trainee: accounts.suspend(request.user, trainee, reason))

    @admin.action(description=_("Revive the selected accounts"), permissions=["set_status"])
    def revive(self, request: HttpRequest, queryset: QuerySet[models.Account]) -> None:
        """Let each account study again."""
        self._each(request, queryset, lambda trainee: accounts.revive(request.user, trainee))

    def has_set_status_permission(self, request: HttpRequest) -> bool:
        """Ask for the right to change accounts."""
        return request.user.has_perm("cadretrain_reports.change_account")

    def _each(
        self, request: HttpRequest, queryset: QuerySet[models.Account], act: Callable[[models.Trainee], object]
    ) -> None:
        """Do an act to each account's trainee, and say for whom it was not the operator's to do."""
        for account in queryset.select_related("trainee__unit", "trainee__managing_department"):
            try:
                act(account.trainee)
            except Denied:
                text = _("You may not keep up the account of %(trainee)s.")
                self.message_user(request, text % {"trainee": account.trainee.code}, messages.ERROR)


@admin.register(models.Transfer)
class TransferAdmin(PersonalAdmin):
    """Trainees on their way from unit to unit (6.1.3)."""

    list_display = ("trainee", "from_unit", "to_unit", "state", "asked_at", "decided_at")
    list_select_related = ("trainee", "from_unit", "to_unit")
    list_filter = ("state",)
    search_fields = ("trainee__code",)


@admin.register(models.HandOver)
class HandOverAdmin(PersonalAdmin):
    """Trainees who left the platform or came to it (6.1.3)."""

    list_display = ("trainee", "direction", "place", "signer", "at")
    list_select_related = ("trainee",)
    list_filter = ("direction",)
    search_fields = ("trainee__code", "place")
