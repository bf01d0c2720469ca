"""How much of a class may be missed by leave."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from cadretrain_reports.rules.leave import is_over

SEVENTH = Fraction(1, 7)


@pytest.mark.parametrize(
    ("missed", "of_class", "over"),
    [("2", "14", False), ("2.25", "14", True), ("0", "0", False), ("3", "0", False), ("1", "6.75", True)],
)
def test_more_than_a_seventh(missed: str, of_class: str, over: bool) -> None:
    assert is_over(Decimal(missed), Decimal(of_class), SEVENTH) is over
