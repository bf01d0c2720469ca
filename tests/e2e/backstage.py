"""What goes on behind the pages: ``python -m tests.e2e.backstage`` does one act for each line of JSON.

It reads the database of the running server through the product's doors. What it lets happen happens as the
demonstration lets it: a trainee who "has studied before" sent beats over HTTP under a simulated clock.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.e2e.policy import GRACE_S


def _course(course_run: str) -> Any:
    from cadretrain_reports.applets.courses import api as courses
    from cadretrain_reports.demo.scenarios import credit_course_of

    course = courses.course_at(credit_course_of(course_run))
    assert course is not None, course_run
    return course


def _untouched_courses() -> list[str]:
    """Return the course runs of released courses that nobody has studied."""
    from cadretrain_reports.applets.courses import api as courses
    from cadretrain_reports.applets.learning.api import CourseStudy
    from cadretrain_reports.demo.content import course_runs
    from cadretrain_reports.demo.scenarios import credit_course_of

    studied = set(CourseStudy.objects.values_list("course", flat=True))
    found = [(run, course) for run in course_runs() if (course := courses.course_at(credit_course_of(run)))]
    released = courses.CourseVersion.State.RELEASED
    return [
        run for run, course in found if course.pk not in studied and courses.latest_version(course.pk).state == released
    ]


def _versions(course_run: str) -> list[dict[str, Any]]:
    """Return every version of a course, the oldest first."""
    versions = _course(course_run).versions.order_by("number")
    fields = ("number", "title", "course_duration", "requirement", "state")
    return list(versions.values(*fields))


def _is_registered(course_run: str) -> bool:
    """Tell whether what is marked in a course run has become a course."""
    from cadretrain_reports.applets.courses import api as courses
    from cadretrain_reports.demo.scenarios import credit_course_of

    return courses.course_at(credit_course_of(course_run)) is not None


def _load_unmarked_unit(course_run: str) -> None:
    """Give a course run a unit that nobody has marked as a course yet."""
    from cadretrain_reports.demo.runtime import DemoRuntime

    page = "<html_demo><p>没有调查，没有发言权。</p></html_demo>"
    DemoRuntime(course_run, is_authoring=True).parse_xml_string(f"<vertical_demo>{page}</vertical_demo>".encode())


def _theme_class(username: str) -> str:
    """Return the UUID of a running class, in which one trainee is confirmed."""
    from django.contrib.auth.models import User

    from cadretrain_reports import clock
    from cadretrain_reports.applets.organizations.api import find_institution
    from cadretrain_reports.applets.theme_classes import api as theme_classes

    institution = find_institution("QHGX")
    assert institution is not None
    found = theme_classes.ThemeClass.objects.filter(institution=institution, code="E2E").first()
    if found is None:
        found = theme_classes.add_class(institution, "E2E", "青年干部专题班", theme_classes.ThemeClass.ClassType.OPEN)
        theme_classes.set_state(found, theme_classes.ThemeClass.State.RUNNING)
        trainee = User.objects.get(username=username).cadretrain_account.trainee
        theme_classes.confirm(theme_classes.register(found, trainee, clock.now()))
    return str(found.uuid)


def _unit_of(username: str) -> str:
    """Return the code of a trainee's unit."""
    from django.contrib.auth.models import User

    return str(User.objects.get(username=username).cadretrain_account.trainee.unit.code)


def _course_code(course_run: str) -> str:
    """Return institution and code of a course, as a plan names it."""
    course = _course(course_run)
    return f"{course.institution.code}/{course.code}"


def _release(course_run: str) -> None:
    from cadretrain_reports.applets.courses import api as courses
    from cadretrain_reports.demo.reviewing import review_and_release

    review_and_release(courses.latest_version(_course(course_run).pk))


