"""Proposals, whatever the contents: never negative, the sum of their parts, and more content never takes less time."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from cadretrain_reports.rules.credit_hours import course_credit_hours
from cadretrain_reports.rules.proposals import (
    Activity,
    Alternatives,
    Content,
    Draw,
    Problem,
    Text,
    TextCount,
    Video,
    count_text,
    last_cue,
    problem_of,
    propose,
    reading_seconds,
    text_of,
)
from cadretrain_reports.rules.proposals.tasks import ACTIVITIES, RESPONSES

SMALL = st.integers(0, 5000)
COUNTS = st.builds(TextCount, SMALL, SMALL, st.integers(0, 30))
ANSWERS = st.dictionaries(st.sampled_from([*RESPONSES, "unheardof"]), st.integers(0, 20), max_size=4)
LEAVES = st.one_of(
    st.builds(
        Video,
        st.just(""),
        st.none() | st.floats(),
        st.integers(-5, 10_000),
        st.integers(-5, 10_000),
        st.none() | st.integers(0, 10_000),
    ),
    st.builds(Text, st.just(""), COUNTS, st.integers(0, 3)),
    st.builds(Problem, st.just(""), COUNTS, ANSWERS),
    st.builds(Activity, st.just(""), st.sampled_from([*ACTIVITIES, "lti"]), st.integers(-2, 50), COUNTS),
)
CONTENTS: st.SearchStrategy[Content] = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Draw, st.just(""), st.lists(inner, max_size=4).map(tuple), st.integers(-2, 6)),
        st.builds(Alternatives, st.just(""), st.lists(st.lists(inner, max_size=3).map(tuple), max_size=3).map(tuple)),
    ),
    max_leaves=8,
)
COURSES = st.lists(CONTENTS, max_size=6)


@given(COURSES)
def test_never_negative_and_the_sum_of_its_parts(contents: list[Content]) -> None:
    proposal = propose(contents)
    assert all(part.seconds >= 0 for part in proposal.parts)
    assert all(part.is_known or part.seconds >= 0 for part in proposal.parts)
    assert proposal.seconds == sum(part.seconds for part in proposal.parts)
    assert 0 <= proposal.course_duration - proposal.seconds < 60
    assert proposal.course_duration % 60 == 0


@given(COURSES, COURSES)
def test_additive(one: list[Content], other: list[Content]) -> None:
    assert propose([*one, *other]).parts == propose(one).parts + propose(other).parts
    assert propose([*one, *other]).seconds == propose(one).seconds + propose(other).seconds


@given(COURSES)
def test_rounding_never_changes_the_hours(contents: list[Content]) -> None:
    proposal = propose(contents)
    if proposal.seconds:
        assert course_credit_hours(proposal.course_duration) == course_credit_hours(proposal.seconds)


@given(COUNTS, COUNTS)
def test_more_to_read_takes_longer(less: TextCount, further: TextCount) -> None:
    more = TextCount(less.characters + further.characters, less.words + further.words, less.pictures + further.pictures)
    together = reading_seconds(more)
    assert max(reading_seconds(less), reading_seconds(further)) <= together
    assert together <= reading_seconds(less) + reading_seconds(further)


@given(st.builds(Problem, st.just(""), COUNTS, ANSWERS), st.sampled_from([*RESPONSES]), SMALL)
def test_more_to_answer_takes_longer(problem: Problem, kind: str, words: int) -> None:
    asked = replace(problem, answers={**problem.answers, kind: problem.answers.get(kind, 0) + 1})
    longer = replace(problem, count=replace(problem.count, words=problem.count.words + words))
    known = any(problem.answers.get(kind) for kind in RESPONSES)
    if known:
        assert propose([asked]).seconds >= propose([problem]).seconds
    assert propose([longer]).seconds >= propose([problem]).seconds


@given(st.text(), st.text())
def test_texts_add_up(one: str, other: str) -> None:
    both, first, second = count_text(f"{one} {other}"), count_text(one), count_text(other)
    assert both == TextCount(first.characters + second.characters, first.words + second.words)


@given(st.text(alphabet=st.sampled_from([*"<>/!-\"'= apscript[]CDATA&;#\n调查"]), max_size=200))
def test_any_markup_can_be_looked_at(markup: str) -> None:
    assert text_of("", markup).count.characters <= sum(markup.count(letter) for letter in "调查")
    assert problem_of("", markup).count.words >= 0


@given(st.text(max_size=300))
def test_any_transcript_can_be_read(text: str) -> None:
    assert (last_cue(text) or 1) > 0
    assert (last_cue("{" + text) or 1) > 0
