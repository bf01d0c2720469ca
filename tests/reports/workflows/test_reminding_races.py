"""Never twice for the same cause: two workers at once, and one that is killed in the middle (8.2.3)."""

from __future__ import annotations

import signal

import pytest

from cadretrain_reports import clock
from cadretrain_reports.applets.reminders.api import Reminder
from tests import factories
from tests.factories_reminders import DECEMBER, do_remind, gateway, planned
from tests.workers import Died, Worker, crew, together

pytestmark = pytest.mark.django_db(transaction=True)

REMIND = "tests.factories_reminders.do_remind"


def test_two_workers_at_once_remind_each_person_once() -> None:
    with clock.simulated(DECEMBER.replace(month=1)):
        planned("T0")
        for number in range(1, 8):
            factories.trainee(f"T{number}")
    with gateway() as post, crew() as workers:
        answers = together(workers, "call", {"function": REMIND, "url": post.url, "at": DECEMBER.isoformat()})
        with clock.simulated(DECEMBER):
            left = do_remind(post.url)
        assert sorted(said["touser"] for said in post.got) == [f"T{number}" for number in range(8)]
        assert sum(answer["made"] for answer in [*answers, left]) == 8
    assert Reminder.objects.count() == 8


# On PostgreSQL the run is over one statement earlier.
LAST = pytest.param(16, marks=pytest.mark.database("sqlite", "mariadb"))


@pytest.mark.parametrize("statements", [9, 11, 12, 13, 14, 15, LAST])
def test_a_worker_that_is_killed_anywhere_leads_to_no_second_message(statements: int) -> None:
    with clock.simulated(DECEMBER.replace(month=1)):
        planned()
    with gateway() as post:
        with Worker() as worker:
            worker.do("die_after", statements=statements)
            with pytest.raises(Died):
                worker.do("call", function=REMIND, url=post.url, at=DECEMBER.isoformat())
            assert worker.wait() == -signal.SIGKILL
        before = len(post.got)
        with clock.simulated(DECEMBER):
            do_remind(post.url)
            do_remind(post.url)
        assert Reminder.objects.count() == 1
        assert len(post.got) <= 1
        assert len(post.got) >= before
