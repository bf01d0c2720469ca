"""Who is enrolled where in the embedded host."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from cadretrain_reports.compat import EnrolmentRefused
from cadretrain_reports.demo import enrolments, scenarios
from cadretrain_reports.demo.catalogue import COURSES

pytestmark = pytest.mark.django_db


def test_in_and_out_once_each() -> None:
    unit = COURSES[0].as_unit(2026)
    scenarios.load(unit)
    user = User.objects.create_user("somebody")
    assert enrolments.enrol(user, unit.course_run)
    assert not enrolments.enrol(user, unit.course_run)
    assert enrolments.enrolled_runs(user.pk) == {unit.course_run}
    enrolments.unenrol(user, unit.course_run)
    enrolments.unenrol(user, unit.course_run)
    assert enrolments.enrolled_runs(user.pk) == set()


def test_a_run_that_is_not_there_takes_nobody() -> None:
    with pytest.raises(EnrolmentRefused):
        enrolments.enrol(User.objects.create_user("somebody"), "course-v1:NO+WHERE+2026")
