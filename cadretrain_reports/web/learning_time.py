"""A trainee's own learning time in one course, day by day: what counted, and why the rest did not (3.9, R7)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cadretrain_reports import conf
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.rules.durations import StudyPolicy
from cadretrain_reports.scopes.api import in_scope
from cadretrain_reports.web.frame import Crumb, frame_of, page, show

_SECONDS_IN_MINUTE = 60
_SECONDS_IN_HOUR = 3600


@dataclass(frozen=True, slots=True)
class Uncounted:
    """What did not count for one reason, in whole seconds: the reason in a word or two, and what it means."""

    label: str
    seconds: int
    meaning: str


@page("GET", uuid=(courses.Course, "uuid"))
def learning_time(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Show one's own days in a course, the newest first; a course that one never opened is not there."""
    account = frame_of(request).person.account
    course = in_scope(courses.Course.objects.filter(uuid=uuid), request.user).first()
    if account is None or course is None or learning.find_study(account.pk, course.pk) is None:
        raise Http404
    version = courses.public_versions(course.pk).first() or courses.latest_version(course.pk)
    days = learning.study_days(account.pk, course.pk)
    sums = sum((Counter(day.uncounted) for day in days), Counter[str]())
    context = {
        "version": version,
        "learned": learning.learned(account.pk, course.pk),
        "days": [(day, list(_told(day.uncounted))) for day in reversed(days)],
        "uncounted": sums.total(),
        "reasons": sorted(_told(sums), key=lambda reason: -reason.seconds),
    }
    crumbs = [Crumb(gettext_lazy("My courses"), reverse("cadretrain:my-courses")), Crumb(version.title)]
    return show(request, "learning_time.html", context, crumbs=crumbs)


def _told(uncounted: Mapping[str, int]) -> Iterator[Uncounted]:
    """Yield each reason with its seconds, in words."""
    meant = meanings(conf.study_policy())
    for reason, seconds in uncounted.items():
        yield Uncounted(str(learning.UncountedTime.Reason(reason).label), seconds, meant[reason])


def meanings(policy: StudyPolicy) -> dict[str, str]:
    """Return what each reason of ``UncountedTime.Reason`` means here, in words for the trainee."""
    idle_after, late_window = policy.idle_after_s // _SECONDS_IN_MINUTE, policy.late_window_s // _SECONDS_IN_MINUTE
    return {
        "hidden": _("The page was not in front of you: another tab, another window or a locked screen."),
        "idle": _("There was no input on the page for more than %(minutes)d min.") % {"minutes": idle_after},
        "absent": _("The page asked whether you were still there, and got no answer in time."),
        "gap": _("Nothing was heard of the page for more than %(seconds)d s: the computer slept, for instance.")
        % {"seconds": policy.grace_s},
        "too_late": _("The page was offline and handed this in more than %(minutes)d min later.")
        % {"minutes": late_window},
        "clock": _("The server's clock was set back, so that this time cannot be told from what had counted."),
        "other_course": _("These seconds counted in another course that was open before: no second counts twice."),
        "over_cap": _("More than %(hours)d hours a day do not count, all courses together.")
        % {"hours": policy.daily_cap_s // _SECONDS_IN_HOUR},
    }
