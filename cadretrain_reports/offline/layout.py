"""Where things lie in a package, and what a package is called."""

from __future__ import annotations

import re
from datetime import UTC, datetime

DATAPACKAGE_FILE = "data/datapackage.json"
DICTIONARY_FILE = "data/dictionary.json"
README_FILE = "data/README.md"
CHECKPOINT_FILE = "data/log/checkpoint"
ENTRIES_FILE = "data/log/entries.jsonl"
HANDOVER_FILE = "data/handover.json"
"""What makes a package a hand-over."""

SETS = ("metadata", "course")
"""The data sets of the portfolio, in the order in which they are written."""

_SITE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,99}")


def rows_file(name: str) -> str:
    """Return the path of the set ``name`` as JSON lines."""
    return f"data/portfolio/{name}.jsonl"


def twin_file(name: str) -> str:
    """Return the path of the set ``name`` as CSV with Chinese headers."""
    return f"data/portfolio/{name}.csv"


def is_site_name(name: str) -> bool:
    """Tell whether a site of this name can name its packages: 1 to 100 letters, digits, dots and hyphens."""
    return _SITE.fullmatch(name) is not None


def handover_name(site: str, trainee: str, created_at: datetime) -> str:
    """Return ``hand-over_<site>_<trainee's uuid>_<yyyymmddThhmmss>``, the time in UTC; ``ValueError`` as below."""
    if not is_site_name(site) or created_at.utcoffset() is None:
        raise ValueError(f"A package cannot be named after {site!r} at {created_at}.")
    return f"hand-over_{site}_{trainee}_{created_at.astimezone(UTC):%Y%m%dT%H%M%S}"


def package_name(site: str, year: int, created_at: datetime) -> str:
    """Return ``learner-portfolio_<site>_<year>_<yyyymmddThhmmss>``, the time in UTC.

    ``ValueError`` if the site's name cannot stand in the name of a directory, or the time has no zone.
    """
    if not is_site_name(site) or created_at.utcoffset() is None:
        raise ValueError(f"A package cannot be named after {site!r} at {created_at}.")
    return f"learner-portfolio_{site}_{year:04d}_{created_at.astimezone(UTC):%Y%m%dT%H%M%S}"
