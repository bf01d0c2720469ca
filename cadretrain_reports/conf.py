"""The site's settings, read in one place and turned into the values that the rules take.

Every setting has a default in ``settings/common.py``; an operator overrides it in the platform's own configuration.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection, Mapping
from datetime import timedelta
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, Storage, storages

from cadretrain_reports.rules.certificates import TEMPLATES, CertificateError, check_pattern
from cadretrain_reports.rules.completion import CompletionRule
from cadretrain_reports.rules.credit_hours import STANDARD_BANDS, Band, BandsError, bands_from
from cadretrain_reports.rules.durations import StudyPolicy
from cadretrain_reports.rules.identifiers import MIN_KEY_SIZE
from cadretrain_reports.rules.notes import NoteError, Signer
from cadretrain_reports.rules.periods import PeriodRule, zone_named
from cadretrain_reports.rules.reminders import ReminderPolicy
from cadretrain_reports.rules.working_time import QuestionPolicy
from cadretrain_reports.settings.common import DEFAULTS

SEALING_KEY_SIZE: Final = 32
"""Bytes in the key of AES-256."""

LONGEST_OPEN: Final = 366
"""Days after its end that a period may stay open."""

REPORTABLE_COURSE_ACTS: Final = ("update", "offline", "online", "revoke")
"""What is done with a course that was released once (7.1.3)."""
FILE_TYPES: Final = ("pdf", "ofd", "docx", "xlsx", "pptx", "txt", "png", "jpg", "mp3", "mp4")
"""Endings of files that can be told to be what they say, and that no browser runs."""

_REDIS: Final = ("redis://", "rediss://", "unix://")
_HEX: Final = re.compile("(?:[0-9a-fA-F]{2})+")


def _setting(name: str) -> Any:
    return getattr(settings, f"CADRETRAIN_{name}")


def study_policy() -> StudyPolicy:
    """Return how learning time is counted here (3.9, R7): ``CADRETRAIN_STUDY_POLICY`` over the defaults."""
    try:
        said = {**DEFAULTS["CADRETRAIN_STUDY_POLICY"], **_setting("STUDY_POLICY")}
        return _study_policy(tuple(said.items()), time_zone())
    except (TypeError, ValueError) as error:
        raise ImproperlyConfigured(f"CADRETRAIN_STUDY_POLICY: {error}") from error


@lru_cache(maxsize=1)
def _study_policy(said: tuple[tuple[str, Any], ...], zone: str) -> StudyPolicy:
    """Return what was said as a policy; every beat asks for it, and it hardly ever changes."""
    policy = StudyPolicy(time_zone=zone, **dict(said))
    if policy.period_s > policy.grace_s:
        raise ValueError("with period_s longer than grace_s nothing would count.")
    return policy


def one_course_at_a_time() -> bool:
    """Tell whether opening a course ends the others of the same trainee: ``CADRETRAIN_ONE_COURSE_AT_A_TIME``."""
    return bool(_setting("ONE_COURSE_AT_A_TIME"))


def credit_hour_bands() -> tuple[Band, ...]:
    """Return the bands of 3.8, or the site's own from ``CADRETRAIN_CREDIT_HOUR_BANDS``."""
    if _setting("CREDIT_HOUR_BANDS") is None:
        return STANDARD_BANDS
    try:
        return bands_from(_setting("CREDIT_HOUR_BANDS"))
    except BandsError as error:
        raise ImproperlyConfigured(f"CADRETRAIN_CREDIT_HOUR_BANDS: {error}") from error


def time_zone() -> str:
    """Return the IANA name of the zone whose days and years count."""
    name = str(_setting("TIME_ZONE"))
    try:
        zone_named(name)
    except ValueError as error:
        raise ImproperlyConfigured(f"CADRETRAIN_TIME_ZONE: {error}") from error
    return name


def period_rule() -> PeriodRule:
    """Return when the site's annual period begins (9.1.2): ``CADRETRAIN_PERIOD_START`` is ``[month, day]``."""
    try:
        month, day = _setting("PERIOD_START")
        return PeriodRule(start_month=month, start_day=day, time_zone=time_zone())
    except (TypeError, ValueError) as error:
        raise ImproperlyConfigured(f"CADRETRAIN_PERIOD_START: {error}") from error


