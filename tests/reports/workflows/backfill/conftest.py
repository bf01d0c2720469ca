"""A site on which courses are marked that were taught long before."""

from __future__ import annotations

from typing import Any

import pytest

from tests import factories, factories_backfill


@pytest.fixture
def operator() -> Any:
    """Return the site operator."""
    return factories.operator()


@pytest.fixture
def marked() -> Any:
    """Return the function that marks a unit of the old run as a course and releases it."""
    return factories_backfill.marked
