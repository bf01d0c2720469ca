"""The frame of every page: who finds what, in which language, and how a page is answered."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, override_settings

from cadretrain_reports.applets.roles.api import Role
from tests import factories
from tests.academy.asking import EVERYBODY
from tests.factories_duties import holder
from tests.services import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_new_year")]

URL = "/cadretrain/catalogue/"
TEMPLATES = ROOT / "cadretrain_reports" / "templates" / "cadretrain_reports"


def links(page: Any) -> list[str]:
    return page.each("//header//nav//a")


def test_everybody_finds_what_they_may_do(browse: Any) -> None:
    everybody = ["Course catalogue", "Theme classes"]
    assert links(browse(factories.user()).get(URL)) == everybody
    assert links(browse(factories.trainee().user).get(URL)) == [
        "Course catalogue",
        "My courses",
        "My certificates",
        "My classes",
        "Declared hours",
        "Theme classes",
        "Notices",
        "Plans",
        "Rules",
    ]
    assessed = ["Appeals", "Annual assessment"]
    of_units = ["Plans", "Recommendations", "Hours to review"]
    for role, body, found in (
        (
            Role.LIAISON_OFFICER,
            factories.organization("BUREAU"),
            [*of_units, "Check list", "Notes from classes", "Summaries"],
        ),
        (
            Role.ACADEMIC_AFFAIRS_OFFICER,
            factories.institution(),
            [
                "Courses",
                "Assessment",
                *assessed,
                "Questions",
                "Class results",
                "Certificates",
                *of_units,
                "Head teacher's desk",
                "Summaries",
            ],
        ),
        (
            Role.DEPARTMENT_OFFICER,
            factories.department(),
            ["Courses", "Course reports", *assessed, "Certificates", "Plans", "Hours to review", "Summaries"],
        ),
    ):
        assert links(browse(holder(role, body)).get(URL)) == [*everybody, "Registrations", *found]


def test_the_page_that_is_open_is_marked(browse: Any) -> None:
    page = browse(factories.trainee(name="李四").user).get("/cadretrain/my-courses/")
    assert page.each("//*[@aria-current='page']") == ["My courses"]
    assert page.said("//*[@class='name']") == "李四"


def test_the_language_is_switched_and_stays(browse: Any) -> None:
    page = browse(factories.user()).get(URL, words="x")
    (form,) = page.page.xpath("//header//form")
    fields = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
    page.response = page.client.post(form.get("action"), {**fields, "language": "zh-hans"}, follow=True)
    assert page.response.redirect_chain == [(f"{URL}?words=x", 302)]
    assert page.page.get("lang") == "zh-hans"


def test_a_host_that_lets_nobody_switch_is_offered_no_button(browse: Any) -> None:
    with override_settings(ROOT_URLCONF="tests.reports.web.bare_urls"):
        assert browse(factories.user()).get("/bare/catalogue/").page.xpath("//button[@name='language']") == []


def test_a_stranger_signs_in_first(settings: Any) -> None:
    response = Client().get(URL)
    assert (response.status_code, response["Location"]) == (302, f"{settings.LOGIN_URL}?next={URL}")


def test_whoever_is_deactivated_is_shown_nothing(settings: Any) -> None:
    settings.AUTHENTICATION_BACKENDS = [EVERYBODY]
    factories.released(title="甲")
    user = factories.user()
    user.is_active = False
    user.save()
    client = Client()
    client.force_login(user, EVERYBODY)
    response = client.get(URL)
    assert response.status_code == 403
    assert "甲" not in response.content.decode()
    assert client.get("/cadretrain/api/v1/catalogue/").json()["results"] == []


def test_a_page_is_neither_kept_nor_framed(browse: Any) -> None:
    response = browse(factories.user()).get(URL).response
    assert response["X-Frame-Options"] == "DENY"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("template", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: path.name)
def test_no_template_brings_script_or_style_of_its_own(template: Path) -> None:
    """So that a site may forbid inline code by its Content-Security-Policy."""
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text)


def test_what_is_vendored_is_what_is_named() -> None:
    script = Path(str(finders.find("cadretrain_reports/vendor/htmx/htmx.min.js")))
    named = re.search("`([0-9a-f]{64})`", script.with_name("README.md").read_text(encoding="utf-8"))
    assert named
    assert hashlib.sha256(script.read_bytes()).hexdigest() == named[1]
