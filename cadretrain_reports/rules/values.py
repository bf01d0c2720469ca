"""The values that archive records are made of, and the checks on each of them (9.1.1).

Every value has one spelling only: an instant is UTC to the second with a ``Z``, credit-hours are the
shortest decimal text, a UUID is lower case. So two writers of the same fact write the same bytes.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Final

from cadretrain_reports.rules.canonical import MAX_INTEGER, CanonicalError, canonical
from cadretrain_reports.rules.credit_hours import (
    MAX_BAND_CREDIT_HOURS,
    QUARTER,
    BandsError,
    bands_from,
    bands_to_data,
    credit_hours_text,
    is_quarters,
)

FIRST_YEAR: Final = 1949
LAST_YEAR: Final = 2999
"""Years outside are typing errors."""

MAX_CODE: Final = 255
MAX_TEXT: Final = 1000
"""Characters in a code and in a text."""

MAX_QUOTED: Final = 65_536
"""Characters of what is quoted from another site."""

Check = Callable[[str, object], None]
"""Given a field's name and value, raises ``RecordError`` unless the value may stand there."""

_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z")
_HASH: Final = re.compile(r"[0-9a-f]{64}")
_SUM: Final = re.compile(r"(?:0|[1-9][0-9]{0,4})(?:\.(?:25|5|75))?")
_HOURS: Final = re.compile(r"(?:0|[1-9][0-9]{0,3})(?:\.(?:25|5|75))?")


