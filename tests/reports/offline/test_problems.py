"""Problems come once each, in bounded number, and in words that a terminal can show."""

from __future__ import annotations

import pytest

from cadretrain_reports.offline.problems import LIMIT, Code, Findings, Problem, shown


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("课程", "课程"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb", "a\\nb"),
        ("\udcff", "\\udcff"),
        ("\u202e", "\\u202e"),
        (7, "7"),
        ("x" * 200, "x" * 200),
        ("x" * 201, "x" * 199 + "…"),
    ],
)
def test_shown_is_printable_and_short(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_a_problem_is_told_once() -> None:
    findings = Findings()
    findings.add(Code.MALFORMED, "f", "first", "line 1")
    findings.add(Code.MALFORMED, "f", "second", "line 1")
    findings.add(Code.TOO_LARGE, "f", "third", "line 1")
    assert findings.problems() == (
        Problem("f", "line 1", Code.MALFORMED, "first"),
        Problem("f", "line 1", Code.TOO_LARGE, "third"),
    )


def test_problems_are_counted_beyond_the_limit() -> None:
    findings = Findings()
    for number in range(LIMIT + 3):
        findings.add(Code.MALFORMED, "f", "bad", number)
    findings.leave_out(Code.MALFORMED, "f", 4)
    findings.add(Code.MALFORMED, "g", "bad")
    problems = findings.problems()
    assert [problem.record for problem in problems[:LIMIT]] == [str(number) for number in range(LIMIT)]
    assert problems[LIMIT:][0] == Problem("g", "", Code.MALFORMED, "bad")
    assert problems[LIMIT:][1].code is Code.MORE
    assert problems[LIMIT:][1].reason == "7 more problems of the kind malformed in this file are not listed."


def test_a_problem_as_data() -> None:
    assert Problem("f", "r", Code.WRONG_KEY, "why").as_data() == {
        "file": "f",
        "record": "r",
        "code": "wrong_key",
        "reason": "why",
    }
