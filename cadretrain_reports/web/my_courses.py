"""A trainee's own list (3.12, 8.2.1): what is chosen, required, done and exempt, on one page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse

from cadretrain_reports import compat
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.theme_classes.api import running_registrations
from cadretrain_reports.rules.values import FIRST_YEAR, LAST_YEAR
from cadretrain_reports.web.frame import frame_of, page, show
from cadretrain_reports.web.requirement import demand_of
from cadretrain_reports.workflows.standing import OwnCourse, current_year, own_list

_YEAR: Final = re.compile("[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list, with the address at which the course is studied, empty where its block is gone."""

    own: OwnCourse
    study_url: str


@page("GET")
def my_courses(request: HttpRequest) -> HttpResponse:
    """Show what is still to do, and what was asked and earned in the annual period ``year``, by default this one."""
    account = frame_of(request).person.account
    if account is None:
        return show(request, "no_trainee.html", {})
    year, this_year = _asked_year(request), current_year()
    demand = demand_of(account.trainee, year, request.user)
    now = demand if year == this_year else demand_of(account.trainee, this_year, request.user)
    rows = _rows(own_list(account.trainee, now.courses))
    context = {
        "demand": demand,
        "to_do": [row for row in rows if not row.own.standing.is_done],
        "exempt": [row for row in rows if row.own.standing.state == "exempt"],
        "earned": list(credits.earned_in(account.pk, year)),
        "total": credits.total(account.pk, year),
        "year": year,
        "years": _years(account, year),
        "classes": [one.theme_class for one in running_registrations(account.trainee)],
        "enrolled": compat.enrolled_runs(account.user_id),
    }
    return show(request, "my_courses.html", context)


def _rows(listed: Iterable[OwnCourse]) -> list[Row]:
    listed = list(listed)
    places = courses.study_places([own.version.course_id for own in listed])
    urls = {pk: compat.study_url(place.course_run, place.usage_key) for pk, place in places.items()}
    return [Row(own, urls.get(own.version.course_id, "")) for own in listed]


def _asked_year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    is_year = _YEAR.fullmatch(asked) and FIRST_YEAR <= int(asked) <= LAST_YEAR
    return int(asked) if is_year else current_year()


def _years(account: Account, asked: int) -> list[int]:
    """Return the annual periods to choose from: this one, the one that is shown, and those with credit."""
    return sorted({current_year(), asked, *credits.years_with_credit(account.pk)}, reverse=True)
