"""Trainees of the demonstration study through the HTTP endpoint that the browser uses; no result is written here."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from cadretrain_reports import clock
from cadretrain_reports.applets.learning.api import StudyInterval
from cadretrain_reports.demo.accounts import trainee_username
from cadretrain_reports.demo.visits import PlannedBeat, Sitting, in_order, moments, sittings_of
from cadretrain_reports.rules.periods import Period
from cadretrain_xblock.contract import BEAT_URL


class StudyError(RuntimeError):
    """The host did not answer a page or a beat as it must; the message says what it answered."""


class OpenPage:
    """A course page as a browser holds it: the token that came with it, renewed by every answer."""

    def __init__(self, client: Client, course_run: str) -> None:
        self._client = client
        answer = client.get(reverse("course", args=(course_run,)))
        if answer.status_code != HTTPStatus.OK:
            raise StudyError(f"{course_run}: the page answered {answer.status_code}")
        self._token = page_token(answer.content.decode())
        self._asked = False

    def send(self, beat: PlannedBeat) -> dict[str, Any]:
        """Send a beat now, and return the answer.

        Who is asked says that they are there; whoever has two courses open goes on in each of them again.
        """
        message = {"token": self._token, "visible": beat.visible, "active": beat.active, "present": self._asked}
        answer = self._post(message)
        if answer.status_code == HTTPStatus.CONFLICT:
            answer = self._post({**message, "take_over": True})
        if answer.status_code != HTTPStatus.OK:
            raise StudyError(f"a beat was answered {answer.status_code}: {answer.content.decode()[:200]}")
        data: dict[str, Any] = json.loads(answer.content)
        self._token, self._asked = data["token"], data["ask_presence"]
        return data

    def _post(self, message: dict[str, Any]) -> Any:
        return self._client.post(BEAT_URL, json.dumps(message), content_type="application/json")


def sittings(trainees: int, period: Period) -> list[Sitting]:
    """Return what the first so many trainees still have to do, in order of time: whatever was killed is done again.

    A page that is opened again at the same simulated time covers the same seconds, so nothing counts twice.
    """
    ended = _ends_of_runs()
    planned = (sitting for number in range(1, trainees + 1) for sitting in sittings_of(number, period))
    return in_order(sitting for sitting in planned if sitting.end not in ended[trainee_username(sitting.trainee)])


def study(planned: Iterable[Sitting]) -> Iterator[Sitting]:
    """Let the trainees sit down one after the other, under a simulated clock; yield each sitting when it is over."""
    clients: dict[int, Client] = {}
    for sitting in planned:
        if sitting.trainee not in clients:
            clients[sitting.trainee] = signed_in(trainee_username(sitting.trainee))
        sit(clients[sitting.trainee], sitting)
        yield sitting


def sit(client: Client, sitting: Sitting) -> None:
    """Open the pages of one sitting and send their beats, each at its own simulated time."""
    pages: dict[int, OpenPage] = {}
    with clock.simulated(sitting.start) as now:
        for after, number, beat in moments(sitting):
            now.at = sitting.start + timedelta(seconds=after)
            if number not in pages:
                pages[number] = OpenPage(client, sitting.pages[number].course_run)
            pages[number].send(beat)


def signed_in(username: str) -> Client:
    """Return a browser in which this user is signed in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username=username))
    return client


def page_token(html: str) -> str:
    """Return the token of the learner card in a course page; raise ``StudyError`` if there is none."""
    reader = _CardReader()
    reader.feed(html)
    if reader.token is None:
        raise StudyError("the page has no learner card with a token")
    return reader.token


class _CardReader(HTMLParser):
    token: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the interface's
        values = dict(attrs)
        if values.get("data-cadretrain") == "card":
            self.token = json.loads(values.get("data-config") or "{}").get("token")


def _ends_of_runs() -> defaultdict[str, set[datetime]]:
    ended: defaultdict[str, set[datetime]] = defaultdict(set)
    rows = StudyInterval.objects.values_list("study__trainee__account__user__username", "end_at")
    for username, end_at in rows:
        ended[username].add(end_at)
    return ended
