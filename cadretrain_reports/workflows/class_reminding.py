"""Reminding trainees of what is left of a class that runs: before it ends, and where they lag behind (8.3.4)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from cadretrain_reports import clock, conf
from cadretrain_reports.applets.class_life import api as class_life
from cadretrain_reports.applets.people.api import active_accounts
from cadretrain_reports.applets.reminders import api as reminders
from cadretrain_reports.applets.theme_classes.api import ClassRegistration, ThemeClass
from cadretrain_reports.rules.reminders import Cause, cause_between
from cadretrain_reports.workflows.class_desk import facts_of
from cadretrain_reports.workflows.class_progress import ClassProgress, Planned, local_today, planned_of, progress_of

_PAGE: Final = 200


def make_class_reminders() -> int:
    """Remind everybody whom the policy names today in a class that runs; return how many were new."""
    running = ThemeClass.objects.filter(state=ThemeClass.State.RUNNING)
    running = running.filter(starts_on__lte=local_today(), ends_on__gte=local_today())
    return sum(map(_remind_class, running.select_related("institution").order_by("pk")))


def _remind_class(theme_class: ThemeClass) -> int:
    planned, made, last = planned_of(theme_class), 0, 0
    rows = class_life.members(theme_class).filter(trainee__account__in=active_accounts())
    while page := list(rows.filter(pk__gt=last)[:_PAGE]):
        made += _remind_page(planned, page)
        last = page[-1].pk
    return made


def _remind_page(planned: Planned, page: list[ClassRegistration]) -> int:
    ids = [one.trainee_id for one in page]
    causes = [(one, cause) for one in progress_of(planned, page) if (cause := _cause(planned.theme_class, one))]
    known = reminders.known_causes(ids, [cause.key for _one, cause in causes])
    refused, facts, made = reminders.refused_channels(ids), facts_of(planned.theme_class), 0
    for one, cause in causes:
        trainee = one.registration.trainee_id
        if (trainee, cause.key) not in known:
            ways = [name for name in reminders.channels() if (trainee, name) not in refused]
            said = {**facts, "kind": f"class_{cause.kind}", "days": cause.days}
            made += reminders.make(trainee, cause.key, one.standing.left, ways, clock.now(), **said) is not None
    return made


def _cause(theme_class: ThemeClass, one: ClassProgress) -> Cause | None:
    days = _days(theme_class)
    return days and cause_between(
        conf.reminder_policy(), str(theme_class.uuid), *days, local_today(), one.standing.left, one.behind
    )


def _days(theme_class: ThemeClass) -> tuple[date, date] | None:
    if theme_class.starts_on is None or theme_class.ends_on is None:
        return None
    return theme_class.starts_on, theme_class.ends_on + timedelta(days=1)
