"""The learning side: the first page, the list of courses and the course page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import ensure_csrf_cookie

from cadretrain_reports import conf
from cadretrain_reports.demo.accounts import PASSWORD, shown_accounts
from cadretrain_reports.demo.enrolments import enrolled_runs
from cadretrain_reports.demo.host import credit_courses
from cadretrain_reports.demo.listing import credit_hours_earned, listed_courses, newest_package
from cadretrain_reports.demo.views.rendering import render_blocks, unit_for


@ensure_csrf_cookie
def home(request: HttpRequest) -> HttpResponse:
    """Say what to look at, which accounts exist and where the package lies."""
    package = newest_package()
    released = [course for course in listed_courses(request.user) if course.is_released]
    context = {
        "accounts": shown_accounts(),
        "password": PASSWORD,
        "package": package,
        "key": conf.site_signer().verifier.text if package else "",
        "course": min(released, key=lambda course: course.minutes, default=None),
    }
    return render(request, "cadretrain_demo/home.html", context)


@login_required
def course_list(request: HttpRequest) -> HttpResponse:
    """List every course that an author has published."""
    context = {"courses": list(listed_courses(request.user)), "hours": credit_hours_earned(request.user)}
    return render(request, "cadretrain_demo/courses.html", context)


@login_required
@ensure_csrf_cookie
def course(request: HttpRequest, course_run: str) -> HttpResponse:
    """Show the unit of a course run to the signed-in user, whoever a query parameter names."""
    unit = unit_for(request, course_run)
    titles = (block.marking().title for block in credit_courses(unit))
    context = {
        "course_run": course_run,
        "title": next(titles, course_run),
        "is_enrolled": course_run in enrolled_runs(request.user.pk or 0),
    }
    return render_blocks(request, "course.html", [unit], "student_view", context)