def period_open_for() -> timedelta:
    """Return how long after its end a period takes results (R2): ``CADRETRAIN_PERIOD_OPEN_DAYS`` days, 0 for none."""
    days = _setting("PERIOD_OPEN_DAYS")
    if type(days) is not int or not 0 <= days <= LONGEST_OPEN:
        raise ImproperlyConfigured(f"CADRETRAIN_PERIOD_OPEN_DAYS: a number of days from 0 to {LONGEST_OPEN}.")
    return timedelta(days=days)


def completion_rule() -> CompletionRule:
    """Return what completes a course that is published from now on (8.2.5): ``CADRETRAIN_COMPLETION_RULE``."""
    try:
        return CompletionRule(**_setting("COMPLETION_RULE"))
    except (TypeError, ValueError) as error:
        raise ImproperlyConfigured(f"CADRETRAIN_COMPLETION_RULE: {error}") from error


def counts_best_attempt() -> bool:
    """Tell whether of several attempts the best counts, else the last (8.2.5): ``CADRETRAIN_ATTEMPT_THAT_COUNTS``."""
    which = _setting("ATTEMPT_THAT_COUNTS")
    if which not in ("best", "last"):
        raise ImproperlyConfigured(f"CADRETRAIN_ATTEMPT_THAT_COUNTS: 'best' or 'last' is asked for, not {which!r}.")
    return bool(which == "best")


def reported_course_acts() -> frozenset[str]:
    """Return which acts on released courses the department is told of (7.1.3): ``CADRETRAIN_REPORTED_COURSE_ACTS``."""
    said = _setting("REPORTED_COURSE_ACTS")
    if not isinstance(said, list | tuple) or any(act not in REPORTABLE_COURSE_ACTS for act in said):
        known = ", ".join(REPORTABLE_COURSE_ACTS)
        raise ImproperlyConfigured(f"CADRETRAIN_REPORTED_COURSE_ACTS: a list of some of {known} is asked for.")
    return frozenset(said)


def certificate_pattern() -> str:
    """Return how the numbers of certificates are made (8.3.6): ``CADRETRAIN_CERTIFICATE_NUMBER``."""
    pattern = str(_setting("CERTIFICATE_NUMBER"))
    try:
        check_pattern(pattern)
    except CertificateError as error:
        raise ImproperlyConfigured(f"CADRETRAIN_CERTIFICATE_NUMBER: {error}.") from error
    return pattern


def certificate_template() -> str:
    """Return which shipped template serves where an institution keeps none: ``CADRETRAIN_CERTIFICATE_TEMPLATE``."""
    name = _setting("CERTIFICATE_TEMPLATE")
    if name not in TEMPLATES:
        known = ", ".join(TEMPLATES)
        raise ImproperlyConfigured(f"CADRETRAIN_CERTIFICATE_TEMPLATE: one of {known} is asked for, not {name!r}.")
    return str(name)


def certificate_checks() -> int:
    """Return how often in a minute one address may check certificates: ``CADRETRAIN_CERTIFICATE_CHECKS``."""
    return _number("CERTIFICATE_CHECKS")


def font_paths() -> tuple[str, ...]:
    """Return the folders with the fonts of certificates: ``CADRETRAIN_FONT_PATHS``, empty for those of the system."""
    return tuple(map(str, _setting("FONT_PATHS")))


def public_address() -> str:
    """Return how addresses that are printed begin: ``CADRETRAIN_PUBLIC_ADDRESS``, else the platform's root.

    Raises ``ImproperlyConfigured`` without one: a code that leads nowhere must not be printed.
    """
    address = str(_setting("PUBLIC_ADDRESS") or getattr(settings, "LMS_ROOT_URL", "")).rstrip("/")
    if not address.startswith(("https://", "http://")):
        raise ImproperlyConfigured(
            f"CADRETRAIN_PUBLIC_ADDRESS: an address that begins https:// is asked for, not {address!r}."
        )
    return address


