"""The citizen identity number: by its keyed hash one person is found to be one (R10, 6.1.3).

Neither log, exception nor error report repeats a number: hence ``sensitive_variables``, and every cause is cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Final

from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from cadretrain_reports import conf
from cadretrain_reports.applets.people.models import Trainee
from cadretrain_reports.applets.people.sealing import UnsealedError, seal, unseal
from cadretrain_reports.refusals import Refused
from cadretrain_reports.rules.identifiers import IdentifierError, citizen_id, identity_hash, key_id
from cadretrain_reports.rules.masking import mask_citizen_id

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

IDENTITY_FIELD: Final = "identity_number"
_COLUMNS: Final = ("identity_hash", "identity_key", "identity_masked", "identity_sealed")

_TEXTS: Final[Mapping[str, StrPromise]] = {
    "length": _("An identity number has 18 characters."),
    "character": _("An identity number has 17 digits, then a digit or an X."),
    "birth_date": _("Characters 7 to 14 of the identity number are no possible date of birth."),
    "check_character": _("The last character of the identity number does not fit the others. Check all of them."),
    "no_key": _("This site takes no identity numbers. The operator has to set the matching key, or mend the settings."),
    "taken": _("Another trainee has this identity number. Ask the management department whose record is right."),
    "not_kept": _("The identity number itself is not kept here, only its hash."),
    "sealed": _("The identity number cannot be decrypted with this site's key. The operator has to restore it."),
}


class IdentityRefused(Refused):
    """An identity number that is not taken or cannot be given; ``code`` is a key of the texts above."""

    def __init__(self, code: str) -> None:
        super().__init__(code, _TEXTS[code], IDENTITY_FIELD)


@sensitive_variables()
def set_identity(trainee: Trainee, number: str, today: date) -> bool:
    """Keep a trainee's identity number as this site keeps it; tell whether anything was different. Idempotent.

    ``today`` is the local date, before which the birth date lies. Call inside a transaction. Raises
    ``IdentityRefused``, with code ``taken`` where another trainee has the number, whoever that is.
    """
    number = _canonical(number, today)
    key, sealing_key = _keys()
    current = Trainee.objects.select_for_update().get(pk=trainee.pk)
    hashed = identity_hash(number, key)
    if current.identity_hash == hashed and _is_kept(current, number, sealing_key):
        return False
    _keep(current, number, key, sealing_key)
    try:
        with transaction.atomic():
            current.save(update_fields=_COLUMNS)
    except IntegrityError:
        raise IdentityRefused("taken") from None
    for column in _COLUMNS:
        setattr(trainee, column, getattr(current, column))
    return True


@sensitive_variables()
def with_identity(trainee: Trainee, number: str, today: date) -> Trainee:
    """Give a trainee who is not stored yet an identity number. Raises ``IdentityRefused``, never ``taken``."""
    _keep(trainee, _canonical(number, today), *_keys())
    return trainee


@sensitive_variables()
def checked_identity(number: str, today: date) -> str:
    """Return an identity number in its one spelling, if this site takes any. Raises ``IdentityRefused``."""
    _keys()
    return _canonical(number, today)


@sensitive_variables()
def owners_of(numbers: Iterable[str], today: date) -> dict[str, Trainee]:
    """Return who has which of these identity numbers, each spelled as ``checked_identity`` does: one query."""
    key = _keys()[0]
    by_hash = {identity_hash(_canonical(number, today), key): number for number in numbers}
    found = Trainee.objects.filter(identity_hash__in=by_hash)
    return {by_hash[str(trainee.identity_hash)]: trainee for trainee in found}


@sensitive_variables()
def find_by_identity(number: str, today: date) -> Trainee | None:
    """Return the trainee who has this identity number (R10), or ``None``. Raises ``IdentityRefused``.

    Only what was hashed under the key of now is found.
    """
    hashed = identity_hash(_canonical(number, today), _keys()[0])
    return Trainee.objects.select_related("unit").filter(identity_hash=hashed).first()


@sensitive_variables()
def identity_number(trainee: Trainee) -> str:
    """Return the identity number where the site keeps it sealed; raise ``IdentityRefused`` where it cannot."""
    if trainee.identity_sealed is None:
        raise IdentityRefused("not_kept")
    try:
        return unseal(bytes(trainee.identity_sealed), conf.personal_data_key(), trainee.uuid)
    except (ImproperlyConfigured, UnsealedError):
        raise IdentityRefused("sealed") from None


@sensitive_variables()
def _canonical(number: str, today: date) -> str:
    try:
        return citizen_id(number, today)
    except IdentifierError as error:
        raise IdentityRefused(error.reason) from None


def _keys() -> tuple[bytes, bytes | None]:
    """Return the matching key, without which a hash could be guessed, and the sealing key where numbers are kept."""
    try:
        return conf.matching_key(), conf.personal_data_key() if conf.keeps_identity_numbers() else None
    except ImproperlyConfigured:
        raise IdentityRefused("no_key") from None


@sensitive_variables()
def _keep(trainee: Trainee, number: str, key: bytes, sealing_key: bytes | None) -> None:
    """Set the columns that say a number in its one spelling; nothing is stored."""
    trainee.identity_hash, trainee.identity_key = identity_hash(number, key), key_id(key)
    trainee.identity_masked = mask_citizen_id(number)
    trainee.identity_sealed = seal(number, sealing_key, trainee.uuid) if sealing_key else None


@sensitive_variables()
def _is_kept(trainee: Trainee, number: str, sealing_key: bytes | None) -> bool:
    """Tell whether the number lies there as the site keeps it now: not at all, or sealed under the key of now."""
    if sealing_key is None or trainee.identity_sealed is None:
        return sealing_key is None and trainee.identity_sealed is None
    try:
        return unseal(bytes(trainee.identity_sealed), sealing_key, trainee.uuid) == number
    except UnsealedError:
        return False
