"""Run every comparison and print it as a table. Absolute times mean little; the ratios are what counts."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django
from rich.console import Console
from rich.table import Table

from tests.bench import measure


def main() -> None:
    """Measure and print."""
    django.setup()
    from tests.bench import comparisons

    table = Table("what", "ours", "beside", "theirs", "ratio", title="CadreTrain: figures beside peers and limits")
    for comparison in comparisons.ALL:
        result: measure.Comparison | measure.Costs | measure.LeftOut = comparison()
        if isinstance(result, measure.LeftOut):
            table.add_row(result.what, "left out", f"{result.missing}: {result.command}", "", "")
            continue
        table.add_row(result.what, result.ours_text, result.beside, result.theirs_text, f"{result.ratio:.2f}×")
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
