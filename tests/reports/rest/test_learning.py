"""The endpoint that pages talk to: every answer, and every refusal in the user's language."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from cadretrain_reports import clock
from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.learning import api as learning
from cadretrain_reports.applets.learning.models import CourseStudy, StudyInterval
from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.clock import SimulatedClock
from cadretrain_xblock import contract
from cadretrain_xblock.contract import BEAT_URL, PAGE_TOKEN_SALT, STATE_URL, PageToken, StudyToken
from tests import factories

pytestmark = pytest.mark.django_db

SESSION = "one-page"
REFUSALS = [
    "bad_message",
    "bad_token",
    "expired_token",
    "not_a_trainee",
    "rules_not_accepted",
    "signed_out",
    "suspended",
    "unknown_course",
    "wrong_user",
]


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    return factories.trainee()


@pytest.fixture
def client(account: Account) -> Client:
    """A browser in which the trainee is signed in. No forgery token is sent, as ``sendBeacon`` cannot."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(account.user)
    return browser


@pytest.fixture
def token(account: Account) -> str:
    return page_token(account.user_id)


def page_token(user_id: int, usage_key: str = "block-C1") -> str:
    return contract.mint_page_token(PageToken(user_id, usage_key, SESSION))


def post(client: Client, url: str, message: object, **headers: str) -> Any:
    return client.post(url, message, content_type="application/json", headers=headers)


def beat(client: Client, token: str, visible: bool = True, active: bool = True, **headers: str) -> Any:
    return post(client, BEAT_URL, {"token": token, "visible": visible, "active": active}, **headers)


def refusal(response: HttpResponse) -> tuple[int, str]:
    """Return status and code of a refusal; it has a message and stays out of caches."""
    error = response.json()["error"]
    assert set(error) == {"code", "message"}
    assert error["message"]
    assert response["Cache-Control"] == "no-store"
    return response.status_code, error["code"]


def test_the_way_of_a_page(client: Client, token: str, account: Account, at_new_year: SimulatedClock) -> None:
    factories.released(duration=120)
    state = post(client, STATE_URL, {"token": token})
    assert state.json() == {
        "state": {
            "state": "ready",
            "course_duration": 120,
            "required_duration": 120,
            "credit_hours": "0.25",
            "learning_duration": 0,
            "earned_on": None,
            "period_s": 30,
            "position": "",
        }
    }
    assert state["Cache-Control"] == "no-store"
    first = beat(client, token).json()
    assert (first["counted"], first["reason"], first["state"]["state"]) == (False, "first", "studying")
    assert contract.read_token(first["token"]) == StudyToken(
        account.user_id, "block-C1", SESSION, CourseStudy.objects.get().pk
    )
    at_new_year.advance(50)
    second = beat(client, first["token"])
    assert (second.json()["counted"], second.json()["reason"], second.json()["state"]) == (True, None, None)
    assert second["Cache-Control"] == "no-store"
    at_new_year.advance(60)
    third = beat(client, second.json()["token"]).json()
    assert (third["counted"], third["state"]["learning_duration"], third["state"]["earned_on"]) == (True, 110, None)
    at_new_year.advance(10)
    last = beat(client, third["token"]).json()
    assert last["state"] == {
        "state": "earned",
        "course_duration": 120,
        "required_duration": 120,
        "credit_hours": "0.25",
        "learning_duration": 120,
        "earned_on": "2026-01-05",
        "period_s": 30,
        "position": "",
    }


def test_a_beat_says_why_it_does_not_count(client: Client, token: str, at_new_year: SimulatedClock) -> None:
    factories.released()
    token = beat(client, token).json()["token"]
    for seconds, visible, reason in ((30, False, "hidden"), (61, True, "gap"), (0, True, "repeat")):
        at_new_year.advance(seconds)
        answer = beat(client, token, visible=visible).json()
        assert (answer["counted"], answer["reason"]) == (False, reason)


