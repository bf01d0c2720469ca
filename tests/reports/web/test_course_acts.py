"""Acts on a version: each on a page of its own, what is refused said where it is to be mended (7.1.3)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.courses.api import CourseReview, CourseStep, CourseVersion
from tests import factories, factories_courses
from tests.factories_people import acts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

ANGLES = factories_courses.ANGLES


@pytest.fixture
def page(browse: Any) -> Any:
    return browse(factories_courses.affairs())


def url_of(version: CourseVersion, act: str = "") -> str:
    return f"/cadretrain/courses/{version.uuid}/{f'{act}/' if act else ''}"


def take(page: Any, version: CourseVersion, act: str, **said: str) -> Any:
    return page.get(url_of(version, act)).press(f"/{act}/", **said)


def state_of(version: CourseVersion) -> str:
    version.refresh_from_db()
    return str(version.state)


def ask(page: Any, version: CourseVersion, **said: Any) -> Any:
    url = url_of(version, "reviewers")
    page.get(url)
    (token,) = page.page.xpath("//main//input[@name='csrfmiddlewaretoken']/@value")
    page.response = page.client.post(url, {"csrfmiddlewaretoken": token, "method": "internal", **said}, follow=True)
    return page


def test_a_course_goes_from_draft_to_release_and_back(page: Any) -> None:
    version = factories.draft()
    for act, state in (("produce", "in_production"), ("submit", "under_review")):
        take(page, version, act)
        assert page.response.redirect_chain == [(url_of(version), 302)]
        assert state_of(version) == state
    factories.passed(version)
    assert page.get(url_of(version)).each("//div[@class='panel']//a") == ["Release", "Name reviewers"]
    for act, state in (("release", "released"), ("offline", "offline"), ("online", "released"), ("revoke", "revoked")):
        take(page, version, act, reason="内容调整")
        assert state_of(version) == state
    assert page.each("//div[@class='panel']//div[@class='acts']//a") == []
    kinds = CourseStep.objects.filter(version=version, reason="内容调整").values_list("kind", flat=True)
    assert list(kinds) == ["release", "offline", "online", "revoke"]


@pytest.mark.parametrize("act", ["offline", "revoke"])
def test_a_reason_is_asked_for_at_its_field(page: Any, act: str) -> None:
    version = factories.released()
    take(page, version, act)
    assert page.status == 400
    assert page.each("//div[@role='alert']//a") == ["Reason"]
    assert page.page.xpath("//*[@aria-invalid='true']/@name") == ["reason"]
    assert state_of(version) == "released"


def test_only_an_update_needs_a_reason_to_be_released(page: Any) -> None:
    version = factories.passed(factories.draft("C1"))
    take(page, version, "release")
    assert state_of(version) == "released"
    update = factories.passed(factories.draft("C1", title="新版"))
    assert page.each("//div[@role='alert']//a") == []
    take(page, update, "release")
    assert page.each("//div[@role='alert']//a") == ["Reason"]


def test_what_is_not_passed_is_not_released_and_says_from_which_angles(page: Any) -> None:
    version = factories.draft()
    factories_courses.asked(version, factories.user(), "political")
    take(page, version, "release", reason="发布")
    assert "No reviewer has passed the course from these angles yet: political" in page.said("//div[@role='alert']")
    assert state_of(version) == "under_review"


def test_nobody_acts_on_what_has_changed_meanwhile(page: Any) -> None:
    version = factories.draft()
    page.get(url_of(version, "produce"))
    take(page, version, "submit")
    page.get(url_of(version, "produce")).press("/produce/", state="draft")
    assert (page.status, state_of(version)) == (400, "under_review")
    assert "This has changed meanwhile." in page.said("//div[@role='alert']")


def test_an_empty_request_does_nothing(page: Any) -> None:
    version = factories.draft()
    page.client.handler.enforce_csrf_checks = False
    for act in ("produce", "submit"):
        assert page.client.post(url_of(version, act)).status_code == 400
    assert state_of(version) == "draft"


def test_reviewers_are_named_from_the_angles_that_are_missing(page: Any) -> None:
    version = factories.draft()
    take(page, version, "submit")
    page.get(url_of(version, "reviewers"))
    assert page.page.xpath("//input[@name='angles'][@checked]/@value") == ANGLES
    factories.user("expert")
    ask(page, version, reviewer="expert", method="external", angles=["political", "conformity"])
    assert page.response.redirect_chain == [(url_of(version), 302)]
    asked = CourseReview.objects.filter(version=version, reviewer__username="expert", method="external")
    assert list(asked.order_by("pk").values_list("angle", flat=True)) == ["political", "conformity"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"reviewer": "nobody-here", "angles": ["political"]}, "Platform name of the reviewer"),
        ({"reviewer": "expert", "angles": []}, "From which angles"),
        ({"reviewer": "expert", "angles": ["political"], "method": "by post"}, "How"),
        ({"reviewer": "lecturer", "angles": ["political"]}, "Platform name of the reviewer"),
        ({"reviewer": "asked", "angles": ["political"]}, "From which angles"),
    ],
)
def test_what_is_wrong_with_an_assignment_is_said_at_its_field(page: Any, said: dict[str, Any], field: str) -> None:
    version = factories.draft(lecturers=("何静怡",))
    lecturer = factories.user("lecturer")
    lecturer.first_name = "何静怡"
    lecturer.save()
    factories.user("expert")
    factories_courses.asked(version, factories.user("asked"), "political")
    ask(page, version, **said)
    assert page.status == 400
    (link,) = page.page.xpath("//div[@role='alert']//a")
    assert link.text_content() == field
    assert page.page.get_element_by_id(link.get("href").removeprefix("#")) is not None
    assert CourseReview.objects.filter(version=version).count() == 1


def test_who_may_not_act_is_refused_by_a_page_and_that_is_kept(browse: Any) -> None:
    factories_courses.institution_below()
    version = factories.draft()
    for name in ("produce", "reviewers", "lead", "revoke"):
        page = browse(factories_courses.officer()).get(url_of(version, name))
        assert (page.status, page.said("//h1")) == (403, "Not for you")
    assert {outcome for act, outcome in acts() if act in {"run_course", "release_course"}} == {"denied"}
    assert browse(factories.user()).get(url_of(version, "produce")).status == 404


def test_the_acts_speak_chinese(browse: Any) -> None:
    version = factories.draft()
    page = browse(factories_courses.affairs(), "zh-hans")
    for act in ("produce", "submit", "reviewers"):
        assert page.get(url_of(version, act)).page.get("lang") == "zh-hans"
