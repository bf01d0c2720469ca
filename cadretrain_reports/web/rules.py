"""The page on which a trainee reads the platform's rules and accepts them (6.1.2)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cadretrain_reports import conf
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.refusals import Refused
from cadretrain_reports.web.frame import page, show
from cadretrain_reports.workflows.upkeep import accept_rules


@page("GET", "POST")
def rules(request: HttpRequest) -> HttpResponse:
    """``GET`` shows the rules in force; ``POST version=…`` accepts those that were read, and shows them again.

    What cannot be accepted, because newer rules came in between for instance, is said above the rules, with 409.
    """
    if request.method != "POST":
        return show(request, "rules.html", _view(request.user))
    try:
        accept_rules(request.user, request.POST.get("version", ""))
    except Refused as refused:
        view = {**_view(request.user), "refusal": refused}
        return show(request, "rules.html", view, status=HTTPStatus.CONFLICT)
    return redirect("cadretrain:rules")


def _view(user: Any) -> dict[str, Any]:
    """Return the rules in force, whether the user is a trainee, and the local date on which they were accepted."""
    in_force, account = upkeep.rules_in_force(), people.account_of_user(user.pk)
    at = upkeep.accepted_at(account.pk, in_force) if account and in_force else None
    zone = ZoneInfo(conf.time_zone())
    return {
        "rules": in_force,
        "published_on": in_force and in_force.published_at.astimezone(zone).date(),
        "accepted_on": at and at.astimezone(zone).date(),
        "is_trainee": account is not None,
    }
