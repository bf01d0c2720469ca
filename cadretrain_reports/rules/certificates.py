"""What a certificate of a theme class says, how its number is made, and what its QR code says (3.11, 8.3.6)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from string import Formatter
from typing import Final

from stdnum.iso7064 import mod_37_36

from cadretrain_reports.rules.canonical import Value
from cadretrain_reports.rules.notes import SIGNATURE_SIZE, Signer, VerifierKey
from cadretrain_reports.rules.values import sum_text

NUMBER_PATTERN: Final = "{issuer}-{year}-{class_code}-{serial:04}-{random}{check}"
"""Issuer, year, class, serial number in the class, four characters that nobody guesses, and a check character."""

NUMBER_PARTS: Final = frozenset({"issuer", "year", "class_code", "serial", "random", "check"})
TEMPLATES: Final = ("classic", "plain", "bilingual")
"""The templates that are shipped."""

RANDOM_CHARACTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Those of Crockford's base 32, which nobody mistakes for each other."""
RANDOM_LENGTH: Final = 4

_CHECKED: Final = re.compile("[0-9A-Z]")
_STATEMENT: Final = b"cadretrain-certificate/v1\n"
_LISTS: Final = ("hosts", "organizers")
_DAYS: Final = ("began_on", "ended_on", "issued_on")


class CertificateError(ValueError):
    """A certificate's facts, number pattern, credential or statement is not what it ought to be."""


@dataclass(frozen=True, slots=True)
class CertificateFacts:
    """What a certificate says (8.3.6): nothing is printed that is not here.

    ``hours`` are the credit-hours fulfilled, as R5 counts them; ``hosts`` and ``organizers`` are names. ``number`` may
    be empty until the certificate is issued.
    """

    name: str
    class_title: str
    began_on: date
    ended_on: date
    hours: Decimal
    hosts: tuple[str, ...]
    organizers: tuple[str, ...]
    issuer: str
    issued_on: date
    number: str = ""

    def __post_init__(self) -> None:
        for name in ("name", "class_title", "issuer"):
            if not getattr(self, name).strip():
                raise CertificateError(f"{name} must not be empty")
        if self.ended_on < self.began_on:
            raise CertificateError("the class ends before it begins")
        if not self.hours.is_finite() or self.hours < 0 or self.hours % Decimal("0.25"):
            raise CertificateError("hours are quarters from 0 on")

    @property
    def printed(self) -> tuple[str, ...]:
        """The texts that are printed word by word, and that whoever checks a page looks for."""
        return (self.name, self.class_title, self.number, self.issuer, *self.hosts, *self.organizers)


def facts_data(facts: CertificateFacts) -> dict[str, Value]:
    """Return facts as an object of canonical JSON."""
    data: dict[str, Value] = {}
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, date):
            data[field.name] = value.isoformat()
        elif isinstance(value, Decimal):
            data[field.name] = sum_text(value)
        else:
            data[field.name] = list(value) if isinstance(value, tuple) else value
    return data


def facts_from(data: object) -> CertificateFacts:
    """Return the facts that ``facts_data`` wrote; raise ``CertificateError`` for anything else."""
    if not isinstance(data, dict) or set(data) != {field.name for field in fields(CertificateFacts)}:
        raise CertificateError("not the facts of a certificate")
    said = dict(data)
    try:
        said["hours"] = Decimal(said["hours"])
        said.update({name: date.fromisoformat(said[name]) for name in _DAYS})
        said.update({name: tuple(map(str, said[name])) for name in _LISTS})
        facts = CertificateFacts(**said)
    except (TypeError, ValueError, AttributeError, InvalidOperation):
        raise CertificateError("not the facts of a certificate") from None
    if facts_data(facts) != data:
        raise CertificateError("the facts of a certificate in another spelling")
    return facts


def check_pattern(pattern: str) -> None:
    """Raise ``CertificateError`` unless numbers by this pattern differ: it names the class, the serial and known parts.

    Without ``issuer`` and ``class_code`` two classes would have the same numbers, without ``random`` they are guessed.
    """
    try:
        used = {name for _text, name, _spec, _conversion in Formatter().parse(pattern) if name is not None}
        if used <= NUMBER_PARTS and {"issuer", "class_code", "serial", "random"} <= used:
            certificate_number(pattern, issuer="A", year=2026, class_code="B", serial=1, random="0000")
            return
    except (ValueError, KeyError, IndexError, AttributeError):
        pass
    raise CertificateError(
        "a pattern of numbers names {issuer}, {class_code}, {serial} and {random}, and may name {year} and {check}"
    )


def certificate_number(pattern: str, *, issuer: str, year: int, class_code: str, serial: int, random: str) -> str:
    """Return the number by a pattern; ``{check}`` is the ISO 7064 MOD 37,36 character of what stands before it."""
    parts = {"issuer": issuer, "year": year, "class_code": class_code, "serial": serial, "random": random}
    before, mark, after = pattern.partition("{check}")
    said = before.format(**parts)
    return said + (check_character(said) if mark else "") + after.format(**parts)


def check_character(text: str) -> str:
    """Return the ISO 7064 MOD 37,36 check character over the letters A-Z and digits of a text, capitals or not."""
    return str(mod_37_36.calc_check_digit("".join(_CHECKED.findall(text.upper()))))


def statement(facts: CertificateFacts, public_id: str, signer: Signer) -> str:
    """Return what the QR code says by itself: number, name, class and day, signed, as base64url without padding."""
    text = "\n".join((facts.number, facts.name, facts.class_title, facts.issued_on.isoformat())).encode()
    signature = signer.private.sign(_signed(public_id, text))
    return base64.urlsafe_b64encode(signature + text).decode().rstrip("=")


def read_statement(said: str, public_id: str, key: VerifierKey) -> Mapping[str, str]:
    """Return what a QR code says, if ``key`` signed it; raise ``CertificateError`` otherwise."""
    try:
        data = base64.b64decode((said + "=" * (-len(said) % 4)).encode("ascii"), altchars=b"-_", validate=True)
        text = data[SIGNATURE_SIZE:].decode()
    except (UnicodeError, binascii.Error):
        raise CertificateError("the statement in the code cannot be read") from None
    if not key.verifies(data[:SIGNATURE_SIZE], _signed(public_id, data[SIGNATURE_SIZE:])):
        raise CertificateError("the statement in the code is not signed by this key")
    return dict(zip(("number", "name", "class_title", "issued_on"), text.split("\n"), strict=True))


def _signed(public_id: str, text: bytes) -> bytes:
    return _STATEMENT + public_id.encode() + b"\n" + text
