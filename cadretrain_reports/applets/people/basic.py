"""Basic information of trainees, and its history (6.1.1, 6.1.3)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from cadretrain_reports import clock
from cadretrain_reports.applets.organizations import api as organizations
from cadretrain_reports.applets.organizations.api import Organization
from cadretrain_reports.applets.people.checks import InformationRefused, checked
from cadretrain_reports.applets.people.models import Situation, Trainee, TraineeSpell

SITUATION: Final = tuple(field.name for field in Situation._meta.local_fields)
"""The attributes of which a history is kept."""


@dataclass(frozen=True, slots=True)
class BasicInformation:
    """What a unit enters of a person it dispatches (6.1.1, 6.1.3). Codes are those of ``rules.codes``."""

    code: str
    name: str
    position: str = ""
    rank: str = ""
    position_level: str = ""
    cadre_category: str = ""
    ethnicity: str = ""
    political_status: str = ""


CHANGEABLE: Final = tuple(name for name in BasicInformation.__slots__ if name != "code")
"""What may be corrected or brought up to date. The identifier never changes, since it joins the records (6.1.3)."""


def add_trainee(
    information: BasicInformation, unit: Organization, managing_department: Organization | None = None
) -> Trainee:
    """Record a trainee of ``unit``, in one transaction.

    The department that manages the person is the nearest one above the unit unless another is named (5.1). Raises
    ``Refused``, among others if the body employs nobody (5.4) or is closed, or if no department is above it and none
    is named. Both bodies are locked: neither is closed or merged while somebody comes to it.
    """
    managing_department = managing_department or organizations.department_above(unit)
    with transaction.atomic():
        unit, *departments = organizations.lock(unit, *filter(None, [managing_department]))
        organizations.require_open(unit, "unit")
        trainee = unsaved(information, unit, *departments)
        try:
            with transaction.atomic():
                trainee.save(force_insert=True)
        except IntegrityError:
            raise InformationRefused("code_taken", "code") from None
        begin_spells([trainee], clock.now())
    return trainee


def unsaved(
    information: BasicInformation, unit: Organization, managing_department: Organization | None = None
) -> Trainee:
    """Return a trainee who may be recorded and is not yet. Raises ``Refused``."""
    said = {name: checked(name, getattr(information, name)) for name in information.__slots__}
    unit, department = _employing(unit), _managing(managing_department or organizations.department_above(unit))
    organizations.require_open(department, "managing_department")
    return Trainee(unit=unit, managing_department=department, **said)


def begin_spells(trainees: Iterable[Trainee], at: datetime) -> None:
    """Begin for each trainee a spell that says what the trainee's own row says."""
    columns = [field.attname for field in Situation._meta.local_fields]
    TraineeSpell.objects.bulk_create(
        TraineeSpell(trainee=trainee, since=at, **{column: getattr(trainee, column) for column in columns})
        for trainee in trainees
    )


def change(trainee: Trainee, changes: Mapping[str, str], at: datetime) -> tuple[str, ...]:
    """Bring basic information up to date; return the names of what has changed. Call inside a transaction.

    ``changes`` maps some of ``CHANGEABLE`` to their new values. Where the situation changes, a new spell begins at
    ``at``. Raises ``Refused``.
    """
    unknown = [name for name in changes if name not in CHANGEABLE]
    if unknown:
        raise InformationRefused("unknown_field", f"{unknown[0]:.64}")
    return _apply(trainee, {name: checked(name, value) for name, value in changes.items()}, at)


def change_situation(trainee: Trainee, at: datetime, **changes: Any) -> bool:
    """Change attributes of ``SITUATION``, the bodies included, from ``at`` on; tell whether anything was different.

    Call inside a transaction. Raises ``Refused``, also where a later change is recorded already.
    """
    unknown = [name for name in changes if name not in SITUATION]
    if unknown:
        raise InformationRefused("unknown_field", unknown[0])
    bodies = {"unit": _employing, "managing_department": _managing}
    wanted = {name: bodies[name](value) if name in bodies else checked(name, value) for name, value in changes.items()}
    return bool(_apply(trainee, wanted, at))


def lock_trainees(trainee_ids: Collection[int]) -> list[Trainee]:
    """Let nobody else who asks for these trainees go on until the transaction ends; return them as they are now."""
    return list(Trainee.objects.select_for_update().filter(pk__in=trainee_ids).order_by("pk"))


def require_same_manager(asked: Trainee, held: Trainee) -> None:
    """Raise ``Refused`` if another department manages the trainee than when the right over ``asked`` was asked for.

    ``held`` is the trainee as locked. Who has taken a person over has the say from then on (5.1).
    """
    if held.managing_department_id != asked.managing_department_id:
        raise InformationRefused("managed_meanwhile", "managing_department")


def _employing(unit: Organization) -> Organization:
    if not unit.is_employing_unit:
        raise InformationRefused("no_employing_unit", "unit", unit=unit.code)
    return unit


def _managing(department: Organization | None) -> Organization:
    if department is None or not department.is_management_department:
        raise InformationRefused("no_department", "managing_department")
    return department


def _apply(trainee: Trainee, wanted: Mapping[str, Any], at: datetime) -> tuple[str, ...]:
    """Write what is different, on the row that is locked and on the caller's own instance of it."""
    (current,) = lock_trainees([trainee.pk])
    changed = tuple(name for name, value in wanted.items() if getattr(current, name) != value)
    moved = bool(set(changed) & set(SITUATION))
    if moved:
        _end_spell(current, at)
    for name in changed:
        setattr(current, name, wanted[name])
        setattr(trainee, name, wanted[name])
    if changed:
        current.save(update_fields=changed)
    if moved:
        begin_spells([current], at)
    return changed


def _end_spell(trainee: Trainee, at: datetime) -> None:
    """End the standing spell. Whoever calls has locked the trainee, so that it is the only one and stays so."""
    standing = TraineeSpell.objects.get(trainee=trainee, standing=True)
    if at < standing.since:
        raise InformationRefused("too_early", "at")
    standing.until, standing.standing = at, None
    standing.save(update_fields=["until", "standing"])
