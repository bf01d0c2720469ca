"""The cheats that academies of this kind are known for, each by a real client against a real server (3.9, R7).

Time passes as it does: what is credited is held against the clock on the wall. Nothing here may ever be more.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from django.core import signing

from cadretrain_reports.applets.credits import api as credits
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.people.api import Account
from cadretrain_xblock import contract
from cadretrain_xblock.contract import BEAT_URL, STATE_URL
from tests import factories
from tests.live import Server, Tab
from tests.live_policy import GRACE_S, PERIOD_S, PRESENCE_EVERY_S, PRESENCE_WAIT_S

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.load]

HOUR_MS = 3_600_000
BUSY_S = 1.5
"""How long a busy machine may take over the last answer of a page."""


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    with Server(getattr(request, "param", 0.0)) as running:
        yield running


asks_presence = pytest.mark.parametrize("server", [PRESENCE_EVERY_S], indirect=True, ids=["asks"])


@pytest.fixture
def account() -> Account:
    return factories.trainee()


@pytest.fixture
def open_tab(server: Server, account: Account) -> Callable[..., Tab]:
    """Return the function that opens a page of a course of an hour in the trainee's browser."""
    factories.released("C1", 3600)
    factories.released("C2", 3600)
    return lambda code="C1": Tab(server, account.user, f"block-{code}")


def learned(account: Account, *codes: str) -> float:
    """Return the seconds that count in these courses, to the microsecond."""
    counted = learning.counted_intervals([account.pk])[account.pk]
    studies = learning.CourseStudy.objects.filter(course__code__in=codes or ["C1"])
    spans = [span for course in studies.values_list("course", flat=True) for span in counted.get(course, ())]
    return sum((end - start).total_seconds() for start, end in spans)


@contextmanager
def on_the_wall() -> Iterator[Callable[[], float]]:
    """Give the function that says how many seconds have passed."""
    began = time.monotonic()
    yield lambda: time.monotonic() - began


def keep_on(seconds: float, act: Callable[[], Any], pause: float = 0.0) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        act()
        time.sleep(pause)


def test_one_posted_finished(open_tab: Callable[..., Tab], account: Account) -> None:
    tab = open_tab()
    said = {"finished": True, "progress": 100, "learning_duration": 3600, "counted": True, "completion": 1.0}
    with on_the_wall() as passed:
        assert tab.beat(**said)[0] == 200
        assert tab.post(STATE_URL, {"token": tab.token, **said})[1]["state"]["state"] == "studying"
        assert tab.beat(**said, position="100 %")[0] == 200
        assert learned(account) <= passed()
    assert not credits.CreditEntry.objects.exists()


def test_forged_progress(open_tab: Callable[..., Tab], account: Account) -> None:
    """Whose study a page extends is said by a token that only the site can sign."""
    tab = open_tab()
    tab.beat()
    honest, study = tab.token, learning.CourseStudy.objects.get()
    said = [account.user_id, "block-C2", "another-session", study.pk]
    forged = [
        honest[:-1] + ("A" if honest[-1] != "A" else "B"),
        honest.replace(":", "."),
        signing.dumps(said, salt=contract.STUDY_TOKEN_SALT, key="a guess"),
        signing.dumps(said, salt="another.salt"),
    ]
    for token in forged:
        answer = tab.post(BEAT_URL, {"token": token, "visible": True, "active": True, "learning_duration": 3600})
        assert (answer[0], answer[1]["error"]["code"]) == (403, "bad_token")
    assert learning.StudyInterval.objects.count() == 1


def test_replayed_and_predated_beats(open_tab: Callable[..., Tab], account: Account) -> None:
    tab = open_tab()
    with on_the_wall() as passed:
        tab.beat()
        ages = [HOUR_MS, 600_000, 90_000, 30_000, 3_000, 300]
        message = {"late": [{"age_ms": age, "visible": True, "active": True, "present": True} for age in ages]}
        keep_on(2, lambda: tab.beat(**message))
        assert learned(account) <= passed()
    assert tab.beat(late=[{"age_ms": -HOUR_MS, "visible": True, "active": True}])[0] == 400
    assert tab.beat(late=[{"age_ms": 10**30, "visible": True, "active": True}])[0] == 200


def test_sixteen_times_the_speed(open_tab: Callable[..., Tab], account: Account) -> None:
    """A page whose clock runs sixteen times too fast sends sixteen times the beats, each aged by that clock."""
    tab = open_tab()
    with on_the_wall() as passed:
        tab.beat()
        aged = [{"age_ms": int(n * PERIOD_S * 16_000), "visible": True, "active": True} for n in range(16, 0, -1)]
        keep_on(2.5, lambda: tab.beat(late=aged), PERIOD_S / 16)
        assert learned(account) <= passed()


def test_twenty_tabs(open_tab: Callable[..., Tab], account: Account) -> None:
    tabs = [open_tab() for _ in range(20)]
    with on_the_wall() as passed, ThreadPoolExecutor(20) as pool:
        list(pool.map(lambda tab: tab.study(2), tabs))
        wall = passed()
    assert 0 < learned(account) <= wall
    assert learning.StudyInterval.objects.values("session").distinct().count() == 20


