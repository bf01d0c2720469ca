"""A site on which courses are marked that were taught long before."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories
from tests.tracking_logs import RUN, unit


@pytest.fixture
def operator() -> Any:
    """Return the site operator."""
    return factories.operator()


@pytest.fixture
def marked() -> Any:
    """Return the function that marks a unit of the old run as a course and releases it."""

    def mark(number: int = 1, duration: int = 300, **other: Any) -> Any:
        return factories.released(
            f"C{number}", duration, usage_key=f"block-old-{number}", course_run=RUN, covers=unit(number), **other
        )

    return mark
