"""Recommending courses: the form, the list, taking it back (3.12, 8.2.1)."""

from __future__ import annotations

from typing import Any

import pytest

from cadretrain_reports.applets.choices.api import Recommendation
from cadretrain_reports.applets.courses.api import CourseVersion
from tests import factories, factories_choices
from tests.factories_people import liaison, officer, operator

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

URL = "/cadretrain/recommendations/"
SAID = {"organization": "BUREAU", "audience": "BUREAU", "until": "2026-03-31", "note": "请先学", "position_level": ""}


@pytest.fixture
def version() -> CourseVersion:
    factories.organization("BUREAU")
    return factories.released("C1", title="甲")


@pytest.fixture
def page(browse: Any, version: CourseVersion) -> Any:
    return browse(liaison(factories.organization("BUREAU")))


def form_of(version: CourseVersion) -> str:
    return f"/cadretrain/catalogue/{version.course.uuid}/recommend/"


def test_it_is_recommended_and_listed(page: Any, version: CourseVersion) -> None:
    page.get(form_of(version)).press("/recommend/", **SAID)
    assert page.response.redirect_chain == [(URL, 302)]
    assert "Recommended. It is shown first" in page.said("//*[@role='status']")
    row = page.each("//tbody//td")
    assert row[:5] == ["甲请先学", "机构BUREAU", "机构BUREAU", "March 31, 2026", "shown"]
    assert Recommendation.objects.get().note == "请先学"


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"audience": "NOWHERE"}, "Recommended to"),
        ({"until": "2026-01-04"}, "Until"),
        ({"until": ""}, "Until"),
        ({"audience": "SASW"}, "Recommended to"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_above(
    page: Any, version: CourseVersion, said: dict[str, str], wrong: str
) -> None:
    page.get(form_of(version)).press("/recommend/", **{**SAID, **said})
    assert page.status == 400
    assert page.each("//div[@role='alert']//a") == [wrong]
    (field,) = page.page.xpath("//*[@aria-invalid='true']")
    for described in field.get("aria-describedby").split():
        assert page.page.get_element_by_id(described) is not None
    assert not Recommendation.objects.exists()


def test_what_is_refused_is_said_above_the_form(page: Any, version: CourseVersion) -> None:
    page.get(form_of(version)).press("/recommend/", **SAID)
    page.get(form_of(version)).press("/recommend/", **SAID)
    assert "recommended to them already" in page.said("//div[@role='alert']")


def test_it_is_withdrawn_with_a_reason(page: Any, version: CourseVersion) -> None:
    page.get(form_of(version)).press("/recommend/", **SAID)
    page.get(page.page.xpath("//td[@class='acts']/a/@href")[0]).press("/withdraw/")
    assert page.status == 400
    assert page.each("//div[@role='alert']//a") == ["Reason"]
    page.press("/withdraw/", reason="课程调整")
    assert page.response.redirect_chain == [(URL, 302)]
    assert page.each("//tbody//td")[4:] == ["withdrawn", ""]


def test_what_others_recommended_to_one_is_seen_and_not_withdrawn(browse: Any, version: CourseVersion) -> None:
    below = factories.organization("ROOM", parent=factories.organization("BUREAU"))
    made = factories_choices.recommended(version)
    page = browse(liaison(below)).get(URL)
    assert page.each("//tbody//td")[0] == "甲"
    assert not page.page.xpath("//td[@class='acts']/a")
    page.get(f"{URL}{made.uuid}/withdraw/").press("/withdraw/", reason="不需要")
    assert (page.status, page.said("//h1")) == (403, "Not for you")
    made.refresh_from_db()
    assert made.standing


def test_who_has_another_duty_is_refused_by_a_page(browse: Any, version: CourseVersion) -> None:
    made = factories_choices.recommended(version)
    for somebody in (officer(), factories.trainee().user, factories.user()):
        page = browse(somebody)
        for url in (URL, form_of(version), f"{URL}{made.uuid}/withdraw/"):
            assert (page.get(url).status, page.said("//h1")) == (403, "Not for you")
        assert URL not in page.page.xpath("//nav//a/@href")


def test_what_lies_elsewhere_is_not_there(browse: Any, version: CourseVersion) -> None:
    made = factories_choices.recommended(version)
    page = browse(liaison(factories.organization("OTHER"))).get(f"{URL}{made.uuid}/withdraw/")
    assert (page.status, page.said("//h1")) == (404, "Not found")
    assert page.get(form_of(factories.draft("C9"))).status == 404


def test_a_site_operator_may_speak_for_every_body(browse: Any, version: CourseVersion) -> None:
    page = browse(operator()).get(form_of(version)).press("/recommend/", **SAID)
    assert page.response.redirect_chain == [(URL, 302)]
