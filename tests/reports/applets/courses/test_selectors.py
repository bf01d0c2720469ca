"""Look-ups of courses."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from cadretrain_reports.applets.courses import api as courses
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_course_at_a_block() -> None:
    version = factories.draft()
    assert courses.course_at("block-C1") == version.course
    assert courses.course_at("block-C2") is None


def test_the_latest_version_comes_with_course_and_institution(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    course = factories.draft().course_id
    newest = factories.draft(duration=60)
    with django_assert_num_queries(1):
        found = courses.latest_version(course)
        assert (found, found.course.institution.code) == (newest, "SASW")


def test_the_latest_versions_of_many_courses(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    factories.draft("C1")
    one, two = factories.draft("C1", 60), factories.draft("C2")
    factories.draft("C3")
    with django_assert_num_queries(1):
        assert courses.latest_versions([one.course_id, two.course_id]) == {one.course_id: one, two.course_id: two}
    assert courses.latest_versions([]) == {}


def test_conflicts_are_listed_by_course() -> None:
    for code in ("C2", "C1"):
        factories.register(factories.marking(code))
        factories.register(factories.marking(code, usage_key=f"copy-{code}", title="别名"))
    assert [place.usage_key for place in courses.conflicts()] == ["copy-C1", "copy-C2"]


def test_a_course_is_on_offer_under_the_version_released_last(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    course = factories.draft().course
    assert courses.released_version(course) is None
    assert not courses.catalogue().exists()
    first = factories.released()
    factories.draft(duration=60)
    factories.released("C2")
    with django_assert_num_queries(1):
        found = {
            version.course.code: (version.number, version.course.institution.code, version.credit_waits)
            for version in courses.catalogue()
        }
    assert found == {"C1": (1, "SASW", True), "C2": (1, "SASW", False)}
    assert courses.released_version(course) == first


@pytest.mark.parametrize("state", ["offline", "revoked"])
def test_an_older_version_does_not_take_the_place_of_one_that_was_withdrawn(state: str) -> None:
    factories.released()
    newest = factories.released(duration=60)
    assert list(courses.catalogue()) == [newest]
    courses.CourseVersion.objects.filter(pk=newest.pk).update(state=state)
    factories.draft(duration=120)
    assert courses.released_version(newest.course) is None
    assert not courses.catalogue().exists()