def site_name() -> str:
    """Return the name under which the site signs: it names the log and stands in every package."""
    return str(_setting("SITE_NAME"))


def site_signer() -> Signer:
    """Return the site's signing key, read from the file ``CADRETRAIN_SIGNING_KEY_FILE``.

    Raises ``ImproperlyConfigured`` with the mend when there is none: nothing is ever signed by a makeshift key.
    """
    path = _setting("SIGNING_KEY_FILE")
    if not path:
        raise ImproperlyConfigured(
            "CADRETRAIN_SIGNING_KEY_FILE is not set: make a key with 'cadretrain key new' and name its file there."
        )
    try:
        signer = Signer.parse(Path(path).read_text(encoding="utf-8").strip())
    except (OSError, UnicodeDecodeError, NoteError) as error:
        raise ImproperlyConfigured(f"CADRETRAIN_SIGNING_KEY_FILE: {path} holds no readable key: {error}") from error
    if signer.name != site_name():
        raise ImproperlyConfigured(
            f"CADRETRAIN_SIGNING_KEY_FILE: the key is named {signer.name!r}, CADRETRAIN_SITE_NAME is {site_name()!r}."
        )
    return signer


def beat_buffer() -> str:
    """Return the address of the Redis that keeps the runs of open pages, empty for none: ``CADRETRAIN_BEAT_BUFFER``."""
    address = _setting("BEAT_BUFFER")
    if not isinstance(address, str) or (address and not address.startswith(_REDIS)):
        # The address may hold a password, so it is not named.
        raise ImproperlyConfigured(
            f"CADRETRAIN_BEAT_BUFFER: an address that begins {' or '.join(_REDIS)} is asked for."
        )
    return address


def export_root() -> Path:
    """Return the folder that packages are written to: ``CADRETRAIN_EXPORT_ROOT``."""
    return Path(_setting("EXPORT_ROOT"))


def fewest_answers() -> int:
    """Return below how many answers no results of an evaluation are shown: ``CADRETRAIN_FEWEST_ANSWERS``."""
    return _number("FEWEST_ANSWERS")


def leave_limit() -> Fraction:
    """Return the part of a class's hours that may be missed by leave (8.3.4): ``CADRETRAIN_LEAVE_LIMIT``."""
    try:
        limit = Fraction(str(_setting("LEAVE_LIMIT")))
    except (ValueError, ZeroDivisionError):
        limit = Fraction(0)
    if not 0 < limit <= 1:
        raise ImproperlyConfigured('CADRETRAIN_LEAVE_LIMIT: a fraction above 0 and up to 1 is asked for, like "1/7".')
    return limit


def largest_file() -> int:
    """Return how many bytes a file of a resource may have: ``CADRETRAIN_FILE_LIMIT_MIB``, given in MiB."""
    return _number("FILE_LIMIT_MIB") << 20


def file_types() -> tuple[str, ...]:
    """Return the endings of the files that are taken: those of ``CADRETRAIN_FILE_TYPES``."""
    endings = _setting("FILE_TYPES")
    if not isinstance(endings, (list, tuple)) or any(ending not in FILE_TYPES for ending in endings):
        raise ImproperlyConfigured(f"CADRETRAIN_FILE_TYPES: a list of some of {', '.join(FILE_TYPES)} is asked for.")
    return tuple(endings)


def _number(name: str) -> int:
    value = _setting(name)
    if type(value) is not int or value < 1:
        raise ImproperlyConfigured(f"CADRETRAIN_{name}: a whole number from 1 on is asked for, not {value!r}.")
    return value


def question_policy() -> QuestionPolicy:
    """Return when questions are overdue (8.2.3): ``CADRETRAIN_QUESTION_POLICY`` over the defaults."""
    try:
        return QuestionPolicy(**_setting("QUESTION_POLICY"))
    except (TypeError, ValueError) as error:
        raise ImproperlyConfigured(f"CADRETRAIN_QUESTION_POLICY: {error}") from error


