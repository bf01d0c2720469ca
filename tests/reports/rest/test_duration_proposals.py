"""How long a course would be, asked by its author."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest
from django.test import Client

from cadretrain_reports.demo import scenarios
from cadretrain_reports.rules.proposals import Activity, Text, TextCount, Video
from cadretrain_xblock.contract import API_ROOT, PROPOSAL_URL
from tests import factories
from tests.demo.conftest import RUN, marked_unit
from tests.telling import Page, error

pytestmark = pytest.mark.django_db

ADDRESS = PROPOSAL_URL.removeprefix(API_ROOT)
KEY = "block-v1:SASW+C1+2026+type@cadretrain_credit_course+block@b"


@pytest.fixture
def author(host: ModuleType) -> Page:
    """Return the page of somebody who may author in the stand-in host."""
    user = factories.user()
    host.AUTHORS.add(user.pk)
    return Page(user)


def test_the_parts_with_their_reasons(host: ModuleType, author: Page) -> None:
    host.CONTENTS[KEY, "subsection"] = (
        Video("讲座", stated=90),
        Text("正文", TextCount(characters=300)),
        Activity("工具", "lti"),
    )
    response = author.post(ADDRESS, usage_key=KEY, extent="subsection")
    assert (response.status_code, response.json()) == (
        200,
        {
            "course_duration": 180,
            "parts": [
                {"kind": "video", "title": "讲座", "seconds": 90, "reason": "length of the video 1:30"},
                {"kind": "text", "title": "正文", "seconds": 60, "reason": "to be read: 300 characters"},
                {
                    "kind": "other",
                    "title": "工具",
                    "seconds": 0,
                    "reason": "unknown kind of content (external tool): add its time",
                },
            ],
        },
    )


def test_nothing_there_takes_no_time(host: ModuleType, author: Page) -> None:
    host.CONTENTS[KEY, "unit"] = ()
    assert author.post(ADDRESS, usage_key=KEY, extent="unit").json() == {"course_duration": 0, "parts": []}


def test_only_who_may_author_there(host: ModuleType) -> None:
    host.CONTENTS[KEY, "unit"] = ()
    assert error(Page(factories.user()).post(ADDRESS, usage_key=KEY, extent="unit")) == (403, "denied", "")


def test_nobody_learns_what_is_there(host: ModuleType) -> None:
    host.CONTENTS[KEY, "unit"] = ()
    page = Page(factories.user())
    answers = [page.post(ADDRESS, usage_key=key, extent="unit").content for key in (KEY, "gone", "x" * 255)]
    assert len(set(answers)) == 1


def test_an_account_that_is_closed(host: ModuleType, author: Page) -> None:
    host.CONTENTS[KEY, "unit"] = ()
    user = factories.user()
    host.AUTHORS.add(user.pk)
    page = Page(user)
    user.is_active = False
    user.save()
    assert page.post(ADDRESS, usage_key=KEY, extent="unit").status_code in {401, 403}


def test_what_is_gone(author: Page) -> None:
    assert error(author.post(ADDRESS, usage_key="gone", extent="unit")) == (404, "not_found", "")


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"extent": "unit"}, "required", "usage_key"),
        ({"usage_key": KEY}, "required", "extent"),
        ({"usage_key": KEY, "extent": "galaxy"}, "invalid_choice", "extent"),
        ({"usage_key": "", "extent": "unit"}, "blank", "usage_key"),
        ({"usage_key": "x" * 256, "extent": "unit"}, "max_length", "usage_key"),
        ({"usage_key": ["x"], "extent": "unit"}, "invalid", "usage_key"),
        ({"usage_key": KEY, "extent": "unit", "more": 1}, "unknown_field", "more"),
    ],
)
def test_bad_bodies(author: Page, said: dict[str, Any], code: str, field: str) -> None:
    assert error(author.post(ADDRESS, **said)) == (400, code, field)


def test_signed_out_and_forged(client: Client, host: ModuleType) -> None:
    assert client.post(PROPOSAL_URL, {}, "application/json").status_code == 401
    checked = Client(enforce_csrf_checks=True)
    checked.force_login(factories.user())
    assert checked.post(PROPOSAL_URL, {}, "application/json").status_code == 403


def test_in_the_embedded_host(settings: Any) -> None:
    settings.CADRETRAIN_HOST = "cadretrain_reports.demo.host"
    scenarios.load(marked_unit(pages=("<p>" + "调查研究" * 75 + "</p>", "<p>第二页</p>")))
    user = factories.user()
    user.is_staff = True
    user.save()
    key = scenarios.credit_course_of(RUN)
    said = Page(user).post(ADDRESS, usage_key=key, extent="unit").json()
    assert said["course_duration"] == 120
    assert [part["seconds"] for part in said["parts"]] == [60, 1]
    assert error(Page(factories.user()).post(ADDRESS, usage_key=key, extent="unit"))[0] == 403
    assert error(Page(user).post(ADDRESS, usage_key="no.such.key", extent="unit"))[0] == 404
