"""What is on the desks of those who run and review courses (7.1.2, 7.1.3, R1)."""

from __future__ import annotations

import pytest
from django.db import transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.courses import api as courses
from tests import factories, factories_courses

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


def test_a_course_on_offer_and_its_next_version_are_current_and_nothing_else() -> None:
    first = factories.released("C1")
    second = factories.released("C1", title="二")
    third = factories.draft("C1", title="三")
    assert set(courses.current_versions()) == {second, third}
    assert first not in courses.current_versions()


def test_a_version_says_since_when_and_whether_a_block_contradicts() -> None:
    factories.draft("C1", title="甲")
    (before,) = courses.with_desk(courses.current_versions())
    factories.register(factories.marking("C1", title="乙", usage_key="copy"))
    (after,) = courses.with_desk(courses.current_versions())
    assert (before.to_mend, after.to_mend) == (False, True)  # type: ignore[attr-defined]
    assert after.since == clock.now()  # type: ignore[attr-defined]


def test_missing_angles_are_told_of_many_at_once(django_assert_num_queries: object) -> None:
    reviewer = factories.user()
    versions = [factories.draft("C1"), factories.draft("C2")]
    (review,) = factories_courses.asked(versions[0], reviewer, "political")
    with transaction.atomic():
        courses.decide(review, reviewer, "pass", "", clock.now())
    with django_assert_num_queries(1):  # type: ignore[operator]
        missing = courses.missing_by_version(versions)
    assert missing == {version.pk: courses.missing_angles(version) for version in versions}
    assert [len(angles) for angles in missing.values()] == [4, 5]


def test_what_a_reviewer_said_does_not_count_once_they_wrote_the_course() -> None:
    reviewer = factories.user()
    version = factories.draft()
    (review,) = factories_courses.asked(version, reviewer, "political")
    with transaction.atomic():
        courses.decide(review, reviewer, "pass", "", clock.now())
    version.authors = [reviewer.pk]
    assert len(courses.missing_by_version([version])[version.pk]) == 5


def test_blocks_of_the_same_runs_that_no_course_can_be_made_of_stand_beside() -> None:
    version = factories.draft()
    with transaction.atomic():
        courses.refuse(factories.marking("C2", usage_key="near"), "extent", "block-C1")
        courses.refuse(factories.marking("C3", usage_key="far", course_run="course-v1:SASW+OTHER+2026"), "title")
    places = courses.placements_of(version.course_id)
    assert [place.usage_key for place in places] == ["block-C1"]
    assert [place.usage_key for place in courses.refused_beside(places)] == ["near"]


def test_whoever_was_ever_asked_is_a_reviewer() -> None:
    reviewer = factories.user()
    assert not courses.is_asked(reviewer.pk)
    factories_courses.asked(factories.draft(), reviewer, "political")
    factories.draft(title="变了")
    assert courses.is_asked(reviewer.pk)
