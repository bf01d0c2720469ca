"""The paths are those that the contract names to the page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cadretrain_xblock.contract import BEAT_URL, CREDIT_HOURS_URL, STATE_URL


@pytest.mark.parametrize(
    ("name", "url"), [("beat", BEAT_URL), ("state", STATE_URL), ("credit-hours", CREDIT_HOURS_URL)]
)
def test_the_contract_names_the_paths(name: str, url: str) -> None:
    assert reverse(f"cadretrain:{name}") == url
