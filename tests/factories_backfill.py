"""A backfill of one visit to a course, years before installation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cadretrain_reports.applets.backfill.models import Backfill
from cadretrain_reports.workflows.backfill import backfill
from tests import factories
from tests.tracking_logs import BEGUN, RUN, unit, visit


def operator(name: str) -> Any:
    """Return a site operator."""
    user = factories.user(name)
    user.is_superuser = True
    user.save()
    return user


def marked(number: int = 1, duration: int = 300, **other: Any) -> Any:
    """Mark a unit of the old run as a course and release it; return the version."""
    said = {"usage_key": f"block-old-{number}", "course_run": RUN, "covers": unit(number)}
    return factories.released(f"C{number}", duration, **said, **other)


def backfilled(by: Any, log: Path, user: int, number: int = 1) -> Backfill:
    """Backfill one visit to a unit, and return the backfill."""
    log.write_text("".join(json.dumps(one) + "\n" for one in visit(BEGUN, user, unit(number))))
    return Backfill.objects.get(uuid=backfill(by, [log]).backfill)
