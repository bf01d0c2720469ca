"""Persons who come from another platform with their own external identity (6.1.3, R10)."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from cadretrain_reports.applets.people.models import Trainee


def is_known(code: str, external: UUID, identity_hash: str) -> bool:
    """Tell whether a person is here already: by identifier, by uuid, or by the hash of the identity number (R10).

    An empty hash says nothing.
    """
    same = Q(code=code) | Q(uuid=external)
    if identity_hash:
        same |= Q(identity_hash=identity_hash)
    return Trainee.objects.filter(same).exists()


def keep_external(trainee: Trainee, external: UUID, identity_hash: str, identity_key: str) -> None:
    """Let a trainee who has just been recorded keep the uuid and, unless empty, the hashed identity that came along."""
    trainee.uuid = external
    if identity_hash:
        trainee.identity_hash, trainee.identity_key = identity_hash, identity_key
    trainee.save(update_fields=["uuid", "identity_hash", "identity_key"])