def test_a_beat_that_extends_takes_two_statements(client: Client, token: str, at_new_year: SimulatedClock) -> None:
    factories.released()
    token = beat(client, token).json()["token"]
    at_new_year.advance(30)
    with CaptureQueriesContext(connection) as queries:
        assert beat(client, token).json()["counted"]
    statements = [query["sql"].split()[0] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert statements == ["SELECT", "UPDATE"]


def test_the_page_token_goes_on_where_no_answer_came(client: Client, token: str, at_new_year: SimulatedClock) -> None:
    factories.released()
    for _ in range(3):
        answer = beat(client, token).json()
        at_new_year.advance(30)
    assert answer["counted"]
    assert StudyInterval.objects.count() == 1


def test_state_after_another_page_has_earned(
    client: Client, token: str, at_new_year: SimulatedClock, account: Account
) -> None:
    factories.released(duration=60)
    factories.learn(account, at_new_year, 60)
    state = post(client, STATE_URL, {"token": token}).json()["state"]
    assert (state["state"], state["earned_on"], state["credit_hours"]) == ("exempt", "2026-01-05", "0.25")


def test_the_card_keeps_the_hours_that_were_earned(
    client: Client, token: str, at_new_year: SimulatedClock, account: Account
) -> None:
    factories.released(duration=60)
    factories.learn(account, at_new_year, 60)
    factories.release(factories.draft(duration=1801))
    state = post(client, STATE_URL, {"token": token}).json()["state"]
    assert (state["course_duration"], state["credit_hours"]) == (1801, "0.25")


@pytest.mark.parametrize("prepare", ["draft", "nothing"])
def test_a_course_that_is_not_released(client: Client, token: str, prepare: str) -> None:
    if prepare == "draft":
        factories.draft()
    state = post(client, STATE_URL, {"token": token}).json()["state"]
    assert state["state"] == "not_released"
    assert state["course_duration"] == (901 if prepare == "draft" else 0)


def test_the_state_of_who_may_not_study(client: Client, token: str, account: Account) -> None:
    factories.released()
    people.set_status(account, people.Account.Status.SUSPENDED)
    assert post(client, STATE_URL, {"token": token}).json()["state"]["state"] == "suspended"
    people.set_status(account, people.Account.Status.ACTIVE)
    upkeep.publish_rules("1", "平台规则", "不得代学。", clock.now())
    assert post(client, STATE_URL, {"token": token}).json()["state"]["state"] == "rules_not_accepted"
    stranger = factories.user()
    client.force_login(stranger)
    answer = post(client, STATE_URL, {"token": page_token(stranger.pk)})
    assert answer.json()["state"]["state"] == "not_a_trainee"


def test_the_date_is_local(client: Client, token: str, account: Account, at_new_year: SimulatedClock) -> None:
    at_new_year.advance(15 * 3600 - 30)
    factories.released(duration=60)
    factories.learn(account, at_new_year, 60)
    assert post(client, STATE_URL, {"token": token}).json()["state"]["earned_on"] == "2026-01-06"


def test_late_beats_and_a_position(client: Client, token: str, at_new_year: SimulatedClock) -> None:
    factories.released()
    token = beat(client, token).json()["token"]
    at_new_year.advance(120)
    late = [{"age_ms": age, "visible": True, "active": True} for age in (90_000, 60_000, 30_000)]
    message = {"token": token, "visible": True, "active": True, "late": late, "position": "video:312"}
    assert post(client, BEAT_URL, message).json()["counted"]
    assert post(client, BEAT_URL, message).json()["reason"] == "repeat"
    state = post(client, STATE_URL, {"token": token}).json()["state"]
    assert (state["learning_duration"], state["position"]) == (120, "video:312")
    assert post(client, BEAT_URL, {**message, "late": [], "position": ""}).status_code == 200
    assert post(client, STATE_URL, {"token": token}).json()["state"]["position"] == "video:312"


def test_a_page_is_told_to_ask_whether_somebody_is_there(
    client: Client, token: str, at_new_year: SimulatedClock
) -> None:
    factories.released(duration=3600)
    asked = []
    for _ in range(61):
        answer = beat(client, token).json()
        token = answer["token"]
        asked.append(answer["ask_presence"])
        at_new_year.advance(30)
    assert asked == [False] * 60 + [True]
    message = {"token": token, "visible": True, "active": True, "present": True}
    assert post(client, BEAT_URL, message).json()["ask_presence"] is False


def test_one_course_at_a_time(client: Client, token: str, account: Account, at_new_year: SimulatedClock) -> None:
    factories.released()
    factories.released("C2")
    first = beat(client, token).json()["token"]
    other = contract.mint_page_token(PageToken(account.user_id, "block-C2", "another-page"))
    refused = beat(client, other, **{"Accept-Language": "en"})
    assert (refused.status_code, refused.json()["error"]) == (
        409,
        {
            "code": "other_course",
            "message": "You are studying “课程C1” in another page. Only one course counts at a time.",
            "title": "课程C1",
        },
    )
    message = {"token": other, "visible": True, "active": True, "take_over": True}
    assert post(client, BEAT_URL, message).json()["reason"] == "first"
    assert refusal(beat(client, first)) == (409, "taken_over")
    at_new_year.advance(10)
    assert post(client, BEAT_URL, {**message, "token": first}).json()["counted"]


# Refusals.

NOT_JSON = ["", "{", "null}", "\x00", '{"token": "x"', "[" * 4000, "１"]
NO_BEAT = [
    (None, "body"),
    (1, "body"),
    ([], "body"),
    ("text", "body"),
    ({}, "token"),
    ({"token": 1, "visible": True, "active": True}, "token"),
    ({"token": "x", "active": True}, "visible"),
    ({"token": "x", "visible": 1, "active": True}, "visible"),
    ({"token": "x", "visible": True, "active": "true"}, "active"),
    ({"token": "x", "visible": True, "active": None}, "active"),
]


@pytest.mark.parametrize("body", NOT_JSON)
@pytest.mark.parametrize("url", [BEAT_URL, STATE_URL])
def test_what_is_no_json(client: Client, url: str, body: str) -> None:
    response = client.post(url, body, content_type="application/json")
    assert refusal(response) == (400, "bad_message")
    assert "JSON" in response.json()["error"]["message"]


def test_bytes_that_are_no_text(client: Client) -> None:
    assert refusal(client.generic("POST", BEAT_URL, b"\xff\xfe\xfa")) == (400, "bad_message")


@pytest.mark.parametrize(("message", "field"), NO_BEAT)
def test_what_is_no_beat(client: Client, message: object, field: str) -> None:
    response = client.post(
        BEAT_URL, json.dumps(message), content_type="application/json", headers={"Accept-Language": "en"}
    )
    assert refusal(response) == (400, "bad_message")
    assert response.json()["error"]["message"] == f"The message is not understood: {field}."


@pytest.mark.parametrize("message", [None, [], {}, {"token": None}, {"token": ["x"]}])
def test_what_asks_for_no_state(client: Client, message: object) -> None:
    response = client.post(STATE_URL, json.dumps(message), content_type="application/json")
    assert refusal(response) == (400, "bad_message")


def test_a_huge_body_is_not_read(client: Client, token: str) -> None:
    factories.released()
    message = {"token": token, "visible": True, "active": True, "more": "x" * 2_000_000}
    assert refusal(post(client, BEAT_URL, message)) == (400, "bad_message")


def test_deep_json(client: Client) -> None:
    deep = "[" * 2000 + "]" * 2000
    assert refusal(client.post(BEAT_URL, deep, content_type="application/json")) == (400, "bad_message")


def tampered(token: str) -> str:
    head, _, signature = token.rpartition(":")
    return f"{head}:{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"


@pytest.mark.parametrize(
    "spoil",
    [
        tampered,
        lambda token: "",
        lambda token: "x" * 500,
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: "\ud800" + token,
        lambda token: signing.dumps([1, "block-C1", SESSION], salt="another.salt"),
        lambda token: signing.dumps([1, "block-C1", SESSION], salt=PAGE_TOKEN_SALT, key="another key"),
    ],
)
@pytest.mark.parametrize("url", [BEAT_URL, STATE_URL])
def test_a_token_that_is_not_ours(client: Client, token: str, url: str, spoil: Callable[[str], str]) -> None:
    message = {"token": spoil(token), "visible": True, "active": True}
    assert refusal(post(client, url, message)) == (403, "bad_token")


@pytest.mark.parametrize("kind", ["page", "study"])
def test_a_token_that_is_too_old(client: Client, account: Account, token: str, kind: str) -> None:
    factories.released()
    with freeze_time("2026-01-05 00:00:00"):
        old = page_token(account.user_id)
        if kind == "study":
            old = contract.mint_study_token(StudyToken(account.user_id, "block-C1", SESSION, 1))
    lifetime = contract.TOKEN_LIFETIME
    with freeze_time("2026-01-05 00:00:00") as frozen:
        frozen.tick(lifetime)
        assert beat(client, old).status_code == 200
        frozen.tick(timedelta(seconds=1))
        assert refusal(beat(client, old)) == (403, "expired_token")


def test_who_is_signed_out(token: str) -> None:
    factories.released()
    assert refusal(beat(Client(), token)) == (401, "signed_out")
    assert refusal(post(Client(), STATE_URL, {"token": token})) == (401, "signed_out")
    assert StudyInterval.objects.count() == 0


def test_the_page_of_another_user(client: Client, at_new_year: SimulatedClock) -> None:
    factories.released()
    other = factories.trainee()
    assert refusal(beat(client, page_token(other.user_id))) == (403, "wrong_user")


def test_who_is_no_trainee(client: Client) -> None:
    factories.released()
    stranger = factories.user()
    client.force_login(stranger)
    assert refusal(beat(client, page_token(stranger.pk))) == (403, "not_a_trainee")


def test_suspended_in_the_middle_of_study(
    client: Client, token: str, account: Account, at_new_year: SimulatedClock
) -> None:
    factories.released()
    token = beat(client, token).json()["token"]
    people.set_status(account, people.Account.Status.SUSPENDED)
    at_new_year.advance(30)
    assert refusal(beat(client, token)) == (403, "suspended")


def test_who_has_not_accepted_the_rules(client: Client, token: str, account: Account) -> None:
    factories.released()
    upkeep.publish_rules("1", "平台规则", "不得代学。", clock.now())
    assert refusal(beat(client, token)) == (403, "rules_not_accepted")
    upkeep.accept(account.trainee, "1", clock.now())
    assert beat(client, token).status_code == 200


def test_deactivated_on_the_platform_in_the_middle_of_study(
    client: Client, token: str, account: Account, at_new_year: SimulatedClock
) -> None:
    factories.released()
    token = beat(client, token).json()["token"]
    account.user.is_active = False
    account.user.save()
    at_new_year.advance(30)
    assert refusal(beat(client, token)) == (403, "suspended")


def test_a_course_that_nobody_registered(client: Client, token: str) -> None:
    assert refusal(beat(client, token)) == (403, "unknown_course")


def test_a_study_token_whose_study_is_of_no_avail_begins_anew(client: Client, account: Account) -> None:
    factories.released()
    stale = contract.mint_study_token(StudyToken(account.user_id, "block-C1", SESSION, 4711))
    answer = beat(client, stale).json()
    assert answer["reason"] == "first"
    assert contract.read_token(answer["token"]).study == CourseStudy.objects.get().pk


@pytest.mark.parametrize("url", [BEAT_URL, STATE_URL])
@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "head"])
def test_only_post(client: Client, url: str, method: str) -> None:
    response = getattr(client, method)(url)
    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.parametrize("code", REFUSALS)
