"""Who changes the tree is alone with it, since a path is right only as long as those above it stand still (5.1)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections, transaction

from cadretrain_reports.applets.organizations.models import Organization, TreeLock


@contextmanager
def held_tree(*bodies: Organization | None) -> Iterator[list[Organization]]:
    """Be the only one to change the tree until the transaction ends; give the bodies as stored, locked.

    ``None``, which stands for the top, is passed over. The lock is a row of its own: whoever records a trainee of the
    topmost department need not wait for it.
    """
    with transaction.atomic():
        TreeLock.objects.get_or_create(pk=1)
        TreeLock.objects.select_for_update().get(pk=1)
        yield lock(*filter(None, bodies))


def lock(*bodies: Organization) -> list[Organization]:
    """Hold bodies until the transaction ends; return them as stored, in the order given.

    Meanwhile none of them is closed, merged, moved or given other capacities. They are always taken in the order of
    their keys, so that two who want the same ones do not wait for each other.
    """
    rows = Organization.objects.select_for_update().filter(pk__in={body.pk for body in bodies}).order_by("pk")
    stored = {row.pk: row for row in rows}
    return [stored[body.pk] for body in bodies]


def lay_tree_lock(*, using: str, **_signal: Any) -> None:
    """Receive ``post_migrate``: have the lock's row ready.

    Several who made it at the same time would shut each other out on MySQL and MariaDB.
    """
    if TreeLock._meta.db_table in connections[using].introspection.table_names():
        TreeLock.objects.using(using).get_or_create(pk=1)
