"""Finding bodies, by code and by their place in the tree (5.1)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from cadretrain_reports.applets.audit.api import Target
from cadretrain_reports.applets.organizations.models import Organization

_LETTERS = Organization.alphabet
"""What paths are made of, in their order."""


def get(code: str) -> Organization:
    """Return the body with this code; raise ``Organization.DoesNotExist``."""
    found: Organization = Organization.objects.get(code=code)
    return found


def find_institution(code: str) -> Organization | None:
    """Return the training institution (3.3) with this code, or ``None``."""
    found: Organization | None = Organization.objects.filter(code=code, is_training_institution=True).first()
    return found


def within(path: str, field: str = "path") -> Q:
    """Return the condition that the body whose path ``field`` names stands at or below ``path``.

    A range, which every database answers from an index: Django's prefix match is binary on MySQL, where the index of a
    column of another collation cannot serve it.
    """
    stem = path.rstrip(_LETTERS[-1])
    after = stem[:-1] + _LETTERS[_LETTERS.index(stem[-1]) + 1]
    return Q((f"{field}__gte", path), (f"{field}__lt", after))


def subtree(top: Organization) -> QuerySet[Organization]:
    """Return ``top`` and every body below it, in the order of the tree: one indexed range.

    Not treebeard's own: that trusts the number of children on the instance it is given.
    """
    below: QuerySet[Organization] = Organization.objects.filter(within(top.path)).order_by("path")
    return below


def lineage(path: str) -> list[str]:
    """Return the paths of the bodies from the top of the tree down to the one at ``path``, itself included."""
    return [path[:end] for end in range(Organization.steplen, len(path) + 1, Organization.steplen)]


def department_above(body: Organization) -> Organization | None:
    """Return the nearest management department at or above a body (5.1), or ``None`` where there is none."""
    departments = Organization.objects.filter(path__in=lineage(body.path), is_management_department=True)
    found: Organization | None = departments.order_by("-path").first()
    return found


def is_below(body: Organization, top: Organization) -> bool:
    """Tell whether a body is ``top`` or stands below it."""
    return bool(body.path.startswith(top.path))


def about(body: Organization) -> Target:
    """Return how the audit log names a body."""
    return Target("organization", body.code, body.code)
