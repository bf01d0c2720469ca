"""One Chromium for all tests of this folder, an academy for each file, a browser profile for each visitor."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.academy import Academy, Backstage
from tests.e2e.browsing import Visitor, chromium
from tests.e2e.studying import Ledger
from tests.services import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TRAINEES = 3
PICTURES = ROOT / "docs" / "images"
DOCUMENTED = {"learner-card", "learner-card-earned", "studio-form"}


# Of the package, not of the run: as long as the driver is open, this thread has an event loop, and Django refuses
# the database to the tests that follow.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Return a running Chromium."""
    with chromium() as running:
        yield running


@pytest.fixture(scope="package")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home of an academy that nobody has visited yet."""
    home = tmp_path_factory.mktemp("filled")
    Academy(home).fill(TRAINEES)
    return home


@pytest.fixture(scope="module")
def academy(browser: Browser, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Academy]:
    """Return the served academy, a fresh one for each file; whatever its server logged as an error fails the run."""
    home = tmp_path_factory.mktemp("academy") / "home"
    shutil.copytree(filled, home)
    running = Academy(home)
    try:
        running.start()
        yield running
    finally:
        running.stop()
    assert "Traceback" not in running.log.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def backstage(academy: Academy) -> Iterator[Backstage]:
    """Return the process that looks behind the pages."""
    process = Backstage(academy.home)
    yield process
    process.close()


@pytest.fixture(scope="module")
def _untouched(backstage: Backstage) -> Iterator[str]:
    return iter(backstage.do("untouched_courses"))


@pytest.fixture(scope="module")
def shown_course(_untouched: Iterator[str]) -> str:
    """Return a released course that tests only look at."""
    return next(_untouched)


@pytest.fixture
def course_run(_untouched: Iterator[str]) -> str:
    """Return a released course that nobody has studied, and no other test will."""
    return next(_untouched)


@pytest.fixture
def ledger(backstage: Backstage, course_run: str) -> Ledger:
    """Return what the server holds of the first trainee's study of that course."""
    return Ledger(backstage, "trainee001", course_run)


@pytest.fixture
def _left_pages(backstage: Backstage) -> Iterator[None]:
    """Let no page that a test has opened be in the way of the next one, where one course counts at a time."""
    yield
    backstage.do("leave_pages")


@pytest.fixture(scope="module")
def _cookies() -> dict[str, Any]:
    return {}


@pytest.fixture
def visit(
    browser: Browser, academy: Academy, _cookies: dict[str, Any], _left_pages: None
) -> Iterator[Callable[..., Visitor]]:
    """Return the function that gives a visitor, signed in or nobody; none of their pages may complain.

    An account goes through the sign-in form the first time; later its cookies are laid into a new profile.
    """
    visitors: list[Visitor] = []

    def arrive(username: str = "", **options: Any) -> Visitor:
        visitors.append(Visitor(browser, academy.url, storage_state=_cookies.get(username), **options))
        if username and username not in _cookies:
            _cookies[username] = visitors[-1].sign_in(username)
        return visitors[-1]

    yield arrive
    for visitor in visitors:
        visitor.context.close()
    assert [visitor.complaints for visitor in visitors] == [[] for _visitor in visitors]


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[str], Path]:
    """Return the function that names the file of a screenshot.

    Those of the documentation are taken anew where ``CADRETRAIN_TAKE_PICTURES`` is 1; all others are for looking at
    in the folder of the test.
    """
    take = os.environ.get("CADRETRAIN_TAKE_PICTURES") == "1"

    def named(name: str) -> Path:
        return (PICTURES if take and name in DOCUMENTED else tmp_path) / f"{name}.png"

    return named
