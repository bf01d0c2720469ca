"""What block and plugin say to each other: tokens, beats, shapes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import signing
from django.test import override_settings
from freezegun import freeze_time

from cadretrain_xblock import contract
from cadretrain_xblock.contract import (
    PAGE_TOKEN_SALT,
    STUDY_TOKEN_SALT,
    TOKEN_LIFETIME,
    BeatAnswer,
    BeatMessage,
    CardState,
    CreditCourseMarking,
    DurationPart,
    DurationProposal,
    PageToken,
    StudyToken,
    ThemeClassCard,
    TokenError,
    mint_page_token,
    mint_study_token,
    new_session,
    read_beat,
    read_token,
    to_json,
)

PAGE = PageToken(7, "block-v1:GBXY+DY+2026+type@cadretrain_credit_course+block@method", "s1")
STUDY = StudyToken(7, PAGE.usage_key, "s1", 42)
STATE = CardState("studying", 901, 901, "0.5", 60, None, 30)


def code_of(text: str) -> str:
    with pytest.raises(TokenError) as caught:
        read_token(text)
    return caught.value.code


def test_names_that_are_stored_in_courses_and_called_by_pages() -> None:
    assert contract.CREDIT_COURSE_BLOCK == "cadretrain_credit_course"
    assert contract.THEME_CLASS_BLOCK == "cadretrain_theme_class"
    assert contract.PROPOSAL_URL == "/cadretrain/api/v1/courses/duration-proposal/"
    assert contract.THEME_CLASS_URL == "/cadretrain/api/v1/theme-classes/{uuid}/card/"
    assert contract.BEAT_URL == "/cadretrain/api/v1/learning/beat/"
    assert contract.STATE_URL == "/cadretrain/api/v1/learning/state/"
    assert contract.RULES_URL == "/cadretrain/rules/"
    assert contract.CREDIT_HOURS_URL == "/cadretrain/api/v1/courses/credit-hours/"


def test_reading_the_contract_loads_no_xblock_library() -> None:
    probe = "import sys, cadretrain_xblock.contract; sys.exit('xblock' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0


class TestTokens:
    def test_a_page_token_says_what_was_minted(self) -> None:
        assert read_token(mint_page_token(PAGE)) == PAGE

    def test_a_study_token_says_what_was_minted(self) -> None:
        assert read_token(mint_study_token(STUDY)) == STUDY

    @pytest.mark.parametrize("mint", [lambda: mint_page_token(PAGE), lambda: mint_study_token(STUDY)])
    def test_every_changed_character_is_found(self, mint: Callable[[], str]) -> None:
        token = mint()
        for position in range(len(token)):
            other = "A" if token[position] != "A" else "B"
            assert code_of(token[:position] + other + token[position + 1 :]) == "bad_token"

    @pytest.mark.parametrize("text", ["", ":", "a:b:c", "令牌", "\ud800:x:y", "x" * 5000, "é:1:2", "\0"])
    def test_what_was_never_minted_is_bad(self, text: str) -> None:
        assert code_of(text) == "bad_token"

    def test_another_sites_secret_does_not_sign_for_this_one(self) -> None:
        with override_settings(SECRET_KEY="another site's"):
            foreign = mint_page_token(PAGE)
        assert code_of(foreign) == "bad_token"

    def test_another_use_of_the_sites_secret_does_not_sign_for_this_one(self) -> None:
        assert code_of(signing.dumps([7, "u", "s"], salt="something.else")) == "bad_token"

    def test_a_page_token_is_no_study_token(self) -> None:
        token = mint_page_token(PAGE)
        with pytest.raises(signing.BadSignature):
            signing.loads(token, salt=STUDY_TOKEN_SALT)
        assert signing.loads(token, salt=PAGE_TOKEN_SALT) == [7, PAGE.usage_key, "s1"]

    @pytest.mark.parametrize(
        ("mint", "token"), [(lambda: mint_page_token(PAGE), PAGE), (lambda: mint_study_token(STUDY), STUDY)]
    )
    def test_a_token_lasts_its_lifetime_and_no_longer(
        self, mint: Callable[[], str], token: PageToken | StudyToken
    ) -> None:
        with freeze_time("2026-03-01T08:00:00Z") as clock:
            text = mint()
            clock.tick(TOKEN_LIFETIME)
            assert read_token(text) == token
            clock.tick(timedelta(seconds=1))
            assert code_of(text) == "expired_token"

    def test_sessions_are_never_the_same(self) -> None:
        assert len({new_session() for _ in range(1000)}) == 1000


class TestBeats:
    def test_a_beat_is_read(self) -> None:
        beat = read_beat({"token": "t", "visible": True, "active": False, "more": 1})
        assert beat == BeatMessage("t", visible=True, active=False)

    @pytest.mark.parametrize(
        ("message", "field"),
        [
            (None, "body"),
            ([], "body"),
            ("text", "body"),
            ({}, "token"),
            ({"token": 1, "visible": True, "active": True}, "token"),
            ({"token": "t", "active": True}, "visible"),
            ({"token": "t", "visible": 1, "active": True}, "visible"),
            ({"token": "t", "visible": True, "active": None}, "active"),
            ({"token": "t", "visible": True, "active": "true"}, "active"),
        ],
    )
    def test_the_field_that_is_wrong_is_named(self, message: object, field: str) -> None:
        with pytest.raises(ValueError, match=f"^{field}$"):
            read_beat(message)


class TestWire:
    def test_an_answer_with_a_state(self) -> None:
        answer = BeatAnswer("t2", counted=True, reason=None, state=STATE)
        assert json.loads(json.dumps(to_json(answer))) == {
            "token": "t2",
            "counted": True,
            "reason": None,
            "state": {
                "state": "studying",
                "course_duration": 901,
                "required_duration": 901,
                "credit_hours": "0.5",
                "learning_duration": 60,
                "earned_on": None,
                "period_s": 30,
                "position": "",
            },
            "ask_presence": False,
        }

    def test_an_answer_without_a_state(self) -> None:
        answer = to_json(BeatAnswer("t2", counted=False, reason="first", state=None))
        assert answer == {
            "token": "t2",
            "counted": False,
            "reason": "first",
            "state": None,
            "ask_presence": False,
        }

    def test_a_marking(self) -> None:
        marking = CreditCourseMarking("u", "run", "GBXY", "DY-001", "题目", 901, "required")
        assert to_json(marking) == {
            "usage_key": "u",
            "course_run": "run",
            "provider": "GBXY",
            "code": "DY-001",
            "title": "题目",
            "course_duration": 901,
            "requirement": "required",
            "extent": "unit",
            "assessment": "none",
            "pass_mark": 60,
            "source": "self_developed",
            "category": "",
            "lecturers": (),
            "objectives": "",
            "knowledge_points": (),
            "covers": "",
            "within": (),
            "content": "",
        }

    def test_a_proposal(self) -> None:
        parts = (DurationPart("video", "开场", 300, "片长 5 分钟"), DurationPart("text", "讲义", 90, "450 字"))
        assert json.loads(json.dumps(to_json(DurationProposal(390, parts)), ensure_ascii=False)) == {
            "course_duration": 390,
            "parts": [
                {"kind": "video", "title": "开场", "seconds": 300, "reason": "片长 5 分钟"},
                {"kind": "text", "title": "讲义", "seconds": 90, "reason": "450 字"},
            ],
        }

    def test_a_theme_class_of_which_little_is_known(self) -> None:
        assert to_json(ThemeClassCard("专题班", "open", "running", None)) == {
            "title": "专题班",
            "class_type": "open",
            "state": "running",
            "registration": None,
            "required_hours": None,
            "fulfilled_hours": None,
            "required_courses": None,
            "fulfilled_courses": None,
            "certificate_url": None,
        }