def test_refusals_speak_the_users_language(client: Client, token: str, account: Account, code: str) -> None:
    if code != "unknown_course":
        factories.released()
    if code == "expired_token":
        with freeze_time("2020-01-01"):
            token = page_token(account.user_id)
    token = {
        "bad_message": None,
        "bad_token": "x",
        "wrong_user": page_token(account.user_id + 1),
    }.get(code, token)
    if code == "suspended":
        people.set_status(account, people.Account.Status.SUSPENDED)
    if code == "rules_not_accepted":
        upkeep.publish_rules("1", "平台规则", "不得代学。", clock.now())
    if code == "signed_out":
        client.logout()
    if code == "not_a_trainee":
        stranger = factories.user()
        client.force_login(stranger)
        token = page_token(stranger.pk)
    chinese = beat(client, token, **{"Accept-Language": "zh-CN,zh;q=0.9"})
    english = beat(client, token, **{"Accept-Language": "en"})
    assert refusal(chinese)[1] == refusal(english)[1] == code
    assert chinese.json()["error"]["message"].endswith("。")
    assert english.json()["error"]["message"].isascii()


def test_a_session_that_a_new_password_has_ended(client: Client, token: str, account: Account) -> None:
    factories.released()
    account.user.set_password("another")
    account.user.save()
    assert refusal(post(client, STATE_URL, {"token": token})) == (401, "signed_out")
    assert refusal(beat(client, token)) == (401, "signed_out")


def test_an_open_page_follows_its_block_to_another_course(
    client: Client, token: str, at_new_year: SimulatedClock
) -> None:
    """What a page shows and what it counts for is the same course, also after its author has changed the code."""
    first = factories.released("C1")
    token = beat(client, token).json()["token"]
    second = factories.released("C2", usage_key="block-C1")
    at_new_year.advance(30)
    answer = beat(client, token).json()
    assert (answer["counted"], answer["reason"]) == (False, "first")
    at_new_year.advance(30)
    assert beat(client, answer["token"]).json()["counted"]
    account = Account.objects.get()
    assert learning.learned(account.pk, first.course_id) == 0
    assert learning.learned(account.pk, second.course_id) == 30


def test_an_open_page_of_a_block_that_makes_no_course_any_more(
    client: Client, token: str, at_new_year: SimulatedClock
) -> None:
    factories.released("C1")
    token = beat(client, token).json()["token"]
    courses.refuse(factories.marking("C1", provider="NOBODY"), "provider")
    at_new_year.advance(30)
    assert refusal(beat(client, token)) == (403, "unknown_course")
