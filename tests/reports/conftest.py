"""What the tests of the plugin share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.reports import stand_in


@pytest.fixture
def host(settings: Any) -> Iterator[Any]:
    """Put a host in the platform's place; what is written in capitals there is what it has."""
    settings.CADRETRAIN_HOST = "tests.reports.stand_in"
    yield stand_in
    for what in (
        stand_in.BELOW,
        stand_in.IN_RUN,
        stand_in.WRITTEN,
        stand_in.LOCKED,
        stand_in.MAILED,
        stand_in.DISCUSSED,
    ):
        what.clear()
    for what in (stand_in.AUTHORS, stand_in.CONTENTS, stand_in.OUTLINES, stand_in.MARKED):
        what.clear()
    for what in (stand_in.ENROLLED, stand_in.FULL, stand_in.COMPLETED, stand_in.GRADES, stand_in.CONTACTS):
        what.clear()
