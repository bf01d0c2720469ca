from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from cadretrain_reports.demo.runtime import open_block
from cadretrain_reports.demo.scenarios import unit_of
from tests.demo.conftest import World, csrf_token
from tests.demo.test_study import Browser

pytestmark = pytest.mark.django_db


def test_an_author_sees_the_unit_as_authors_do(world: World, browser: Browser) -> None:
    html = browser(world.author).get(f"/studio/{world.course_run}/").content.decode()
    assert 'data-cadretrain="author"' in html
    assert "第一页" in html
    assert f'href="/studio/{world.course_run}/edit/"' in html


def test_an_author_gets_the_form_whose_scripts_talk_to_studio(world: World, browser: Browser) -> None:
    html = browser(world.author).get(f"/studio/{world.course_run}/edit/").content.decode()
    assert 'data-cadretrain="studio"' in html
    assert 'value="15:01"' in html
    assert 'handlerBaseUrl = "/studio/handler/"' in html
    assert "Saving here also publishes" in html
    assert "第一页" not in html


def test_a_course_page_talks_to_the_learning_side(world: World, browser: Browser) -> None:
    html = browser(world.author).get(f"/courses/{world.course_run}/").content.decode()
    assert 'handlerBaseUrl = "/handler/"' in html


def add(client: Any, course_run: str, block_type: str) -> HttpResponse:
    said = {"block_type": block_type}
    answer: HttpResponse = client.post(f"/studio/{course_run}/add/", said, headers=csrf_token(client))
    return answer


def test_a_block_is_added_at_the_end_and_its_form_opened(world: World, browser: Browser) -> None:
    author = browser(world.author)
    answer = add(author, world.course_run, "cadretrain_theme_class")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/studio/{world.course_run}/edit/")
    children = open_block(unit_of(world.course_run)).children
    assert (len(children), children[-1]) == (4, f"{world.course_run}.cadretrain_theme_class.d0.u0")
    assert open_block(children[-1]).get_parent().scope_ids.usage_id == unit_of(world.course_run)
    html = author.get(f"/studio/{world.course_run}/edit/").content.decode()
    assert html.count('data-cadretrain="studio"') == 2
    assert 'name="theme_class"' in html


def test_a_unit_that_is_marked_is_not_offered_a_second_mark(world: World, browser: Browser) -> None:
    html = browser(world.author).get(f"/studio/{world.course_run}/").content.decode()
    assert 'value="cadretrain_theme_class"' in html
    assert 'value="cadretrain_credit_course"' not in html


def test_a_second_block_of_a_type_has_an_id_of_its_own(world: World, browser: Browser) -> None:
    for _time in range(2):
        add(browser(world.author), world.course_run, "cadretrain_theme_class")
    children = open_block(unit_of(world.course_run)).children
    assert len(set(children)) == len(children) == 5


def test_nothing_else_is_added_and_by_nobody_else(world: World, browser: Browser) -> None:
    assert add(browser(world.author), world.course_run, "html_demo").status_code == 400
    assert browser(world.author).get(f"/studio/{world.course_run}/add/").status_code == 405
    assert add(browser(world.trainee), world.course_run, "cadretrain_theme_class").status_code == 403
    assert len(open_block(unit_of(world.course_run)).children) == 3


@pytest.mark.parametrize("path", ["", "edit/"])
def test_trainees_are_refused(world: World, browser: Browser, path: str) -> None:
    answer = browser(world.trainee).get(f"/studio/{world.course_run}/{path}")
    assert answer.status_code == 403
    assert "This page is for authors" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "edit/"])
def test_a_course_run_that_is_not_there_is_not_found(world: World, browser: Browser, path: str) -> None:
    assert browser(world.author).get(f"/studio/course-v1:SASW+NONE+2026/{path}").status_code == 404
