from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse

from cadretrain_reports.demo.runtime import open_block
from tests.demo.conftest import OnCommit, World, csrf_token
from tests.demo.test_study import Browser

pytestmark = pytest.mark.django_db

FORM = {
    "display_name": "调查研究的方法",
    "course_code": "C1",
    "course_duration": "31",
    "requirement": "required",
    "provider": "SASW",
    "extent": "unit",
    "assessment": "none",
    "source": "self_developed",
}


def save(browser: Browser, user: User | None, block: str, side: str = "/studio/handler/", **form: str) -> HttpResponse:
    client = browser(user)
    header = csrf_token(client)
    return post(client, f"{side}{block}/save_marking/?student=1", {**FORM, **form}, header)


def post(client: Any, path: str, message: object, header: dict[str, str]) -> HttpResponse:
    answer: HttpResponse = client.post(path, message, content_type="application/json", headers=header)
    return answer


def test_saving_in_studio_keeps_publishes_and_makes_a_new_version(
    world: World, browser: Browser, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        answer = save(browser, world.author, world.block)
    assert answer.status_code == 200
    assert open_block(world.block).course_duration == 1860
    version = world.newest()
    assert (version.number, version.course_duration, version.requirement) == (2, 1860, "required")
    assert (str(version.credit_hours), version.state) == ("1.00", "under_review")


def test_saving_the_same_again_publishes_again_and_changes_nothing(
    world: World, browser: Browser, django_capture_on_commit_callbacks: OnCommit
) -> None:
    for _twice in range(2):
        with django_capture_on_commit_callbacks(execute=True) as enqueued:
            assert save(browser, world.author, world.block).status_code == 200
        assert len(enqueued) == 1
    assert world.newest().number == 2


def test_a_refused_form_changes_and_publishes_nothing(
    world: World, browser: Browser, django_capture_on_commit_callbacks: OnCommit
) -> None:
    with django_capture_on_commit_callbacks() as enqueued:
        answer = save(browser, world.author, world.block, course_duration="-1")
    assert answer.status_code == 200
    assert b'"errors"' in answer.content
    assert not enqueued
    assert open_block(world.block).course_duration == 901


def test_trainees_cannot_author_anywhere(world: World, browser: Browser) -> None:
    assert save(browser, world.trainee, world.block).status_code == 403
    assert save(browser, world.trainee, world.block, "/handler/").status_code == 403
    assert open_block(world.block).course_duration == 901


def test_the_learning_side_refuses_authors_too(world: World, browser: Browser) -> None:
    assert save(browser, world.author, world.block, "/handler/").status_code == 403
    assert open_block(world.block).course_duration == 901


@pytest.mark.parametrize("side", ["/handler/", "/studio/handler/"])
def test_nobody_signed_in_is_told_so_as_json(world: World, browser: Browser, side: str) -> None:
    answer = save(browser, None, world.block, side)
    assert (answer.status_code, answer.json()) == (401, {"error": "You are signed out. Sign in again to go on."})


def test_a_post_without_its_forgery_token_is_refused(world: World, browser: Browser) -> None:
    answer = post(browser(world.author), f"/studio/handler/{world.block}/save_marking/", FORM, {})
    assert answer.status_code == 403
    assert open_block(world.block).course_duration == 901


def test_a_handler_answers_whoever_may_ask(world: World, browser: Browser) -> None:
    client = browser(world.trainee)
    path = f"/handler/{world.block}/read_duration/any/suffix"
    answer = post(client, path, {"course_duration": "15:01"}, csrf_token(client))
    assert (answer.status_code, answer.json()) == (200, {"result": "success", "course_duration": 901, "hint": ""})


@pytest.mark.parametrize(
    "path",
    [
        "/handler/nonsense/read_duration/",
        "/handler/course-v1:SASW+C1+2026.cadretrain_credit_course.d9.u0/read_duration/",
        "/handler/course-v1:SASW+C1+2026.cadretrain_credit_course.d0.u0/marking/",
        "/studio/handler/course-v1:SASW+C1+2026.html_demo.d0.u0/save_marking/",
    ],
)
def test_what_is_no_handler_is_not_found(world: World, browser: Browser, path: str) -> None:
    client = browser(world.author)
    assert post(client, path, {}, csrf_token(client)).status_code == 404


def test_content_that_another_block_would_write_is_refused(
    world: World, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xblock.core import XBlock

    from cadretrain_xblock import CreditCourseXBlock

    def careless(self: Any, _data: object, _suffix: str = "") -> dict[str, str]:
        self.display_name = "改名"
        return {}

    monkeypatch.setattr(CreditCourseXBlock, "read_duration", XBlock.json_handler(careless))
    client = browser(world.trainee)
    answer = post(client, f"/handler/{world.block}/read_duration/", {}, csrf_token(client))
    assert (answer.status_code, answer.json()) == (403, {"error": "Only authors may do this."})
    assert open_block(world.block).display_name == "调查研究的方法"
