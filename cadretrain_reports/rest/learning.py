"""What a course page sends and asks while a trainee studies (3.9).

The messages are those of ``cadretrain_xblock.contract``. A page proves itself by its signed token and by the
signed-in session of the same user; the token is a secret of the page, so no further forgery token is asked for, which
``navigator.sendBeacon`` could not send.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Final
from zoneinfo import ZoneInfo

from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cadretrain_reports import conf
from cadretrain_reports.applets.learning.api import Heard, OpenPage, Signs
from cadretrain_reports.rest.errors import refusal
from cadretrain_reports.rules.values import hours_text
from cadretrain_reports.workflows import study
from cadretrain_xblock import contract

MAX_BODY: Final = 16384
"""Bytes of a message with as many late beats as one may carry."""

_OLDEST_MS: Final = 7 * 24 * 3600 * 1000
"""An age beyond which no clock says anything more, and below what a length of time can hold."""

Token = contract.PageToken | contract.StudyToken


class _Refused(Exception):  # noqa: N818 - an answer, no fault
    def __init__(self, status: HTTPStatus, code: str, **detail: object) -> None:
        super().__init__(code)
        self.answer = refusal(status, code, **detail)


def _edge(view: Callable[[HttpRequest], JsonResponse]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Turn every refusal into its answer, and keep answers out of caches.

    The host wraps requests into transactions. Not these: each workflow opens its own, which holds its locks no longer
    than it has to.
    """

    @wraps(view)
    def answered(request: HttpRequest) -> HttpResponseBase:
        try:
            response = view(request)
        except _Refused as refused:
            response = refused.answer
        except study.StudyRefused as refused:
            response = _study_refusal(refused)
        response["Cache-Control"] = "no-store"
        return response

    return transaction.non_atomic_requests(csrf_exempt(require_POST(answered)))


@_edge
def beat(request: HttpRequest) -> JsonResponse:
    """``POST BeatMessage`` → ``BeatAnswer``: the page is still there."""
    message = _read_beat(request)
    token = _read_token(request, message.token, is_beat=True)
    stored = _store(token, _heard(message), take_over=message.take_over)
    fresh = contract.StudyToken(token.user_id, token.usage_key, token.session, stored.study)
    answer = contract.BeatAnswer(
        token=contract.mint_study_token(fresh),
        counted=stored.reason is None,
        reason=stored.reason,
        state=_card_state(token) if stored.asked else None,
        ask_presence=stored.ask_presence,
    )
    return JsonResponse(contract.to_json(answer))


@_edge
def state(request: HttpRequest) -> JsonResponse:
    """``POST {"token"}`` → ``{"state": CardState}``: what the learner card shows."""
    message = _read_json(request)
    text = message.get("token") if isinstance(message, dict) else None
    if not isinstance(text, str):
        raise _Refused(HTTPStatus.BAD_REQUEST, "bad_message", detail="token")
    return JsonResponse({"state": contract.to_json(_card_state(_read_token(request, text, is_beat=False)))})


def _heard(message: contract.BeatMessage) -> Heard:
    late = tuple(
        (timedelta(milliseconds=min(beat.age_ms, _OLDEST_MS)), Signs(beat.visible, beat.active, beat.present))
        for beat in message.late
    )
    signs = Signs(message.visible, message.active, message.present)
    return Heard(signs, late, message.leaving, message.position)


def _store(token: Token, heard: Heard, *, take_over: bool) -> study.StoredBeat:
    if isinstance(token, contract.StudyToken) and not take_over:
        stored = study.next_beat(OpenPage(token.study, token.session, token.usage_key), heard)
        if stored is not None:
            return stored
    return study.first_beat(token.user_id, token.usage_key, token.session, heard, take_over=take_over)


def _study_refusal(refused: study.StudyRefused) -> JsonResponse:
    if refused.code == "other_course":
        return refusal(HTTPStatus.CONFLICT, refused.code, title=refused.title)
    return refusal(HTTPStatus.CONFLICT if refused.code == "taken_over" else HTTPStatus.FORBIDDEN, refused.code)


def _read_json(request: HttpRequest) -> object:
    try:
        return json.loads(request.read(MAX_BODY))
    except (ValueError, RecursionError):
        raise _Refused(HTTPStatus.BAD_REQUEST, "bad_message", detail="JSON") from None


def _read_beat(request: HttpRequest) -> contract.BeatMessage:
    message = _read_json(request)
    try:
        return contract.read_beat(message)
    except ValueError as error:
        raise _Refused(HTTPStatus.BAD_REQUEST, "bad_message", detail=error) from None


def _read_token(request: HttpRequest, text: str, *, is_beat: bool) -> Token:
    """Return what the token says once the session is found to be the same user's.

    A page that opens, or asks for its state, has its user loaded, which ends a session whose password was changed. For
    the beats between, the user id in the session has to do: loading a user would double what they cost.
    """
    try:
        token = contract.read_token(text)
    except contract.TokenError as error:
        raise _Refused(HTTPStatus.FORBIDDEN, error.code) from None
    is_next_beat = is_beat and isinstance(token, contract.StudyToken)
    signed_in = request.session.get(SESSION_KEY) if is_next_beat else request.user.pk
    if signed_in is None:
        raise _Refused(HTTPStatus.UNAUTHORIZED, "signed_out")
    if str(signed_in) != str(token.user_id):
        raise _Refused(HTTPStatus.FORBIDDEN, "wrong_user")
    return token


def _card_state(token: Token) -> contract.CardState:
    """Return the card of the token's user; whoever may not study is told so in the state itself."""
    period_s = conf.study_policy().period_s
    try:
        progress = study.progress(token.user_id, token.usage_key, token.session)
    except study.StudyRefused as refused:
        if refused.code == "unknown_course":
            return contract.CardState("not_released", 0, 0, "0", 0, None, period_s)
        return contract.CardState(refused.code, 0, 0, "0", 0, None, period_s)  # type: ignore[arg-type]
    version, credit = progress.version, progress.credit
    return contract.CardState(
        state=_state_name(progress),
        course_duration=version.course_duration,
        required_duration=version.course_duration,
        credit_hours=hours_text(credit.credit_hours if credit else version.credit_hours),
        learning_duration=progress.learning_duration,
        earned_on=_local_date(credit.earned_at) if credit else None,
        period_s=period_s,
        position=progress.position,
    )


def _state_name(progress: study.Progress) -> contract.CardStateName:
    if progress.exempt:
        return "exempt"
    if progress.credit is not None:
        return "earned"
    if not progress.offered:
        return "not_offered"
    if not progress.version.yields_credit:
        return "not_released"
    if progress.version.is_assessed and progress.learning_duration >= progress.version.course_duration:
        return "awaiting_assessment"
    return "studying" if progress.started else "ready"


def _local_date(at: datetime) -> str:
    return at.astimezone(ZoneInfo(conf.time_zone())).date().isoformat()
