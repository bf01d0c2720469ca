"""The checker checks: it is the one that was taken, and it finds what is wrong."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from tests.e2e.axe import SCRIPT, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOOD = """<!DOCTYPE html><html lang="en"><head><title>A form</title></head><body><main><h1>A form</h1>
<label for="name">Name</label><input id="name"></main></body></html>"""


def test_is_the_one_that_is_named() -> None:
    named = re.search("`([0-9a-f]{64})`", SCRIPT.with_name("README.md").read_text(encoding="utf-8"))
    assert named
    assert hashlib.sha256(SCRIPT.read_bytes()).hexdigest() == named[1]


@pytest.mark.browser
def test_finds_what_is_wrong_and_nothing_else(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content(GOOD)
    assert violations(page) == []
    page.set_content(GOOD.replace('<label for="name">Name</label>', "<p style='color: #bbb'>Name</p>"))
    assert sorted({said.split(":")[0] for said in violations(page)}) == ["color-contrast", "label"]
    assert [said.split(":")[0] for said in violations(page, "p")] == ["color-contrast"]
    assert violations(page, "p", but=("color-contrast",)) == []
    page.close()
