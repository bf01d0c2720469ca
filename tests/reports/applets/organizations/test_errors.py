"""What the tree of bodies refuses (5.1)."""

from __future__ import annotations

import pytest

from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.refusals import Refused


def test_whoever_catches_a_value_error_catches_it() -> None:
    with pytest.raises(ValueError, match=r"\w") as refused:
        organizations.add("A/B", "局", {organizations.Capacity.EMPLOYING_UNIT})
    assert isinstance(refused.value, Refused)
    assert type(refused.value) is organizations.OrganizationError
