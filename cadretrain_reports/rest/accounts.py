"""Accounts of trainees: read, opened and kept up (6.1.3)."""

from __future__ import annotations

from typing import ClassVar

from django.views.decorators.debug import sensitive_variables
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.rest import filters as by
from cadretrain_reports.rest.inputs import MaySayWhy, Nothing, Why
from cadretrain_reports.rest.openings import AccountSerializer, Opened, Openings, open_rows
from cadretrain_reports.rest.resources import Resource
from cadretrain_reports.workflows import accounts


class AccountFilters(by.BodyFilters):
    """Accounts by unit, status, or the day on which they opened."""

    body: ClassVar = "trainee__unit"

    status = by.one_of(Account.Status, "status", "Whether the account may study.")
    since = by.since("opened_at")
    until = by.until("opened_at")


class Accounts(Resource):
    """Account information (6.1.3), joined one-to-one with the trainee; suspended ones do not study."""

    queryset = Account.objects.select_related("trainee__unit", "trainee__managing_department", "user")
    serializer_class = AccountSerializer
    filterset_class = AccountFilters
    lookup_field = "trainee__uuid"
    lookup_url_kwarg = "trainee"
    inputs: ClassVar = {
        "open": Openings,
        "suspend": Why,
        "revive": MaySayWhy,
        "unlock": Nothing,
        "reset_password": Nothing,
    }
    outputs: ClassVar = {"open": Opened}

    @action(detail=False, methods=["post"])
    @sensitive_variables("rows")
    def open(self, request: Request) -> Response:
        """Open accounts, each for itself, and say of each what became of it (6.1.1, 6.1.3).

        Rows may be sent again: whose account is there already is left alone.
        """
        rows = self.given()["rows"]
        outcomes = open_rows(request.user, rows)
        self.put_on_record(rows=len(outcomes))
        return Response(Opened({"results": outcomes}).data)

    @action(detail=True, methods=["post"])
    def suspend(self, request: Request, **_address: str) -> Response:
        """Suspend an account: from now on none of its time counts (6.1.3)."""
        account, said = self.get_object(), self.given()
        accounts.suspend(request.user, account.trainee, **said)
        return self.afterwards(account)

    @action(detail=True, methods=["post"])
    def revive(self, request: Request, **_address: str) -> Response:
        """Let a suspended account study again (6.1.3)."""
        account, said = self.get_object(), self.given()
        accounts.revive(request.user, account.trainee, **said)
        return self.afterwards(account)

    @action(detail=True, methods=["post"])
    def unlock(self, request: Request, **_address: str) -> Response:
        """Let a trainee sign in again whom too many wrong passwords have locked out (6.1.3)."""
        account, _said = self.get_object(), self.given()
        accounts.unlock(request.user, account.trainee)
        return self.afterwards(account)

    @action(detail=True, methods=["post"], url_path="reset-password")
    def reset_password(self, request: Request, **_address: str) -> Response:
        """Have the platform mail the trainee a link for a new password, which nobody else learns (6.1.3)."""
        account, _said = self.get_object(), self.given()
        accounts.reset_password(request.user, account.trainee)
        return self.afterwards(account)
