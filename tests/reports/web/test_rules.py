"""The page of the rules: read, accept, read again what was accepted (6.1.2)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from lxml import html

from cadretrain_reports.applets.audit.api import AuditEntry
from cadretrain_reports.applets.people.api import Account
from cadretrain_reports.applets.upkeep import api as upkeep
from cadretrain_reports.clock import SimulatedClock
from cadretrain_xblock.contract import RULES_URL
from tests import factories

pytestmark = pytest.mark.django_db

Browser = Callable[[Any], Client]


@pytest.fixture
def account(at_new_year: SimulatedClock) -> Account:
    return factories.trainee()


@pytest.fixture
def browser() -> Browser:
    """Return the function that opens an English browser for a user, forgery checks on."""

    def opened(user: Any) -> Client:
        client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
        client.force_login(user)
        return client

    return opened


def publish(at: SimulatedClock, version: str = "1", text: str = "不得代学。\n\n不得外借账号。") -> upkeep.PlatformRules:
    return upkeep.publish_rules(version, "平台使用规则", text, at.at)


def words(response: HttpResponse) -> str:
    page = html.fromstring(response.content.decode())
    return " ".join(page.xpath("//main")[0].text_content().split())


def accept(client: Client, **said: str) -> HttpResponse:
    """Press the button on the page that is open, with its own token."""
    page = html.fromstring(client.get(RULES_URL).content.decode())
    fields = {field.get("name"): field.get("value") for field in page.xpath("//main//form//input")}
    return client.post(RULES_URL, {**fields, **said}, follow=True)


def test_a_trainee_reads_and_accepts(account: Account, browser: Browser, at_new_year: SimulatedClock) -> None:
    publish(at_new_year)
    client = browser(account.user)
    page = client.get(RULES_URL)
    assert (page.status_code, page["X-Frame-Options"]) == (200, "DENY")
    assert "no-store" in page["Cache-Control"]
    said = words(page)
    assert said.startswith("平台使用规则 Version 1, published on Jan. 5, 2026 不得代学。 不得外借账号。")
    assert "Keep your password to yourself" in said
    at_new_year.advance(15 * 3600)
    done = accept(client)
    assert done.redirect_chain == [(RULES_URL, 302)]
    assert "You accepted these rules on Jan. 6, 2026." in words(done)
    assert not html.fromstring(done.content.decode()).xpath("//main//form")
    assert upkeep.has_accepted(account.pk)
    assert AuditEntry.objects.filter(act="rules.accept").count() == 1


def test_accepting_twice_is_no_mistake(account: Account, browser: Browser, at_new_year: SimulatedClock) -> None:
    publish(at_new_year)
    client = browser(account.user)
    accept(client)
    token = client.cookies["csrftoken"].value
    again = client.post(RULES_URL, {"version": "1", "csrfmiddlewaretoken": token})
    assert (again.status_code, again["Location"]) == (302, RULES_URL)
    assert upkeep.RulesAcceptance.objects.count() == 1


def test_what_was_replaced_meanwhile_is_not_accepted(
    account: Account, browser: Browser, at_new_year: SimulatedClock
) -> None:
    publish(at_new_year, "1")
    publish(at_new_year, "2", "新的规则")
    answer = accept(browser(account.user), version="1")
    assert answer.status_code == 409
    assert words(answer).startswith("These rules have been replaced.")
    assert "新的规则" in words(answer)
    assert not upkeep.has_accepted(account.pk)


def test_a_version_that_nobody_named(account: Account, browser: Browser, at_new_year: SimulatedClock) -> None:
    publish(at_new_year)
    client = browser(account.user)
    client.get(RULES_URL)
    answer = client.post(RULES_URL, {"csrfmiddlewaretoken": client.cookies["csrftoken"].value})
    assert answer.status_code == 409


def test_a_forged_post_accepts_nothing(account: Account, browser: Browser, at_new_year: SimulatedClock) -> None:
    publish(at_new_year)
    assert browser(account.user).post(RULES_URL, {"version": "1"}).status_code == 403
    assert not upkeep.has_accepted(account.pk)


def test_who_is_no_trainee_reads_only(browser: Browser, at_new_year: SimulatedClock) -> None:
    publish(at_new_year)
    client = browser(factories.user())
    page = client.get(RULES_URL)
    assert "Only trainees accept the rules" in words(page)
    assert not html.fromstring(page.content.decode()).xpath("//main//form")
    client.cookies["csrftoken"] = token = 32 * "a"
    answer = client.post(RULES_URL, {"version": "1", "csrfmiddlewaretoken": token})
    assert answer.status_code == 409
    assert "not registered as a trainee" in words(answer)


def test_where_there_are_no_rules_the_page_says_so(account: Account, browser: Browser) -> None:
    assert words(browser(account.user).get(RULES_URL)) == "Rules of this platform No rules have been published."


def test_who_is_signed_out_signs_in_first(at_new_year: SimulatedClock) -> None:
    publish(at_new_year)
    for method in ("get", "post"):
        answer = getattr(Client(), method)(RULES_URL)
        assert (answer.status_code, answer["Location"]) == (302, f"/login/?next={RULES_URL}")


def test_rules_are_text_and_no_page(account: Account, browser: Browser, at_new_year: SimulatedClock) -> None:
    publish(at_new_year, text="<script>alert(1)</script>")
    page = html.fromstring(browser(account.user).get(RULES_URL).content.decode())
    assert page.xpath("//script") == []
    assert "<script>alert(1)</script>" in page.text_content()


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_only_reading_and_accepting(account: Account, browser: Browser, method: str) -> None:
    assert getattr(Client(), method)(RULES_URL).status_code == 405


def test_the_page_takes_few_statements(
    account: Account, browser: Browser, at_new_year: SimulatedClock, django_assert_max_num_queries: Any
) -> None:
    publish(at_new_year)
    client = browser(account.user)
    with django_assert_max_num_queries(7):
        client.get(RULES_URL)


def test_the_page_brings_its_style(account: Account, browser: Browser) -> None:
    page = html.fromstring(browser(account.user).get(RULES_URL).content.decode())
    (style,) = page.xpath("//link[@rel='stylesheet']/@href")
    assert finders.find(style.removeprefix("/static/"))
