"""Errors at the edge have a code for programs and a sentence for people."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from cadretrain_reports.rest.errors import MESSAGES, refusal


@pytest.mark.parametrize("code", sorted(MESSAGES))
def test_every_code_has_a_sentence_in_both_languages(code: str) -> None:
    said = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            said[language] = json.loads(refusal(400, code, detail="X", title="X").content)["error"]
    assert {answer["code"] for answer in said.values()} == {code}
    assert said["en"]["message"] != said["zh-hans"]["message"]
    assert said["en"]["message"].endswith((".", "。"))
    assert said["zh-hans"]["message"].endswith("。")


def test_details_are_filled_in() -> None:
    with translation.override("en"):
        answer = refusal(418, "bad_message", detail="100 %")
    assert answer.status_code == 418
    assert json.loads(answer.content)["error"]["message"] == "The message is not understood: 100 %."
