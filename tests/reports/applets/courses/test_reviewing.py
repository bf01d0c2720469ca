"""Reviewing a version from the five angles (7.1.3, R3)."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from cadretrain_reports.applets.courses import api as courses
from cadretrain_reports.applets.courses.api import CourseRefused, CourseReview, CourseVersion
from cadretrain_reports.clock import SimulatedClock
from cadretrain_reports.refusals import Refused
from tests import factories

pytestmark = pytest.mark.django_db

ANGLES = CourseReview.Angle.values


@pytest.fixture
def officer() -> Any:
    return factories.user()


@pytest.fixture
def handed_in(officer: Any, at_new_year: SimulatedClock) -> CourseVersion:
    """Return a version under review that somebody else than the officer handed in."""
    return courses.submit(factories.draft(), factories.user(), at_new_year.at)


def assign(version: CourseVersion, reviewer: Any, by: Any, at: SimulatedClock, **other: Any) -> list[CourseReview]:
    said = {"method": "internal", "angles": ANGLES, **other}
    return courses.assign_reviewer(version, reviewer, said["method"], said["angles"], by, at.at)


def test_a_reviewer_is_asked_from_some_angles(handed_in: CourseVersion, officer: Any, at_new_year: Any) -> None:
    expert = factories.user()
    assigned = assign(handed_in, expert, officer, at_new_year, method="spot_check", angles=["scientific", "political"])
    assert [(r.angle, r.method, r.reviewer, r.assigned_by, r.verdict, r.standing) for r in assigned] == [
        (angle, "spot_check", expert, officer, "", True) for angle in ("scientific", "political")
    ]
    assert str(assigned[0]) == f"{handed_in.pk}: scientific"
    assert assign(handed_in, expert, officer, at_new_year, angles=["completeness"])
    with pytest.raises(CourseRefused) as refused:
        assign(handed_in, expert, officer, at_new_year, angles=["conformity", "political"])
    assert refused.value.code == "already_assigned"
    assert CourseReview.objects.count() == 3


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"method": "friendly"}, "bad_method"),
        ({"angles": []}, "bad_angles"),
        ({"angles": ["political", "political"]}, "bad_angles"),
        ({"angles": ["aesthetic"]}, "bad_angles"),
    ],
)
def test_a_review_is_one_of_the_three_from_some_of_the_five(
    said: dict[str, Any], code: str, handed_in: CourseVersion, officer: Any, at_new_year: SimulatedClock
) -> None:
    with pytest.raises(CourseRefused) as refused:
        assign(handed_in, factories.user(), officer, at_new_year, **said)
    assert refused.value.code == code


@pytest.mark.parametrize("state", sorted(set(CourseVersion.State.values) - {"under_review"}))
def test_only_what_is_under_review_is_reviewed(
    state: str, handed_in: CourseVersion, officer: Any, at_new_year: SimulatedClock
) -> None:
    reviewer = factories.user()
    [review, *_others] = assign(handed_in, reviewer, officer, at_new_year)
    CourseVersion.objects.update(state=state)
    with pytest.raises(CourseRefused) as refused:
        assign(handed_in, factories.user(), officer, at_new_year)
    assert refused.value.code == "wrong_state"
    with pytest.raises(CourseRefused) as refused:
        courses.decide(review, reviewer, "pass", "", at_new_year.at)
    assert refused.value.code == "review_over"


@pytest.mark.parametrize("who", ["author", "submitter", "lecturer", "oneself"])
def test_nobody_reviews_a_course_of_their_own(
    who: str, host: ModuleType, handed_in: CourseVersion, officer: Any, at_new_year: SimulatedClock
) -> None:
    persons = {name: factories.user() for name in ("author", "lecturer")}
    persons["submitter"] = handed_in.steps.get(kind="submit").by
    persons["oneself"] = officer
    persons["lecturer"].first_name = "王讲师"
    persons["lecturer"].save()
    CourseVersion.objects.update(authors=[persons["author"].pk], lecturers=["李讲师", "王讲师"])
    with pytest.raises(CourseRefused) as refused:
        assign(handed_in, persons[who], officer, at_new_year)
    assert refused.value.code == ("own_assignment" if who == "oneself" else "own_course")
    assert refused.value.field == "reviewer"
    assert assign(handed_in, factories.user(), officer, at_new_year)


def test_who_became_an_author_meanwhile_gives_no_verdict(
    handed_in: CourseVersion, officer: Any, at_new_year: SimulatedClock
) -> None:
    reviewer = factories.user()
    [review, *_others] = assign(handed_in, reviewer, officer, at_new_year)
    CourseVersion.objects.update(authors=[reviewer.pk])
    with pytest.raises(CourseRefused) as refused:
        courses.decide(review, reviewer, "pass", "", at_new_year.at)
    assert refused.value.code == "own_course"


def test_who_wrote_another_placement_is_an_author_of_the_course(
    handed_in: CourseVersion, officer: Any, at_new_year: SimulatedClock
) -> None:
    lead_author, other = factories.user(), factories.user()
    courses.register(factories.marking(usage_key="rerun"), at_new_year.at, [other.pk])
    courses.register(factories.marking(), at_new_year.at, [lead_author.pk])
    for author in (lead_author, other):
        with pytest.raises(CourseRefused) as refused:
            assign(handed_in, author, officer, at_new_year)
        assert refused.value.code == "own_course"


def test_each_angle_is_passed_on_its_own(handed_in: CourseVersion, officer: Any, at_new_year: SimulatedClock) -> None:
    reviewer = factories.user()
    reviews = assign(handed_in, reviewer, officer, at_new_year)
    for done, review in enumerate(reviews):
        assert courses.missing_angles(handed_in) == ANGLES[done:]
        decided = courses.decide(review, reviewer, "pass", " 可以 ", at_new_year.at)
        assert (decided.verdict, decided.opinion, decided.decided_at) == ("pass", "可以", at_new_year.at)
    assert courses.missing_angles(handed_in) == []
    with pytest.raises(CourseRefused) as refused:
        courses.decide(reviews[0], reviewer, "return", "再想", at_new_year.at)
    assert refused.value.code == "review_over"


def test_what_is_returned_goes_back_with_the_opinion(
    handed_in: CourseVersion, officer: Any, at_new_year: SimulatedClock
) -> None:
    one, other = factories.user(), factories.user()
    passed = assign(handed_in, one, officer, at_new_year, angles=["political"])[0]
    courses.decide(passed, one, "pass", "", at_new_year.at)
    returned, open_ = assign(handed_in, other, officer, at_new_year, angles=["scientific", "completeness"])
    with pytest.raises(Refused) as refused:
        courses.decide(returned, other, "return", "", at_new_year.at)
    assert (refused.value.code, refused.value.field) == ("missing", "opinion")
    decided = courses.decide(returned, other, "return", "数据过时", at_new_year.at)
    assert (decided.verdict, decided.standing, decided.version.state) == ("return", None, "in_production")
    step = handed_in.steps.latest("pk")
    assert (step.kind, step.from_state, step.state, step.by, step.reason) == (
        "return",
        "under_review",
        "in_production",
        other,
        "数据过时",
    )
    assert not CourseReview.objects.filter(standing=True).exists()
    courses.submit(handed_in, factories.user(), at_new_year.at)
    assert len(courses.missing_angles(handed_in)) == 5
    with pytest.raises(CourseRefused) as over:
        courses.decide(open_, other, "pass", "", at_new_year.at)
    assert over.value.code == "review_over"
    assert len(assign(handed_in, other, officer, at_new_year)) == 5


@pytest.mark.parametrize("verdict", ["", "maybe"])
def test_a_verdict_is_one_of_two(
    verdict: str, handed_in: CourseVersion, officer: Any, at_new_year: SimulatedClock
) -> None:
    reviewer = factories.user()
    review = assign(handed_in, reviewer, officer, at_new_year)[0]
    with pytest.raises(CourseRefused) as refused:
        courses.decide(review, reviewer, verdict, "", at_new_year.at)
    assert refused.value.code == "bad_verdict"


def test_a_verdict_is_given_by_whoever_was_asked(
    handed_in: CourseVersion, officer: Any, at_new_year: SimulatedClock
) -> None:
    review = assign(handed_in, factories.user(), officer, at_new_year)[0]
    with pytest.raises(CourseRefused) as refused:
        courses.decide(review, factories.operator(), "pass", "", at_new_year.at)
    assert refused.value.code == "not_asked"
