"""Recording many trainees at once (6.1.1): a handful of statements, however many there are."""

from __future__ import annotations

from collections.abc import Collection

from cadretrain_reports import clock
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.basic import BasicInformation, begin_spells, unsaved
from cadretrain_reports.applets.people.models import Trainee


def new_trainee(information: BasicInformation, unit: Organization, managing_department: Organization | None) -> Trainee:
    """Return a trainee for ``add_trainees``, checked as ``add_trainee`` does and not stored. Raises ``Refused``."""
    return unsaved(information, unit, managing_department)


def add_trainees(trainees: Collection[Trainee]) -> None:
    """Store what ``new_trainee`` made, each with a first spell; call inside a transaction.

    Raises ``IntegrityError`` where an identifier or an identity number is taken: then none of them may be kept.
    """
    Trainee.objects.bulk_create(trainees)
    if any(trainee.pk is None for trainee in trainees):
        _read_keys(trainees)
    begin_spells(trainees, clock.now())


def _read_keys(trainees: Collection[Trainee]) -> None:
    """MySQL does not say which keys it gave to rows that were stored together."""
    codes = [trainee.code for trainee in trainees]
    keys = dict(Trainee.objects.filter(code__in=codes).values_list("code", "pk"))
    for trainee in trainees:
        trainee.pk = keys[trainee.code]
