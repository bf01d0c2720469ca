"""The path is the one that the contract names to the learner card."""

from __future__ import annotations

from django.urls import reverse

from cadretrain_xblock.contract import RULES_URL


def test_the_contract_names_the_path() -> None:
    assert reverse("cadretrain:rules") == RULES_URL
