"""Mails that are due are kept until they are sent (6.1.3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cadretrain_reports.applets.people import api as people
from tests import factories
from tests.conftest import NEW_YEAR

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def left(after: timedelta, most: int = 10) -> list[int]:
    return [mail.pk for mail in people.mails_left(NEW_YEAR + after, most)]


def test_what_waits_longest_comes_first_and_no_more_than_asked_for() -> None:
    users = [factories.user().pk for _ in range(3)]
    for number, user in enumerate(users):
        people.keep_mail_due(user, NEW_YEAR - number * HOUR)
    assert left(HOUR) == users[::-1]
    assert left(HOUR, most=1) == users[2:]
    assert left(timedelta()) == [users[2], users[1]]
    assert left(timedelta(days=7) - HOUR / 2) == users[:1], "what cannot be delivered is not tried for ever"


def test_what_is_sent_is_due_no_more_until_it_is_asked_for_again() -> None:
    user = factories.user().pk
    people.keep_mail_due(user, NEW_YEAR)
    mail = people.lock_mail_due(user)
    assert mail is not None
    people.clear_mail_due(mail)
    people.put_off(mail, NEW_YEAR)
    assert people.lock_mail_due(user) is None
    assert left(HOUR) == []
    people.keep_mail_due(user, NEW_YEAR + HOUR)
    assert left(2 * HOUR) == [user]
