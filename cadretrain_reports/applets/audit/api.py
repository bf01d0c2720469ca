"""The door to the audit log (9.2.3)."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from cadretrain_reports import clock
from cadretrain_reports.applets.audit.models import AuditEntry

__all__ = ["LONGEST_REASON", "AuditEntry", "Target", "operation", "record"]

LONGEST_REASON: Final = 500
"""Characters of a reason that are kept."""

_operation: ContextVar[uuid.UUID | None] = ContextVar("cadretrain_audit_operation", default=None)


@dataclass(frozen=True, slots=True)
class Target:
    """What an entry is about: ``kind`` as in the API, ``key`` its uuid or code, and the body it belongs to."""

    kind: str
    key: str = ""
    organization: str = ""


@contextmanager
def operation() -> Iterator[uuid.UUID]:
    """Give all entries made inside the ``with`` block one number; an operation inside another is part of it."""
    number = _operation.get() or uuid.uuid4()
    token = _operation.set(number)
    try:
        yield number
    finally:
        _operation.reset(token)


def record(
    act: str,
    actor_id: int | None,
    target: Target,
    *,
    reason: str = "",
    outcome: AuditEntry.Outcome = AuditEntry.Outcome.DONE,
    **details: Any,
) -> AuditEntry:
    """Append an entry, in the transaction of what it tells of. Without an actor the site itself acted.

    ``details`` are JSON values: names of fields, figures, states. Personal data does not belong there.
    """
    return AuditEntry.objects.create(
        at=clock.now(),
        operation=_operation.get() or uuid.uuid4(),
        actor_id=actor_id,
        act=act,
        outcome=outcome,
        target_kind=target.kind,
        target_key=target.key,
        organization=target.organization,
        reason=reason[:LONGEST_REASON],
        details=details,
    )