class RecordError(ValueError):
    """A record is not what its kind asks for. ``field`` names the culprit."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


def instant_text(at: datetime) -> str:
    """Return an aware time as records write it: UTC, whole seconds (the rest is cut off), ``Z``.

    Raises ``RecordError`` for a naive time.
    """
    if at.utcoffset() is None:
        raise RecordError("instant", "a time without a zone")
    return at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def instant(text: str) -> datetime:
    """Return the aware UTC time that ``instant_text`` wrote; raise ``RecordError`` on another spelling."""
    if type(text) is not str or not _INSTANT.fullmatch(text):
        raise RecordError("instant", f"not written like 2026-03-01T08:00:00Z: {text!r:.40}")
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise RecordError("instant", f"no such time: {text} ({error})") from None


def hours_text(hours: Decimal) -> str:
    """Return credit-hours (3.6) as records write them: ``0.5``, ``1``.

    Raises ``RecordError`` unless they are a positive multiple of 0.25 that a band could give.
    """
    if not is_quarters(hours):
        raise RecordError("credit_hours", f"not a positive multiple of {QUARTER}: {hours!s:.40}")
    return credit_hours_text(hours)


def hours_value(text: str) -> Decimal:
    """Return the hours (3.6) that ``hours_text`` wrote; raise ``RecordError`` on another spelling."""
    if type(text) is not str or not _HOURS.fullmatch(text) or not 0 < Decimal(text) <= MAX_BAND_CREDIT_HOURS:
        raise RecordError("credit_hours", f"not a positive multiple of {QUARTER} as text: {text!r:.40}")
    return Decimal(text)


def hours_number(hours: Decimal) -> int | float:
    """Return credit-hours as the number a row shows: whole ones as integers, quarters exact in binary."""
    return int(hours) if hours == hours.to_integral_value() else float(hours)


def is_uuid(name: str, value: object) -> None:
    """Ask for a UUID in lower case with hyphens."""
    try:
        if type(value) is str and str(uuid.UUID(value)) == value:
            return
    except ValueError:
        pass
    raise RecordError(name, f"not a UUID in lower case: {value!r:.80}")


def is_code(name: str, value: object) -> None:
    """Ask for a printable code without space at either end, as people give to organizations and courses."""
    if type(value) is not str or not 0 < len(value) <= MAX_CODE or not value.isprintable() or value != value.strip():
        raise RecordError(name, f"not a code of 1 to {MAX_CODE} printable characters: {value!r:.80}")


def is_institution(name: str, value: object) -> None:
    """Ask for a code without a slash, so that ``institution/course`` has one reading only (R1)."""
    is_code(name, value)
    if "/" in str(value):
        raise RecordError(name, f"the code of an institution holds no slash: {value!r:.80}")


def is_text(name: str, value: object) -> None:
    """Ask for a text of people's own that is not blank and can be written in UTF-8."""
    if type(value) is not str or not value.strip() or len(value) > MAX_TEXT:
        raise RecordError(name, f"not a text of 1 to {MAX_TEXT} characters: {value!r:.80}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise RecordError(name, "holds a lone surrogate") from None


def is_quoted(name: str, value: object) -> None:
    """Ask for what another site has written, kept to the letter, line ends included."""
    if type(value) is not str or not 0 < len(value) <= MAX_QUOTED:
        raise RecordError(name, f"not a quotation of 1 to {MAX_QUOTED} characters: {value!r:.80}")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise RecordError(name, "holds a lone surrogate") from None


def is_hash(name: str, value: object) -> None:
    """Ask for 32 bytes in lower-case hexadecimal."""
    if type(value) is not str or not _HASH.fullmatch(value):
        raise RecordError(name, f"not 32 bytes in lower-case hex: {value!r:.80}")


def is_whole(low: int, high: int = MAX_INTEGER) -> Check:
    """Ask for an integer of that range, both ends included. A truth value is none."""

    def check(name: str, value: object) -> None:
        if type(value) is not int or not low <= value <= high:
            raise RecordError(name, f"not an integer from {low} to {high}: {value!r:.40}")

    return check


def is_one_of(*choices: str) -> Check:
    """Ask for one of these codes."""

    def check(name: str, value: object) -> None:
        if type(value) is not str or value not in choices:
            raise RecordError(name, f"not one of {', '.join(choices)}: {value!r:.40}")

    return check


def is_flag(name: str, value: object) -> None:
    """Ask for true or false."""
    if type(value) is not bool:
        raise RecordError(name, f"neither true nor false: {value!r:.40}")


def is_instant(name: str, value: object) -> None:
    """Ask for an instant as ``instant_text`` writes it."""
    try:
        instant(value)  # type: ignore[arg-type]  # the check is whether it is one
    except RecordError as error:
        raise RecordError(name, error.reason) from None


def is_day(name: str, value: object) -> None:
    """Ask for a local day, ``2026-03-01``."""
    try:
        if type(value) is str and date.fromisoformat(value).isoformat() == value:
            return
    except ValueError:
        pass
    raise RecordError(name, f"not a day like 2026-03-01: {value!r:.40}")


def is_hours(name: str, value: object) -> None:
    """Ask for credit-hours as ``hours_text`` writes them (3.6)."""
    try:
        hours_value(value)  # type: ignore[arg-type]  # the check is whether it is one
    except RecordError as error:
        raise RecordError(name, error.reason) from None


def sum_text(hours: Decimal) -> str:
    """Return a sum of credit-hours, which may be none, as records write it: ``0``, ``42.75``."""
    return credit_hours_text(hours) if hours else "0"


def is_sum(name: str, value: object) -> None:
    """Ask for a sum of credit-hours as ``sum_text`` writes it."""
    if type(value) is not str or not _SUM.fullmatch(value):
        raise RecordError(name, f"not a sum of credit-hours as text: {value!r:.40}")


def is_bands(name: str, value: object) -> None:
    """Ask for bands (3.8) as ``credit_hours.bands_to_data`` writes them."""
    try:
        if canonical(value) == canonical(bands_to_data(bands_from(value))):
            return
    except (BandsError, CanonicalError) as error:
        raise RecordError(name, str(error)) from None
    raise RecordError(name, f"bands in another spelling than [[900, '0.25'], …, [null, '1']]: {value!r:.80}")
