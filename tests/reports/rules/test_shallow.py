"""What the fields of a dataclass hold."""

from __future__ import annotations

from dataclasses import asdict, astuple, dataclass, field

from cadretrain_reports.rules.shallow import named_values, values_of


@dataclass(frozen=True, slots=True)
class Pair:
    """A class with slots and a default."""

    left: int
    right: list[int] = field(default_factory=lambda: [1, 2])


def test_the_same_as_the_library_says_but_not_copied() -> None:
    pair = Pair(3)
    assert values_of(pair) == astuple(pair)
    assert named_values(pair) == asdict(pair)
    assert values_of(pair)[1] is named_values(pair)["right"] is pair.right
