"""How much of a class may be missed by leave (8.3.4): more than a seventh of its hours is a reason to drop out.

The Regulations on the Education and Training of Cadres (干部教育培训工作条例, 2023) set the seventh.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def is_over(missed: Decimal, of_class: Decimal, limit: Fraction) -> bool:
    """Tell whether the credit-hours ``missed`` are more than ``limit`` of those of the class; of no hours none are."""
    return bool(of_class) and Fraction(missed) > Fraction(of_class) * limit
