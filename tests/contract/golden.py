"""The description of the API as it was agreed; ``python -m tests.contract.golden`` writes it anew."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final

GOLDEN: Final = Path(__file__).with_name("openapi.json")


def as_text(described: dict[str, Any]) -> str:
    """Return a description as it is kept: one value a line, so that a change shows as what it changes."""
    return json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> None:
    """Write the description of the API as it is now."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from cadretrain_reports.rest.schema import document

    GOLDEN.write_text(as_text(document()), encoding="utf-8")


if __name__ == "__main__":
    main()
