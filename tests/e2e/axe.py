"""What the accessibility checker axe-core finds wrong with a page.

``violations(page)`` is empty for a page on which nothing is wrong; ``violations(page, "main")`` looks at a part only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from tests.services import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCRIPT: Final = ROOT / "tests" / "vendor" / "axe-core" / "axe.min.js"
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
"""The rules of WCAG 2.2 up to AA, and what axe-core holds for good practice beside."""

OF_THE_HOST: Final = ("heading-order",)
"""What a part of a page cannot keep: which headings stand above it is for the page to say."""

_RUN: Final = """([part, rules]) => axe.run(part || document, {
    runOnly: {type: "tag", values: rules}, resultTypes: ["violations"],
})"""


def violations(page: Page, part: str = "", but: tuple[str, ...] = ()) -> list[str]:
    """Return what is wrong with a page, or with the ``part`` that a selector names: ``rule: where: how to mend``.

    ``but`` names rules that are not to be asked for; of a part, those are left out that only its page can keep.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate(_RUN, [part, list(RULES)])
    left_out = {*but, *(OF_THE_HOST if part else ())}
    return [said for broken in found["violations"] if broken["id"] not in left_out for said in _told(broken)]


def _told(broken: dict[str, Any]) -> list[str]:
    return [f"{broken['id']}: {node['html'][:200]}: {node['failureSummary']}" for node in broken["nodes"]]