def test_twenty_tabs_of_two_courses_that_keep_taking_over(open_tab: Callable[..., Tab], account: Account) -> None:
    tabs = [open_tab("C1" if number % 2 else "C2") for number in range(20)]
    with on_the_wall() as passed, ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda tab: [tab.beat(take_over=True)[0] for _ in range(6)], tabs))
        wall = passed()
    assert {status for told in answers for status in told} <= {200, 409}
    assert learned(account, "C1", "C2") <= wall


def test_two_devices(server: Server, open_tab: Callable[..., Tab], account: Account) -> None:
    phone, desk = open_tab(), open_tab()
    with on_the_wall() as passed, ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda tab: tab.study(2.5), [phone, desk]))
        wall = passed()
    assert 0 < learned(account) <= wall


def test_a_shifted_clock(open_tab: Callable[..., Tab], account: Account) -> None:
    """Whatever time a message names is not asked for, and an age from a shifted clock reaches nowhere."""
    tab = open_tab()
    with on_the_wall() as passed:
        tab.beat(at="2020-01-01T00:00:00Z", timestamp=0)
        for shift in (HOUR_MS, 24 * HOUR_MS, HOUR_MS):
            tab.beat(at="2030-01-01T00:00:00Z", late=[{"age_ms": shift, "visible": True, "active": True}])
            time.sleep(PERIOD_S)
        assert learned(account) <= passed()


@asks_presence
def test_an_auto_clicked_presence_box(open_tab: Callable[..., Tab], account: Account) -> None:
    tab = open_tab()
    with on_the_wall() as passed:
        keep_on(3, lambda: tab.beat(present=True), PERIOD_S / 4)
        assert learned(account) <= passed()


@asks_presence
def test_a_presence_box_that_nobody_answers(open_tab: Callable[..., Tab], account: Account) -> None:
    tab = open_tab()
    while not tab.beat()[1]["ask_presence"]:
        time.sleep(PERIOD_S)
    keep_on(PRESENCE_WAIT_S + GRACE_S, tab.beat, PERIOD_S)
    before = learned(account)
    keep_on(GRACE_S, tab.beat, PERIOD_S)
    assert tab.beat()[1]["reason"] == "absent"
    assert learned(account) == before <= PRESENCE_EVERY_S + PRESENCE_WAIT_S + GRACE_S
    assert tab.beat(present=True)[1]["ask_presence"] is False


def test_another_persons_token(server: Server, open_tab: Callable[..., Tab], account: Account) -> None:
    victim = factories.trainee()
    thief = Tab(server, account.user, "block-C1", token_of=victim.user_id)
    open_tab()
    status, answer = thief.beat()
    assert (status, answer["error"]["code"]) == (403, "wrong_user")
    mine = Tab(server, victim.user, "block-C1")
    mine.beat()
    thief.token = mine.token
    assert thief.beat()[1]["error"]["code"] == "wrong_user"
    assert learned(account) == 0


def test_no_credit_before_the_time_has_passed(server: Server, account: Account) -> None:
    factories.released("C1", 2)
    tab = Tab(server, account.user, "block-C1")
    with on_the_wall() as passed:
        while not credits.CreditEntry.objects.exists():
            assert passed() < 60
            for _ in range(5):
                tab.beat(late=[{"age_ms": HOUR_MS, "visible": True, "active": True, "present": True}])
        wall = passed()
    assert 2 <= credits.CreditEntry.objects.get().learning_duration <= wall


# Honest pages on bad days.


def test_an_honest_page_over_a_bad_network_loses_less_than_a_period_for_each_break(
    server: Server, open_tab: Callable[..., Tab], account: Account
) -> None:
    tab, breaks, port = open_tab(), 2, server.port
    with on_the_wall() as passed:
        tab.honest_beat()
        opened = passed()
        for _ in range(breaks):
            tab.study(1)
            server.port = 1  # nothing listens there
            tab.study(3 * GRACE_S)
            server.port = port
        tab.study(1)
        wall = passed()
    assert wall - opened - breaks * PERIOD_S - BUSY_S <= learned(account) <= wall
    assert learning.StudyInterval.objects.filter(late=True).exists()


def test_after_kill_9_the_duration_is_right_to_within_a_period(
    server: Server, open_tab: Callable[..., Tab], account: Account
) -> None:
    tab, is_over = open_tab(), Event()
    with on_the_wall() as passed, ThreadPoolExecutor(1) as pool:
        tab.honest_beat()
        opened = passed()
        page = pool.submit(tab.study_until, is_over.is_set)
        time.sleep(2)
        server.kill()
        time.sleep(GRACE_S)
        server.start()
        time.sleep(2)
        is_over.set()
        page.result()
        wall = passed()
    assert wall - opened - PERIOD_S - BUSY_S <= learned(account) <= wall
