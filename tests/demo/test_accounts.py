from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.utils import translation

from cadretrain_reports.demo.accounts import PASSWORD, open_staff_accounts, shown_accounts, trainee_username
from cadretrain_reports.demo.study import sit
from cadretrain_reports.demo.visits import _straight
from tests import factories
from tests.demo.conftest import World
from tests.demo.test_study import Browser, sitting

pytestmark = pytest.mark.django_db


def test_staff_accounts_are_opened_once() -> None:
    open_staff_accounts()
    User.objects.filter(username="author").update(first_name="改名")
    open_staff_accounts()
    author, admin = User.objects.get(username="author"), User.objects.get(username="admin")
    assert (author.first_name, author.is_staff, author.is_superuser) == ("改名", True, False)
    assert (admin.is_staff, admin.is_superuser, admin.check_password(PASSWORD)) == (True, True, True)


def test_one_trainee_in_each_state_is_shown(world: World, browser: Browser) -> None:
    idle = factories.trainee().user
    sit(browser(world.trainee), sitting(_straight(901)))
    sit(browser(world.other), sitting(_straight(300)))
    with translation.override("en"):
        shown = {account.username: str(account.who) for account in shown_accounts()}
    assert shown == {
        world.trainee.username: "trainee who has earned credit-hours",
        world.other.username: "trainee in the middle of a course",
        idle.username: "trainee who has not begun",
        "author": "course author: Studio pages",
        "admin": "administrator: see courses, archive and audit log",
    }


def test_states_that_nobody_is_in_are_left_out() -> None:
    assert shown_accounts() == []


def test_trainees_are_numbered() -> None:
    assert [trainee_username(number) for number in (1, 200, 2000)] == ["trainee001", "trainee200", "trainee2000"]
