"""Keeping who left this platform and who came to it, with which package (6.1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from cadretrain_reports.applets.people import api as people
from cadretrain_reports.applets.transfers.models import HandOver, Transfer
from cadretrain_reports.applets.transfers.requests import withdraw


@dataclass(frozen=True, slots=True)
class PackageName:
    """By what a package is known: the place at its other end, the name of the key that signed it, its digest."""

    place: str
    signer: str
    digest: str


def keep(trainee: people.Trainee, direction: HandOver.Direction, package: PackageName, by: Any, at: datetime) -> bool:
    """Keep that a package went out or came in; tell whether it is new. Call inside a transaction."""
    fields = {"trainee": trainee, "place": package.place, "signer": package.signer, "by": by, "at": at}
    _kept, created = HandOver.objects.get_or_create(direction=direction, digest=package.digest, defaults=fields)
    return created


def taken_in(digest: str) -> people.Trainee | None:
    """Return the trainee who came with the package of this digest, or ``None`` if it was never taken in."""
    found = HandOver.objects.select_related("trainee__unit").filter(direction=HandOver.Direction.IN, digest=digest)
    return next((one.trainee for one in found), None)


def handed_over(digest: str) -> HandOver:
    """Return what was kept of the package of this digest when it went out."""
    return HandOver.objects.select_related("trainee__unit", "by").get(direction=HandOver.Direction.OUT, digest=digest)


def packages_out(trainee: people.Trainee) -> int:
    """Return with how many packages a trainee was handed over so far."""
    return HandOver.objects.filter(trainee=trainee, direction=HandOver.Direction.OUT).count()


def end_standing(trainee: people.Trainee, by: Any, at: datetime) -> None:
    """Withdraw the standing transfer of a trainee who leaves the platform; the trainee is locked by the caller."""
    for transfer in Transfer.objects.select_for_update().filter(trainee=trainee, standing=True):
        withdraw(transfer, by, at, _("The trainee has left the platform."))