def reminder_policy() -> ReminderPolicy:
    """Return when people are reminded (8.2.3): ``CADRETRAIN_REMINDER_POLICY`` over the defaults."""
    try:
        return ReminderPolicy(**_setting("REMINDER_POLICY"))
    except (TypeError, ValueError) as error:
        raise ImproperlyConfigured(f"CADRETRAIN_REMINDER_POLICY: {error}") from error


def reminder_channels(known: Collection[str]) -> Mapping[str, Mapping[str, Any]]:
    """Return the channels that reminders go out by, of the ``known`` ones, with their options (8.2.3)."""
    said = _setting("REMINDER_CHANNELS")
    if not isinstance(said, dict) or any(name not in known for name in said):
        names = ", ".join(known)
        raise ImproperlyConfigured(f"CADRETRAIN_REMINDER_CHANNELS: options by channel are asked for, of {names}.")
    return said


def mandatory_channels() -> frozenset[str]:
    """Return the channels that nobody may refuse: ``CADRETRAIN_MANDATORY_CHANNELS``."""
    return frozenset(_setting("MANDATORY_CHANNELS"))


def import_storage() -> Storage:
    """Return where tables lie that wait for a worker: ``STORAGES["cadretrain"]``, else ``CADRETRAIN_IMPORT_ROOT``."""
    if "cadretrain" in settings.STORAGES:
        return storages["cadretrain"]
    root = Path(_setting("IMPORT_ROOT"))
    return FileSystemStorage(root, file_permissions_mode=0o600, directory_permissions_mode=0o700)


def matching_key() -> bytes:
    """Return the top department's matching key (R10), read from the file ``CADRETRAIN_MATCHING_KEY_FILE``.

    Raises ``ImproperlyConfigured`` with the mend when there is none or it is too short.
    """
    key = _key_in("MATCHING_KEY_FILE")
    if len(key) < MIN_KEY_SIZE:
        raise ImproperlyConfigured(
            f"CADRETRAIN_MATCHING_KEY_FILE: the key has {len(key)} bytes, at least {MIN_KEY_SIZE} are asked for."
        )
    return key


def keeps_identity_numbers() -> bool:
    """Tell whether identity numbers are kept sealed (6.1.3): ``CADRETRAIN_IDENTITY_STORAGE`` is ``encrypted``."""
    storage = _setting("IDENTITY_STORAGE")
    if storage not in ("hash", "encrypted"):
        raise ImproperlyConfigured(f"CADRETRAIN_IDENTITY_STORAGE: 'hash' or 'encrypted' is asked for, not {storage!r}.")
    return bool(storage == "encrypted")


def personal_data_key() -> bytes:
    """Return the key that seals identity numbers, read from the file ``CADRETRAIN_PERSONAL_DATA_KEY_FILE``.

    Raises ``ImproperlyConfigured`` with the mend when there is none or it is no key of AES-256.
    """
    key = _key_in("PERSONAL_DATA_KEY_FILE")
    if len(key) != SEALING_KEY_SIZE:
        raise ImproperlyConfigured(
            f"CADRETRAIN_PERSONAL_DATA_KEY_FILE: the key has {len(key)} bytes, {SEALING_KEY_SIZE} are asked for."
        )
    return key


def identity_settings() -> None:
    """Read what is set of the above; raise ``ImproperlyConfigured`` where it cannot be used."""
    if _setting("MATCHING_KEY_FILE"):
        matching_key()
    if keeps_identity_numbers():
        personal_data_key()


def _key_in(name: str) -> bytes:
    """Return the bytes that a key file spells; what is said of a bad one holds nothing of it."""
    path = _setting(name)
    if not path:
        raise ImproperlyConfigured(
            f"CADRETRAIN_{name} is not set: make a key with 'openssl rand -hex 32' and name its file there."
        )
    try:
        text = Path(path).read_text(encoding="ascii").strip()
        return bytes.fromhex(text) if _HEX.fullmatch(text) else base64.b64decode(text, validate=True)
    except (OSError, ValueError):
        raise ImproperlyConfigured(f"CADRETRAIN_{name}: {path} holds no key in hexadecimal digits or base64.") from None
