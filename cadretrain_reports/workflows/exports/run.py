"""Writing tables of what a person may export (9.2.2, 9.2.3): narrowed, masked by default, and kept in the audit log."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any, Final

from django.db.models import Q

from cadretrain_reports.applets.audit import api as audit
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.roles.api import in_force, today
from cadretrain_reports.offline.sheets import Value, write_csv, write_xlsx
from cadretrain_reports.refusals import checked_text
from cadretrain_reports.scopes.api import in_scope, may, require
from cadretrain_reports.workflows.exports.kind import Kind, pages
from cadretrain_reports.workflows.exports.kinds import Assessments, Organizations, Teachers, Trainees

KINDS: Final[Mapping[str, type[Kind]]] = {kind.name: kind for kind in (Organizations, Trainees, Teachers, Assessments)}
"""What can be exported, by name."""

_ACT: Final = "export_people"
_EVERYWHERE: Final = audit.Target("organization")


@dataclass(frozen=True, slots=True)
class Exported:
    """How many ``rows`` were written to ``path``."""

    path: Path
    rows: int


def export_file(
    actor: Any,
    kind: str,
    path: Path,
    below: Organization | None = None,
    *,
    unmasked_for: str | None = None,
    on_row: Callable[[int], None] = lambda _count: None,
) -> Exported:
    """Write what ``export_rows`` gives to a file, XLSX, or CSV if ``path`` ends so; it appears whole or not at all.

    ``on_row`` is told how many rows are written. Raises ``Denied``, ``Refused``, and ``SheetError`` for more rows than
    a worksheet holds.
    """
    headers = [column.header for column in KINDS[kind].columns]
    with audit.operation():
        rows = _Counted(export_rows(actor, kind, below, unmasked_for=unmasked_for), on_row)
        if path.suffix.lower() == ".csv":
            write_csv(path, headers, rows)
        else:
            write_xlsx(path, kind, headers, rows)
    return Exported(path, rows.count)


def export_rows(
    actor: Any, kind: str, below: Organization | None = None, *, unmasked_for: str | None = None
) -> Iterator[list[Value]]:
    """Return the rows of a kind of ``KINDS`` at or below a body, by default wherever the actor may export.

    They come in pages, in the columns of the import. Names, accounts and phones are masked unless ``unmasked_for``
    gives the reason why they are needed in full. That it began, and with how many rows it ended, is kept in the audit
    log. Raises ``Denied`` or ``Refused`` before the first row is asked for.
    """
    bodies = _bodies(actor, below)
    masked = unmasked_for is None
    reason = checked_text("reason", unmasked_for or "", audit.LONGEST_REASON, optional=masked)
    target = organizations.about(bodies[0]) if len(bodies) == 1 else _EVERYWHERE
    audit.record("people.export", actor.pk, target, reason=reason, kind=kind, masked=masked)
    return _rows(KINDS[kind](actor, masked=masked), actor, bodies, target)


def _rows(kind: Kind, actor: Any, bodies: Sequence[Organization], target: audit.Target) -> Iterator[list[Value]]:
    keys = [column.key for column in kind.columns]
    wanted = kind.rows().filter(reduce(or_, (kind.below(body.path) for body in bodies), Q()))
    count = 0
    for page in pages(in_scope(wanted, actor), kind.order):
        for cells in kind.cells(page):
            count += 1
            yield [cells.get(key) for key in keys]
    audit.record("people.export_end", actor.pk, target, kind=kind.name, rows=count)


def _bodies(actor: Any, below: Organization | None) -> list[Organization]:
    """Return the bodies at and below which the actor exports; none for a site operator, who does everywhere.

    Raises ``Denied``.
    """
    if below is not None:
        require(actor, _ACT, below, organizations.about(below))
        return [below]
    own = in_force(today()).filter(user=actor).select_related("organization").order_by("organization")
    bodies = list({duty.organization_id: duty.organization for duty in own}.values())
    allowed = [] if actor.is_superuser else [body for body in bodies if may(actor, _ACT, body)]
    if not allowed:
        require(actor, _ACT, None, _EVERYWHERE)
    return allowed


class _Counted:
    """Rows that are counted as they are written."""

    def __init__(self, rows: Iterator[list[Value]], on_row: Callable[[int], None]) -> None:
        self._rows, self._on_row = rows, on_row
        self.count = 0

    def __iter__(self) -> Iterator[list[Value]]:
        for row in self._rows:
            self.count += 1
            self._on_row(self.count)
            yield row
