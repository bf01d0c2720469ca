"""What the tests of the pages share: a browser for a user, and what a page says."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from lxml import html

_SENT = "not(@type='radio' or @type='checkbox') or @checked"


class Browser:
    """A browser of one user, forgery checks on; it presses the buttons that are on its pages."""

    def __init__(self, user: Any, language: str = "en") -> None:
        self.client = Client(enforce_csrf_checks=True, headers={"accept-language": language})
        self.client.force_login(user)
        self.response: Any = None

    def get(self, url: str, **query: Any) -> Browser:
        """Open a page."""
        self.response = self.client.get(url, query)
        return self

    def press(self, action: str, **said: str) -> Browser:
        """Send the form of the open page whose action ends so, with what is written into its fields."""
        here = self.response.request["PATH_INFO"]
        forms = self.page.xpath("//main//form")
        form = next(form for form in forms if (form.get("action") or here).endswith(action))
        fields = {field.get("name"): field.get("value") or "" for field in form.xpath(f".//input[@name][{_SENT}]")}
        self.response = self.client.post(form.get("action") or here, {**fields, **said}, follow=True)
        return self

    @property
    def status(self) -> int:
        """How the last request was answered."""
        return int(self.response.status_code)

    @property
    def page(self) -> Any:
        """The open page."""
        return html.fromstring(self.response.content.decode())

    def said(self, path: str = "//main") -> str:
        """Return the words of the first part of the page at a path."""
        return " ".join(self.page.xpath(path)[0].text_content().split())

    def each(self, path: str) -> list[str]:
        """Return the words of every part of the page at a path."""
        return [" ".join(part.text_content().split()) for part in self.page.xpath(path)]


@pytest.fixture
def browse(host: Any) -> type[Browser]:
    """Return the browser, on a platform whose enrolments the test sees."""
    return Browser
