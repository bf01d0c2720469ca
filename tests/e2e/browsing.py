"""Chromium, who sits in front of it, and what its pages complain of."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from cadretrain_reports.demo.accounts import PASSWORD
from cadretrain_xblock.contract import BEAT_URL, STATE_URL
from tests.e2e.academy import wait_for
from tests.services import leave_out

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Response, StorageState

LIMIT_MS = 15_000
NAMES = {"zh-hans": "简体中文", "en": "English"}

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give a Chromium; leave the test out where it or its driver is missing."""
    program = os.environ.get("CADRETRAIN_CHROMIUM") or next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None or find_spec("playwright") is None:
        leave_out("a browser", "apt-get install chromium && make services")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=list(_OPTIONS))
        yield browser
        browser.close()


class Visitor:
    """Somebody with a browser of their own, who reads Chinese until they switch. Sign in first.

    Everything that goes wrong in any of their pages is in ``complaints``, but for what a test has ``expect``ed.
    """

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        self.url = url
        self.context: BrowserContext = browser.new_context(base_url=url, locale="zh-CN", **options)
        self.context.set_default_timeout(LIMIT_MS)
        self._said: list[str] = []
        # The pages of Django's administration name no icon, and a course page may be left in the middle of a beat.
        self._expected = ["/favicon.ico", r"/learning/(beat|state)/: net::ERR_ABORTED"]
        self.context.on("console", self._listen)
        self.context.on("weberror", lambda raised: self._said.append(f"script: {raised.error}"))
        self.context.on("requestfailed", lambda asked: self._said.append(f"failed: {asked.url}: {asked.failure}"))
        self.context.on("response", self._look_at)
        self.page = self.context.new_page()

    def expect(self, *patterns: str) -> None:
        """Let complaints that contain one of these regular expressions pass: the test provokes them."""
        self._expected += patterns

    @property
    def complaints(self) -> list[str]:
        """What went wrong and was not expected."""
        return [said for said in self._said if not any(re.search(pattern, said) for pattern in self._expected)]

    def sign_in(self, username: str) -> StorageState:
        """Sign in through the form; return the cookies by which a later visitor may come in at once."""
        self.page.goto("/login/")
        self.fill_in(username)
        self.page.wait_for_url(f"{self.url}/")
        return self.context.storage_state()

    def fill_in(self, username: str) -> None:
        """Fill in the sign-in form that is open, and send it."""
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click(".login button")

    def speak(self, language: str) -> None:
        """Switch the language by the button at the top of a page, if it is not this one already."""
        if self.page.url == "about:blank":
            self.page.goto("/")
        if self.page.locator("html").get_attribute("lang") != language:
            self.page.get_by_role("button", name=NAMES[language]).click()
        self.page.wait_for_selector(f"html[lang={language}]", state="attached")

    def open_course(self, course_run: str, page: Page | None = None) -> Card:
        """Open the page of a course, here or in another tab; return its learner card."""
        page = page or self.page
        page.goto(f"/courses/{course_run}/")
        return Card(page)

    def open_form(self, course_run: str) -> Locator:
        """Open the author's form of a course."""
        self.page.goto(f"/studio/{course_run}/edit/")
        return self.page.locator("form.cadretrain-form")

    def post(self, url: str, message: object, page: Page | None = None) -> dict[str, Any]:
        """Have a page send JSON as the card does; return ``{"status", "data"}``."""
        script = "async ([url, message]) => { const {status, data} = await CadreTrain.postJson(url, message);"
        answer: dict[str, Any] = (page or self.page).evaluate(f"{script} return {{status, data}}; }}", [url, message])
        return answer

    def _listen(self, said: ConsoleMessage) -> None:
        if said.type == "error":
            self._said.append(f"console: {said.text} {said.location['url']}")

    def _look_at(self, response: Response) -> None:
        if response.status >= 400:
            self._said.append(f"refused: {response.status} {response.url}")


class Card:
    """The learner card of a page, as it can be seen, and what its page sends."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.root = page.locator("[data-cadretrain=card]")

    def part(self, name: str) -> Locator:
        """Return a part of the card."""
        return self.root.locator(f"[data-part={name}]")

    def text(self, name: str) -> str:
        """Return what a part says; nothing while it is hidden."""
        part = self.part(name)
        return part.inner_text() if part.is_visible() else ""

    @property
    def facts(self) -> dict[str, str]:
        """The labelled figures: hours, duration, learned."""
        rows = self.root.locator("dl").first.locator("> div")
        return {row.locator("dt").inner_text(): row.locator("dd").inner_text() for row in rows.all()}

    @property
    def percent(self) -> int:
        """How far the progress bar says it is."""
        return int(self.part("progress").get_attribute("aria-valuenow") or -1)

    @property
    def sight(self) -> dict[str, Any]:
        """All that can be seen of where the trainee stands."""
        return {
            "facts": self.facts,
            "state": self.text("state"),
            "rest": self.text("rest"),
            "notice": self.text("notice"),
            "percent": self.percent,
        }

    def wait_for_state(self, state: str) -> None:
        """Wait until the server has said so."""
        self.page.wait_for_selector(f"[data-cadretrain=card][data-state={state}]")

    def wait_for_text(self, name: str, text: str) -> None:
        """Wait until a part says exactly this; nothing means hidden."""
        wait_for(lambda: self.text(name) == text, f"{name} to say {text!r}, not {self.text(name)!r}", pause=self.pause)

    def pause(self) -> None:
        """Let the browser go on for a moment."""
        self.page.wait_for_timeout(50)

    def wait_for_beats(self, count: int = 1) -> list[dict[str, Any]]:
        """Wait for so many further beats to be answered; return the answers."""
        answers: list[dict[str, Any]] = []
        for _beat in range(count):
            with self.page.expect_response(lambda response: response.url.endswith(BEAT_URL)) as answered:
                pass
            answers.append(answered.value.json())
        return answers

    @property
    def config(self) -> dict[str, Any]:
        """What the block gave the page when it was rendered."""
        return self.root.evaluate("root => JSON.parse(root.dataset.config)")  # type: ignore[no-any-return]


__all__ = ["BEAT_URL", "STATE_URL", "Card", "Visitor", "chromium"]
