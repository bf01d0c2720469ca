"""Two at once: a course is chosen once, and the enrolment ends as the choice does (3.12)."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection, connections

from cadretrain_reports import clock
from cadretrain_reports.applets.choices.api import CourseChoice
from cadretrain_reports.workflows import choices
from tests import factories
from tests.conftest import NEW_YEAR
from tests.factories_people import acts
from tests.reports import stand_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("host", "at_new_year")]


def together(*calls: Any) -> list[BaseException]:
    """Call all at the same moment, each on a connection of its own; return what was raised."""
    ready, raised = Barrier(len(calls)), []

    def run(call: Any) -> None:
        try:
            with clock.simulated(NEW_YEAR):
                ready.wait()
                call()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test shall tell
            raised.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def test_two_clicks_are_one_choice() -> None:
    account, version = factories.trainee(), factories.released()
    connection.close()
    click = lambda: choices.choose(account.user, version.course)  # noqa: E731 - a click
    assert together(click, click, click) == []
    assert CourseChoice.objects.filter(standing=True).count() == CourseChoice.objects.count() == 1
    assert acts().count(("choice.choose", "done")) == 1
    assert stand_in.enrolled_runs(account.user_id) == {factories.RUN}


def test_choosing_and_dropping_at_once_leaves_enrolment_and_choice_of_one_mind() -> None:
    account, version = factories.trainee(), factories.released()
    choices.choose(account.user, version.course)
    connection.close()
    raised = together(
        lambda: choices.drop(account.user, version.course), lambda: choices.choose(account.user, version.course)
    )
    assert raised == []
    stands = CourseChoice.objects.filter(standing=True).exists()
    assert (stand_in.enrolled_runs(account.user_id) == {factories.RUN}) is stands
