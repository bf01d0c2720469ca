from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from django.urls import reverse

from cadretrain_reports.demo.accounts import PASSWORD
from cadretrain_reports.demo.study import page_token, sit
from cadretrain_reports.demo.visits import _straight
from cadretrain_reports.rules.notes import Signer
from cadretrain_xblock import contract
from tests.demo.conftest import World, csrf_token
from tests.demo.test_study import Browser, sitting

pytestmark = pytest.mark.django_db


def test_the_first_page_tells_anybody_what_to_look_at(world: World, browser: Browser, exports: Path) -> None:
    html = browser().get("/").content.decode()
    assert "What to look at" in html
    assert PASSWORD in html
    assert world.trainee.username in html
    assert f'href="/courses/{world.course_run}/"' in html
    assert f'href="/studio/{world.course_run}/"' in html
    assert "No package has been written yet" in html


def test_the_first_page_names_the_newest_package(
    world: World, browser: Browser, exports: Path, signing_key: Signer
) -> None:
    for name in ("first", "second.partial"):
        (exports / name).mkdir(parents=True)
    html = browser().get("/").content.decode()
    assert f"cadretrain verify {exports / 'first'} --key {signing_key.verifier.text}" in html


def test_an_empty_host_has_a_first_page(db: None, browser: Browser) -> None:
    assert browser().get("/").status_code == 200


@pytest.mark.parametrize("path", ["/courses/", "/courses/course-v1:SASW+C1+2026/", "/studio/x/", "/studio/x/edit/"])
def test_whoever_is_not_signed_in_is_asked_to(db: None, browser: Browser, path: str) -> None:
    answer = browser().get(path)
    assert (answer.status_code, unquote(answer["Location"])) == (302, f"/login/?next={path}")


def test_signing_in_and_out_by_the_forms(world: World, browser: Browser) -> None:
    world.trainee.set_password(PASSWORD)
    world.trainee.save()
    client = browser()
    header = csrf_token(client, "/login/")
    form = {"username": world.trainee.username, "password": PASSWORD, "next": "/courses/"}
    assert client.post("/login/", {**form, "password": "wrong"}, headers=header).status_code == 200
    answer = client.post("/login/", form, headers=header)
    assert (answer.status_code, answer["Location"]) == (302, "/courses/")
    answer = client.post("/logout/", headers=csrf_token(client))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/courses/").status_code == 302


def test_the_language_is_chosen_by_a_form(world: World, browser: Browser) -> None:
    client = browser(language="zh-CN")
    assert '<html lang="zh-hans">' in client.get("/").content.decode()
    header = {**csrf_token(client), "referer": "http://testserver/"}
    client.post("/i18n/setlang/", {"language": "en"}, headers=header)
    html = client.get("/").content.decode()
    assert '<html lang="en">' in html
    assert "What to look at" in html


def test_a_trainee_sees_the_own_state_in_the_list(world: World, browser: Browser) -> None:
    client = browser(world.trainee)
    assert "open" in client.get("/courses/").content.decode()
    sit(browser(world.other), sitting(_straight(300)))
    sit(client, sitting(_straight(901)))
    html = client.get("/courses/").content.decode()
    assert "Credit-hours earned: 0.5" in html
    assert '<span class="tag earned">earned</span>' in html
    assert '<td class="number">16</td>' in html  # 901 s by R8
    assert "Studio" not in html
    html = browser(world.other).get("/courses/").content.decode()
    assert "Credit-hours earned: 0<" in html
    assert '<span class="tag">in progress</span>' in html


def test_staff_see_the_way_to_studio(world: World, browser: Browser) -> None:
    html = browser(world.author).get("/courses/").content.decode()
    assert f'href="/studio/{world.course_run}/"' in html
    assert "Credit-hours earned" not in html
    assert 'href="/admin/"' not in html
    assert 'href="/admin/"' in browser(world.admin).get("/courses/").content.decode()


def test_an_unreleased_course_says_so(world: World, browser: Browser) -> None:
    version = world.newest()
    version.state = version.State.DRAFT
    version.save()
    assert "not released" in browser(world.trainee).get("/courses/").content.decode()


def test_a_course_page_is_bound_to_the_signed_in_user(world: World, browser: Browser) -> None:
    client = browser(world.trainee)
    for query in ("", f"?student={world.other.pk}", "?student=student_1"):
        html = client.get(f"/courses/{world.course_run}/{query}").content.decode()
        token = contract.read_token(page_token(html))
        assert (token.user_id, token.usage_key) == (world.trainee.pk, world.block)
        assert "<h1>调查研究的方法</h1>" in html


def test_the_token_of_another_user_is_refused(world: World, browser: Browser) -> None:
    html = browser(world.other).get(f"/courses/{world.course_run}/").content.decode()
    message = {"token": page_token(html), "visible": True, "active": True}
    answer = browser(world.trainee).post(contract.BEAT_URL, message, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "wrong_user")
    answer = browser().post(contract.BEAT_URL, message, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (401, "signed_out")


def test_a_course_page_of_staff_links_to_studio(world: World, browser: Browser) -> None:
    assert "Open in Studio" in browser(world.author).get(f"/courses/{world.course_run}/").content.decode()
    assert "Open in Studio" not in browser(world.trainee).get(f"/courses/{world.course_run}/").content.decode()


@pytest.mark.parametrize("run", ["course-v1:SASW+NONE+2026", "a.b", "handler"])
def test_what_is_not_there_is_not_found(world: World, browser: Browser, run: str) -> None:
    answer = browser(world.trainee).get(f"/courses/{run}/")
    assert answer.status_code == 404
    assert "Not found" in answer.content.decode()


def test_scripts_styles_and_administration_are_served(world: World, browser: Browser) -> None:
    client = browser(world.admin)
    html = client.get(f"/courses/{world.course_run}/").content.decode()
    for path in (
        "/static/cadretrain_reports/demo.css",
        "/static/workbench/js/runtime/1.js",
        "/static/workbench/js/vendor/jquery.min.js",
        "/resource/cadretrain_credit_course/public/tracker.js",
        "/resource/cadretrain_credit_course/public/cadretrain.css",
    ):
        assert path in html
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.getvalue()
    assert client.get("/admin/").status_code == 200
    assert client.get("/resource/cadretrain_credit_course/credit_course.py").status_code == 404
    assert client.get("/resource/no_such_block/public/x.js").status_code == 404


def test_the_plugins_urls_come_from_the_plugin_machinery() -> None:
    assert reverse("cadretrain:beat") == contract.BEAT_URL


@pytest.mark.parametrize("path", ["/handler/", "/studio/handler/"])
def test_the_beginning_of_an_address_is_no_page(world: World, browser: Browser, path: str) -> None:
    assert browser(world.author).get(path).status_code == 404