def _studied(username: str, course_run: str) -> dict[str, Any]:
    """Return the whole seconds that count, the runs of each page as seconds since the epoch, and the credits.

    ``late`` is the number of runs that rest on late beats.
    """
    from django.contrib.auth.models import User

    from cadretrain_reports.applets.credits.api import CreditEntry
    from cadretrain_reports.applets.learning import api as learning

    trainee = User.objects.get(username=username).cadretrain_account.trainee
    of_study = {"study__trainee": trainee, "study__course": _course(course_run)}
    runs = learning.StudyInterval.objects.filter(**of_study).order_by("pk")
    entries = CreditEntry.objects.filter(**of_study)
    return {
        "learned": learning.learned(trainee.pk, _course(course_run).pk),
        "runs": [[run.session, run.start_at.timestamp(), run.end_at.timestamp()] for run in runs],
        "late": sum(run.late for run in runs),
        "credits": [_as_data(entry) for entry in entries],
    }


def _study_before(username: str, course_run: str, seconds: int, hours_ago: int = 2) -> None:
    """Have a trainee studied for so many seconds, some hours ago."""
    from cadretrain_reports import clock
    from cadretrain_reports.demo.study import signed_in, sit
    from cadretrain_reports.demo.visits import PlannedBeat, PlannedPage, Sitting

    beats = tuple(PlannedBeat(after) for after in [*range(0, seconds, GRACE_S), seconds])
    page = PlannedPage(course_run, beats)
    sit(signed_in(username), Sitting(0, clock.now() - timedelta(hours=hours_ago), (page,)))


def _leave_pages() -> None:
    """Have every page left that is still open: of browsers that are closed at once not all say so."""
    from cadretrain_reports.applets.learning.api import StudyInterval

    StudyInterval.objects.filter(left=False).update(left=True)


def _publish_rules() -> str:
    """Put rules of the platform in force; return their version."""
    from django.contrib.auth.models import User

    from cadretrain_reports.workflows.upkeep import publish_rules

    operator = User.objects.get(username="admin")
    text = "本平台账号仅限本人使用。\n\n不得由他人代为学习，不得使用自动播放等手段计取学习时长。"
    return publish_rules(operator, "2026-1", "平台使用规则", text).version


def _accept_rules() -> None:
    """Have every trainee accept the rules in force, who has not done so."""
    from cadretrain_reports.applets.people.api import Account
    from cadretrain_reports.applets.upkeep.api import rules_in_force
    from cadretrain_reports.workflows.upkeep import accept_rules

    for account in Account.objects.select_related("user"):
        accept_rules(account.user, rules_in_force().version)


def _appeal(username: str) -> str:
    """Have a trainee appeal about the assessment of which a result is on record; return the appeal's UUID."""
    from django.contrib.auth.models import User

    from cadretrain_reports.applets.assessments.api import AssessmentResult
    from cadretrain_reports.workflows.appeals import ask_appeal

    user = User.objects.get(username=username)
    result = AssessmentResult.objects.filter(study__trainee=user.cadretrain_account.trainee)[0]
    return str(ask_appeal(user, result.study.course, "assessment", "试卷第三题漏计分。").uuid)


def _backfill(log: str) -> str:
    """Have another operator than ``admin`` backfill a log; return the backfill's UUID."""
    from pathlib import Path

    from django.contrib.auth.models import User

    from cadretrain_reports.workflows.backfill import backfill

    operator, _is_new = User.objects.get_or_create(username="operator2", defaults={"is_superuser": True})
    return backfill(operator, [Path(log)]).backfill


def _as_data(entry: Any) -> dict[str, Any]:
    return {
        "credit_hours": str(entry.credit_hours),
        "learning_duration": entry.learning_duration,
        "earned_at": entry.earned_at.timestamp(),
        "standing": entry.standing,
    }


_ACTS: dict[str, Callable[..., Any]] = {
    act.__name__.removeprefix("_"): act
    for act in (
        _untouched_courses,
        _versions,
        _is_registered,
        _load_unmarked_unit,
        _theme_class,
        _unit_of,
        _course_code,
        _release,
        _studied,
        _study_before,
        _leave_pages,
        _publish_rules,
        _accept_rules,
        _appeal,
        _backfill,
    )
}


def main() -> None:
    import django

    django.setup()
    for line in sys.stdin:
        wanted = json.loads(line)
        try:
            said = {"result": _ACTS[wanted["act"]](**wanted["arguments"])}
        except Exception:  # noqa: BLE001 - whatever it is, the test that asked shall tell
            said = {"error": traceback.format_exc()}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
