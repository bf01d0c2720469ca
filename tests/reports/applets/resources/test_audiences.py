"""To whom an institution may offer a resource (7.2)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.resources.audiences import checked_audience
from tests import factories
from tests.factories_steering import academy, refusal, serve

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]


@pytest.fixture
def institution() -> Organization:
    return academy()


def test_a_body_below_the_own_department_or_served(institution: Organization) -> None:
    far = factories.organization("FAR", parent=factories.department("OTHER"))
    serve(institution, far)
    office = factories.organization("OFFICE", parent=far)
    for body in (factories.department(), factories.organization("BUREAU"), far, office):
        assert checked_audience(institution, "body", body.code, None)["audience_body"] == body
    for code in ("OTHER", "NOWHERE", "\0"):
        assert refusal(checked_audience, institution, "body", code, None) == ("unknown_body", "audience_body")


def test_a_course_of_its_own(institution: Organization) -> None:
    course = factories.draft().course
    assert checked_audience(institution, "course", "", course)["audience_course"] == course
    academy("ELSE")
    strange = factories.draft("C9", provider="ELSE").course
    assert refusal(checked_audience, institution, "course", "", strange) == ("other_course", "audience_course")


def test_what_is_named_belongs_to_the_audience(institution: Organization) -> None:
    course = factories.draft().course
    assert checked_audience(institution, "served", "", None) == {
        "audience": "served",
        "audience_body": None,
        "audience_course": None,
    }
    for audience, body, named in (
        ("served", "DEPARTMENT", None),
        ("served", "", course),
        ("body", "", None),
        ("body", "DEPARTMENT", course),
        ("course", "", None),
        ("everybody", "", None),
    ):
        assert refusal(checked_audience, institution, audience, body, named) == ("bad_audience", "audience")
